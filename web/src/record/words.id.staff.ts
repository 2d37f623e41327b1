export default {
  record: {
    title: 'Catat laporan',
    another: 'Bukan, ini orang lain',
    holders: 'Nomor ini sudah tercatat',
    itIs: 'Ini {who}',
    who: 'Siapa yang melapor?',
    new: 'Orang baru',
    known: 'Cari orang yang sudah dikenal',
    name: 'Nama',
    what: 'Apa masalahnya, dalam satu kalimat?',
    more: 'Keterangan',
    when: 'Diterima',
    whenHint: 'Kosong berarti sekarang.',
    save: 'Simpan',
    resolve: 'Simpan & selesaikan',
    escalate: 'Simpan & eskalasi',
  },
}
