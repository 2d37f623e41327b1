export default {
  keys: {
    help: 'Tombol papan ketik',
    palette: 'Cari tiket atau halaman',
    record: 'Catat laporan',
    send: 'Kirim yang sedang ditulis',
  },
  palette: { label: 'Nomor, kata, nama pelapor, atau halaman' },
  clockJump: {
    title: 'Jam server melompat',
    ahead: 'Jam server tiba-tiba maju {by}: menunjuk {clock}, seharusnya {desk}. Selama ini belum dipastikan, tidak ada yang jatuh tempo: tidak ada tenggat terlewat, pengingat, atau penutupan otomatis.',
    behind: 'Jam server tiba-tiba mundur {by}: menunjuk {clock}, seharusnya {desk}. Selama ini belum dipastikan, tidak ada yang jatuh tempo: tidak ada tenggat terlewat, pengingat, atau penutupan otomatis.',
    tell: 'Beri tahu administrator.',
    confirm: 'Waktu baru benar',
    ask: 'Menurut server sekarang {clock}. Cocokkan dengan jam lain, misalnya telepon Anda. Jika benar, yang jatuh tempo menurut waktu itu langsung dikerjakan dan tidak dapat dibatalkan. Jika salah, betulkan jam servernya: pemberitahuan ini hilang sendiri.',
  },
}
