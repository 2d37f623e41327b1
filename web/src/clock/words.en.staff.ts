export default {
  exception: { ASKED: '{who} asked for an exception', GRANTED: '{who} granted an exception', REFUSED: '{who} refused an exception' },
}
