import type { Line } from '../lines'

/** The card of the text says everything. */
export default {
  events: ['TICKET_OPENED', 'TICKET_RECORDED', 'TICKET_REPLIED', 'TICKET_NOTED', 'TICKET_ASKED'],
  forStaff: ({ messages }) => messages.length === 0,
} satisfies Line
