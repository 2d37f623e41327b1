import type { TicketVerb } from '@/api/generated/enums'
import * as api from '@/api/generated/operations'
import type { Operation } from '@/api/operation'
import type { useAct } from '@/api/act'

/** What of a ticket an act needs. */
export interface Target {
  id: string
  version: number
}

export type FieldKind = 'text' | 'line' | 'cause' | 'unit' | 'team' | 'person' | 'ticket' | 'linkKind'

export interface FormField {
  /** As the input calls it, so that refusals stand under it. */
  name: string
  kind: FieldKind
  optional?: boolean
  /** Whether a hint `actHint.VERB` helps with it. */
  hint?: boolean
}

type Act = ReturnType<typeof useAct>['act']
type Values = Record<string, string>

export interface Form {
  fields: FormField[]
  danger?: boolean
  send: (act: Act, ticket: Target, values: Values) => Promise<api.OutcomeFragment | null>
}

interface Base {
  ticket: string
  requestId?: string | null | undefined
}

/** A form whose fields are the input, beside the ticket and, where the act decides on what was seen, its version. */
function form<Input extends Base>(
  operation: Operation<{ outcome: api.OutcomeFragment }, { input: Input }>,
  fields: FormField[],
  fill: (values: Values, ticket: Target) => Omit<Input, 'ticket' | 'requestId'>,
  danger = false,
): Form {
  return {
    fields,
    danger,
    send: (act, ticket, values) => {
      const input = (requestId: string) => ({ ...fill(values, ticket), ticket: ticket.id, requestId }) as Input
      return act(operation, (requestId) => ({ input: input(requestId) }), (it) => it.outcome)
    },
  }
}

const text = (name: string, more: Partial<FormField> = {}): FormField => ({ name, kind: 'text', ...more })
const one = (name: string, kind: FieldKind): FormField => ({ name, kind })
const of = (values: Values, name: string) => values[name] ?? ''

/** The acts that a short form is enough for. Those with forms of their own are in their dialogs. */
export const FORMS: Partial<Record<TicketVerb, Form>> = {
  TAKE: form(api.TicketTakeDocument, [], (_, { version: seen }) => ({ seen })),
  ACCEPT: form(api.TicketAcceptDocument, [], (_, { version: seen }) => ({ seen })),
  RESUME: form(api.TicketResumeDocument, [], (_, { version: seen }) => ({ seen })),
  FOLLOW: form(api.TicketFollowDocument, [], () => ({})),
  ASK: form(api.TicketAskDocument, [text('question', { hint: true })], (it, { version: seen }) => ({ seen, question: of(it, 'question') })),
  ASSIGN: form(api.TicketAssignDocument, [one('assignee', 'person')], (it, { version: seen }) => ({ seen, assignee: of(it, 'assignee') })),
  FORWARD: form(api.TicketForwardDocument, [one('unit', 'unit'), text('reason')], (it, { version: seen }) => ({
    seen,
    unit: of(it, 'unit'),
    reason: of(it, 'reason'),
  })),
  HAND_OVER: form(api.TicketHandOverDocument, [one('team', 'team'), text('reason')], (it, { version: seen }) => ({
    seen,
    team: of(it, 'team'),
    reason: of(it, 'reason'),
  })),
  RETURN: form(api.TicketReturnDocument, [text('missing', { hint: true })], (it, { version: seen }) => ({ seen, missing: of(it, 'missing') })),
  ANSWER: form(api.TicketAnswerDocument, [text('solution', { hint: true })], (it, { version: seen }) => ({ seen, solution: of(it, 'solution') })),
  RESOLVE: form(api.TicketResolveDocument, [text('resolution', { hint: true }), one('cause', 'cause')], (it, { version: seen }) => ({
    seen,
    resolution: of(it, 'resolution'),
    cause: of(it, 'cause') as api.CauseCode,
  })),
  CONFIRM: form(api.TicketConfirmDocument, [text('how', { hint: true })], (it, { version: seen }) => ({ seen, how: of(it, 'how') })),
  REOPEN: form(api.TicketReopenDocument, [text('reason')], (it, { version: seen }) => ({ seen, reason: of(it, 'reason') })),
  REJECT: form(api.TicketRejectDocument, [text('reason', { hint: true })], (it, { version: seen }) => ({ seen, reason: of(it, 'reason') }), true),
  CANCEL: form(api.TicketCancelDocument, [text('reason')], (it, { version: seen }) => ({ seen, reason: of(it, 'reason') }), true),
  MERGE: form(
    api.TicketMergeDocument,
    [{ name: 'target', kind: 'ticket', hint: true }, text('reason')],
    (it, { version: seen }) => ({ seen, target: of(it, 'target'), reason: of(it, 'reason') }),
    true,
  ),
  INVOLVE: form(api.TicketInvolveDocument, [{ name: 'person', kind: 'person', hint: true }], (it) => ({ person: of(it, 'person') })),
  LINK: form(api.TicketLinkDocument, [one('kind', 'linkKind'), one('other', 'ticket')], (it) => ({
    other: of(it, 'other'),
    kind: of(it, 'kind') as api.LinkKind,
  })),
  PROMOTE_TO_PROBLEM: form(
    api.TicketPromoteToProblemDocument,
    [{ name: 'title', kind: 'line', optional: true }, text('description', { optional: true })],
    (it) => ({ title: of(it, 'title'), description: of(it, 'description') }),
  ),
  RAISE_CHANGE: form(
    api.TicketRaiseChangeDocument,
    [{ name: 'title', kind: 'line', optional: true }, text('description', { optional: true })],
    (it) => ({ title: of(it, 'title'), description: of(it, 'description') }),
  ),
}

/** *Sembunyikan isi* of one text or file. */
export function redaction(what: { message?: string; file?: string; head?: boolean }): Form {
  return form(
    api.TicketRedactDocument,
    [text('reason', { hint: true })],
    (it, { version: seen }) => ({
      seen,
      message: what.message ?? null,
      file: what.file ?? null,
      head: what.head ?? false,
      reason: of(it, 'reason'),
    }),
    true,
  )
}
