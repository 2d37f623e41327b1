import type { LocationQuery } from 'vue-router'
import { Priority, TicketOrder } from '@/api/generated/enums'
import type { ListQuery } from './list'
import { usualOrder, type View } from './views'

/** What narrows a list, as the address keeps it: links, back and forward work. */
export interface ListFilter {
  text: string
  unit: string
  priority: Priority | ''
  order: TicketOrder
  team: string
  tag: string
  /** Whose Tier 1 has it. */
  queue: string
  assigned: '' | 'yes' | 'no'
}

const text = (value: LocationQuery[string] | undefined) => (typeof value === 'string' ? value : '')

export function fromQuery(query: LocationQuery, view: View): ListFilter {
  const assigned = text(query.petugas)
  return {
    text: text(query.cari),
    unit: text(query.unit),
    priority: Priority.find((it) => it === query.prioritas) ?? '',
    order: TicketOrder.find((it) => it === query.urut) ?? usualOrder(view),
    team: text(query.tim),
    tag: text(query.tanda),
    queue: text(query.antrean),
    assigned: assigned === 'yes' || assigned === 'no' ? assigned : '',
  }
}

export function toQuery(filter: ListFilter, view: View): Record<string, string> {
  const all = {
    cari: filter.text,
    unit: filter.unit,
    prioritas: filter.priority,
    urut: filter.order === usualOrder(view) ? '' : filter.order,
    tim: filter.team,
    tanda: filter.tag,
    antrean: filter.queue,
    petugas: filter.assigned,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value))
}

export function listQuery(view: View, filter: ListFilter): ListQuery {
  const some = <Value>(value: Value | '') => (value ? [value] : [])
  // In the queue of units it is the unit that works, elsewhere the one that reported.
  const queue = view.name === 'UNIT_QUEUE'
  return {
    view: view.name,
    order: filter.order,
    filter: {
      statuses: [],
      kinds: [],
      priorities: some(filter.priority),
      channels: [],
      // A queue of a unit is one of tier 1; while at tier 2 the unit is only where it came from.
      tier: filter.queue ? 1 : null,
      units: queue ? [] : some(filter.unit),
      queueUnits: [...(queue ? some(filter.unit) : []), ...some(filter.queue)],
      services: [],
      teams: some(filter.team),
      assignees: [],
      tags: some(filter.tag),
      requesters: [],
      assigned: filter.assigned === '' ? null : filter.assigned === 'yes',
      securityIncident: null,
      atRisk: null,
      breached: null,
      paused: null,
      outsideControl: null,
      dueBefore: null,
      openedFrom: null,
      openedBefore: null,
      text: filter.text || null,
    },
  }
}
