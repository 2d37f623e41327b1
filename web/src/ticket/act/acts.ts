import type { TicketAct } from './ticketAct'

const files = import.meta.glob<TicketAct>('./acts/*.ts', { eager: true, import: 'default' })

/** Every act there is, in the order in which they are offered. Replies and notes have a place of their own. */
export const ACTS: readonly TicketAct[] = Object.values(files).sort((a, b) => a.order - b.order)

export const actOf = (name: string): TicketAct | undefined => ACTS.find((it) => it.name === name)

/** How many are shown as buttons; the rest is in a menu. */
const SHOWN = 4

/** What can be done to a ticket now, the next step first. */
export function offers(ticket: Parameters<NonNullable<TicketAct['fits']>>[0], me: string): { shown: TicketAct[]; more: TicketAct[] } {
  const can = ACTS.filter(({ verb, fits }) => (verb === null || ticket.viewerCan.includes(verb)) && (fits?.(ticket, me) ?? true))
  const sorted = [...can.filter((it) => it.next?.(ticket)), ...can.filter((it) => !it.next?.(ticket))]
  const isRare = ({ rare }: TicketAct) => (typeof rare === 'function' ? rare(ticket, me) : rare === true)
  const shown = sorted.filter((it) => !isRare(it)).slice(0, SHOWN)
  return { shown, more: sorted.filter((it) => !shown.includes(it)) }
}
