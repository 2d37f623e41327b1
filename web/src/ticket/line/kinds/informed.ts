import type { Line } from '../lines'

/** Somebody told the requester what no channel of the desk could: by which way. */
export default {
  events: ['TICKET_TOLD'],
  details: ({ toldBy }, t) => (toldBy ? [t(`toldBy.${toldBy}`)] : []),
} satisfies Line
