export default {
  codes: {
    copied: 'Kode disalin.',
    copy: 'Salin',
    find: 'Cari nama, telepon, atau NIP',
    findHint: 'Ketik paling sedikit 2 huruf dari nama orangnya.',
    hint: 'Untuk yang baru pertama kali masuk atau lupa kata sandi, dari unit yang Anda layani: {units}.',
    issue: 'Terbitkan kode masuk',
    nobody: 'Tidak ada orang seperti itu di unit yang Anda layani.',
    once: 'Kode sekali pakai untuk {who}, berlaku 30 menit. Tidak dapat ditampilkan lagi.',
    print: 'Cetak',
    where: 'Di halaman masuk pilih “Masuk pertama kali atau lupa kata sandi”, lalu ketik kode ini.',
  },
}
