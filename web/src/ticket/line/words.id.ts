export default {
  toldEvent: {
    TICKET_TAKEN: 'Petugas mulai mengerjakan laporan Anda.',
    TICKET_FORWARDED: 'Diteruskan ke {unit}.',
    TICKET_ESCALATED: 'Diteruskan ke Diskominfo.',
    TICKET_HELD: 'Pekerjaan menunggu.',
    TICKET_RESUMED: 'Pekerjaan dilanjutkan.',
    TICKET_CONFIRMED: 'Dinyatakan sudah teratasi.',
    TICKET_CLOSED: 'Laporan ditutup.',
    TICKET_CANCELLED: 'Laporan dibatalkan.',
    TICKET_MERGED: 'Digabungkan dengan laporan lain.',
    TICKET_FILES_ATTACHED: 'Berkas ditambahkan.',
  },
}
