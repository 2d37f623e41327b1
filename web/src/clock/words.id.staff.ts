export default {
  exception: {
    ASKED: 'Pengecualian diminta oleh {who}',
    GRANTED: 'Pengecualian diberikan oleh {who}',
    REFUSED: 'Pengecualian ditolak oleh {who}',
  },
}
