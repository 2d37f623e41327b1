export default {
  trouble: {
    line: 'Sambungan ke server terputus. Periksa jaringan Anda, lalu coba lagi.',
    fault: 'Halaman ini tidak dapat dimuat karena gangguan di pihak kami.',
    notSent: 'Belum terkirim karena sambungan terputus. Isian Anda masih ada; coba lagi.',
    notDone: 'Belum tersimpan karena gangguan di pihak kami. Isian Anda masih ada; coba lagi.',
  },
  act: {
    again: 'Coba lagi',
    back: 'Kembali',
    cancel: 'Batal',
    change: 'Ganti',
    close: 'Tutup',
    continue: 'Lanjutkan',
    loading: 'Sedang memuat',
    more: 'Tampilkan lebih banyak',
    save: 'Simpan',
    searching: 'Sedang mencari …',
  },
  form: {
    choose: 'Pilih …',
    nothingFound: 'Tidak ada yang cocok.',
    optional: 'boleh kosong',
    reason: 'Alasan',
    remove: 'Hapus {name}',
    required: 'Wajib diisi.',
    wrong: 'Isian ini belum benar.',
  },
}
