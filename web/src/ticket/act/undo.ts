import { ask } from '@/api/ask'
import {
  TicketAssignDocument,
  TicketReleaseDocument,
  TicketUnfollowDocument,
  TicketUnlinkDocument,
  type OutcomeFragment,
} from '@/api/generated/operations'
import type { LinkKind, TicketVerb } from '@/api/generated/enums'

/** What an act has left, and what there was before. */
export interface Done {
  id: string
  number: string
  version: number
  assignee: { id: string } | null
  values: Record<string, string>
}

const outcome = (answer: { outcome: OutcomeFragment }) => answer.outcome

/** The opposite of an act, as a command of its own: nothing that happened is taken out of the record. None: it cannot simply be taken back. */
export function undoOf(verb: TicketVerb, { id: ticket, version: seen, assignee, values }: Done): (() => Promise<OutcomeFragment>) | null {
  const requestId = crypto.randomUUID()
  switch (verb) {
    case 'TAKE':
    case 'ASSIGN':
      return assignee
        ? () => ask(TicketAssignDocument, { input: { ticket, seen, assignee: assignee.id, requestId } }).then(outcome)
        : () => ask(TicketReleaseDocument, { input: { ticket, seen, requestId } }).then(outcome)
    case 'FOLLOW':
      return () => ask(TicketUnfollowDocument, { input: { ticket, requestId } }).then(outcome)
    case 'LINK':
      return () => ask(TicketUnlinkDocument, { input: { ticket, other: values.other ?? '', kind: values.kind as LinkKind, requestId } }).then(outcome)
    default:
      return null
  }
}
