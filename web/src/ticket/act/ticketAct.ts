import type { Component } from 'vue'
import type { Act } from '@/api/act'
import type { TicketVerb } from '@/api/generated/enums'
import type { OutcomeFragment, TicketActsFragment, TicketHeadFragment, TicketRowFragment, TicketTalkFragment } from '@/api/generated/operations'
import type { Operation } from '@/api/operation'
import type { Field, Values } from '@/form/fields'
import type { Say } from './say'

/** A ticket as its acts see it. */
export type ActTicket = TicketRowFragment & TicketHeadFragment & TicketActsFragment & TicketTalkFragment

/** What of a ticket an act is sent with. */
export interface Target {
  id: string
  version: number
  /** The team that has it. */
  team?: { id: string } | null
}

/** What an act has left, and what there was before. */
export interface Done extends Target {
  number: string
  assignee: { id: string } | null
  values: Values
}

/** The short form of an act; one without fields is done at once. */
export interface ActForm {
  fields?: (say: Say, ticket: Target) => Field[]
  danger?: boolean
  send: (act: Act, ticket: Target, values: Values) => Promise<OutcomeFragment | null>
}

type Offered = Pick<ActTicket, 'viewerCan' | 'viewerFollows' | 'assignee' | 'kind' | 'service'> & { requester: { phone: string | null } | null }

/** An act on a ticket. Each is a file in `acts/`; its words are `act.NAME` and, if it can be taken back, `undo.NAME`. */
export interface TicketAct {
  name: string
  /** What the desk has to allow; null: nothing beyond seeing the ticket. */
  verb: TicketVerb | null
  /** Its place among the others: what moves the work on comes first. */
  order: number
  icon: Component
  key?: string
  /** Another name in this situation. */
  alias?: (ticket: Offered) => string
  /** Whether it makes sense now; what is not allowed is left out anyway. */
  fits?: (ticket: Offered, me: string) => boolean
  /** Whether it is the very next step, whatever its place. */
  next?: (ticket: Offered) => boolean
  /** Whether it stands in the menu only. */
  rare?: boolean | ((ticket: Offered, me: string) => boolean)
  /** In the menu: in red, and below a line. */
  danger?: boolean
  apart?: boolean
  /** What is asked before it is sent. */
  form?: ActForm
  /** A dialog of its own, which takes the ticket and says `done`, `stale` or `close`. */
  dialog?: { component: Component; props?: Record<string, unknown> }
  /** Neither: something that the page does itself. */
  run?: (ticket: ActTicket) => Promise<void>
  /** The opposite, as a command of its own: nothing that happened is taken out of the record. */
  undo?: (done: Done, requestId: string) => Promise<OutcomeFragment>
}

/** An act that is called as its verb. */
export const ticketAct = (act: Omit<TicketAct, 'name' | 'verb'> & { verb: TicketVerb }): TicketAct => ({ ...act, name: act.verb })

/** The form of an operation whose input is the ticket, the key of the request, and what `fill` makes of the fields. */
export function actForm<Input extends { ticket: string; requestId?: string | null | undefined }>(
  operation: Operation<{ outcome: OutcomeFragment }, { input: Input }>,
  fill: (values: Values, ticket: Target) => Omit<Input, 'ticket' | 'requestId'>,
  fields?: ActForm['fields'],
  danger = false,
): ActForm {
  return {
    ...(fields && { fields }),
    danger,
    send: (act, ticket, values) => {
      const input = (requestId: string) => ({ ...fill(values, ticket), ticket: ticket.id, requestId }) as Input
      return act(operation, (requestId) => ({ input: input(requestId) }), (it) => it.outcome)
    },
  }
}

/** What decides on a ticket that was seen names its version. */
export const seen = (_: Values, { version }: Target) => ({ seen: version })
