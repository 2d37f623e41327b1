import type { Line } from '../lines'

/** The requester reads who has the report now. */
export default {
  events: ['TICKET_FORWARDED'],
  forRequester: ({ queueUnit }) => ({ unit: queueUnit?.name ?? '' }),
} satisfies Line
