import type { EventKind } from '@/api/generated/enums'
import type { EntryFragment } from '@/api/generated/operations'

/** What a requester is told as a line of its own; the rest says itself by its text, or is the desk's affair. */
export const TOLD: ReadonlySet<EventKind> = new Set<EventKind>([
  'TICKET_TAKEN',
  'TICKET_FORWARDED',
  'TICKET_ESCALATED',
  'TICKET_HELD',
  'TICKET_RESUMED',
  'TICKET_CONFIRMED',
  'TICKET_CLOSED',
  'TICKET_CANCELLED',
  'TICKET_MERGED',
  'TICKET_FILES_ATTACHED',
])

/** Kinds of which the card of their text says everything. */
const SAID: ReadonlySet<EventKind> = new Set<EventKind>([
  'TICKET_OPENED',
  'TICKET_RECORDED',
  'TICKET_REPLIED',
  'TICKET_NOTED',
  'TICKET_ASKED',
])

/** Whether an event needs no line beside its text. */
export function silentFor(entry: Pick<EntryFragment, 'kind' | 'messages'>): boolean {
  // Solution requests have records of their own.
  if (entry.kind === 'REQUEST_OPENED' || entry.kind === 'REQUEST_CHANGED') return true
  return SAID.has(entry.kind) && entry.messages.length > 0
}
