export default {
  upload: {
    add: 'Tambah foto atau berkas',
    list: 'Berkas',
    lost: 'Berkas {name} tidak sampai. Kirim lagi lewat balasan.',
    noLine: 'Belum terkirim: sambungan terputus.',
    progress: 'Mengirim {name}',
    remove: 'Hapus {name}',
    tooLarge: 'Berkas ini lebih dari 25 MB.',
  },
}
