import type { Line } from '../lines'

/**
 * The requester reads that something goes on. That somebody took it up is internal (`Kind::is_public`): only those read it who are requester and handler
 * at once, on a report of their own that lies in their own queue.
 */
export default {
  events: [
    'TICKET_TAKEN',
    'TICKET_ESCALATED',
    'TICKET_HELD',
    'TICKET_RESUMED',
    'TICKET_CONFIRMED',
    'TICKET_CLOSED',
    'TICKET_CANCELLED',
    'TICKET_MERGED',
    'TICKET_FILES_ATTACHED',
  ],
  forRequester: () => ({}),
} satisfies Line
