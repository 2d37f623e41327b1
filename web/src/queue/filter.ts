import type { LocationQuery } from 'vue-router'
import { Priority, TicketOrder, type TicketStatus } from '@/api/generated/enums'
import type { ListQuery } from './list'
import { usualOrder, type View } from './views'

/** What narrows a list, as the address keeps it: links, back and forward work. */
export interface ListFilter {
  text: string
  unit: string
  priorities: Priority[]
  order: TicketOrder
  team: string
  tag: string
  /** Whose Tier 1 has it; the coordinator's own queue is no unit's. */
  queue: string
  assigned: '' | 'yes' | 'no'
  /** It waits for the requester, a third party, a date or an approval. */
  waiting: boolean
  clock: '' | 'AT_RISK' | 'LATE'
  /** Opened at this instant or later, and before that one. */
  from: string
  before: string
}

export const COORDINATORS_QUEUE = 'koordinator'
const WAITING: readonly TicketStatus[] = ['WAITING_REQUESTER', 'WAITING_THIRD_PARTY', 'WAITING_SCHEDULE', 'WAITING_APPROVAL']
const CLOCKS = { hampir: 'AT_RISK', lewat: 'LATE' } as const

const text = (value: LocationQuery[string] | undefined) => (typeof value === 'string' ? value : '')
const instant = (value: LocationQuery[string] | undefined) => {
  const at = Date.parse(text(value))
  return Number.isNaN(at) ? '' : new Date(at).toISOString()
}

export function fromQuery(query: LocationQuery, view: View): ListFilter {
  const assigned = text(query.petugas)
  const wanted = text(query.prioritas).split(',')
  return {
    text: text(query.cari),
    unit: text(query.unit),
    priorities: Priority.filter((it) => wanted.includes(it)),
    order: TicketOrder.find((it) => it === query.urut) ?? usualOrder(view),
    team: text(query.tim),
    tag: text(query.tanda),
    queue: text(query.antrean),
    assigned: assigned === 'yes' || assigned === 'no' ? assigned : '',
    waiting: query.menunggu === 'ya',
    clock: Object.entries(CLOCKS).find(([word]) => word === query.jam)?.[1] ?? '',
    from: instant(query.sejak),
    before: instant(query.sebelum),
  }
}

export function toQuery(filter: ListFilter, view: View): Record<string, string> {
  const all = {
    cari: filter.text,
    unit: filter.unit,
    prioritas: filter.priorities.join(','),
    urut: filter.order === usualOrder(view) ? '' : filter.order,
    tim: filter.team,
    tanda: filter.tag,
    antrean: filter.queue,
    petugas: filter.assigned,
    menunggu: filter.waiting ? 'ya' : '',
    jam: Object.entries(CLOCKS).find(([, clock]) => clock === filter.clock)?.[0] ?? '',
    sejak: filter.from,
    sebelum: filter.before,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value))
}

/** What of a filter narrows besides words, each to be taken away by itself. */
export const NARROWING = ['unit', 'queue', 'team', 'assigned', 'priorities', 'waiting', 'clock', 'tag', 'from', 'before'] as const
export type Narrowing = (typeof NARROWING)[number]

export const narrowings = (filter: ListFilter): Narrowing[] => NARROWING.filter((name) => (name === 'priorities' ? filter.priorities.length > 0 : Boolean(filter[name])))

export function without(filter: ListFilter, name: Narrowing): ListFilter {
  return { ...filter, [name]: name === 'priorities' ? [] : name === 'waiting' ? false : '' }
}

export function listQuery(view: View, filter: ListFilter): ListQuery {
  const some = <Value>(value: Value | '') => (value ? [value] : [])
  // In the queue of units it is the unit that works, elsewhere the one that reported.
  const queue = view.name === 'UNIT_QUEUE'
  const coordinators = filter.queue === COORDINATORS_QUEUE
  return {
    view: view.name,
    order: filter.order,
    filter: {
      statuses: filter.waiting ? [...WAITING] : [],
      kinds: [],
      priorities: filter.priorities,
      channels: [],
      // A queue of a unit is one of tier 1; while at tier 2 the unit is only where it came from. A team has work at tier 2 only.
      tier: filter.queue ? 1 : filter.team ? 2 : null,
      units: queue ? [] : some(filter.unit),
      queueUnits: [...(queue ? some(filter.unit) : []), ...(coordinators ? [] : some(filter.queue))],
      coordinatorsQueue: coordinators || null,
      services: [],
      teams: some(filter.team),
      assignees: [],
      tags: some(filter.tag),
      requesters: [],
      assigned: filter.assigned === '' ? null : filter.assigned === 'yes',
      securityIncident: null,
      atRisk: filter.clock === 'AT_RISK' || null,
      breached: filter.clock === 'LATE' || null,
      paused: null,
      outsideControl: null,
      dueBefore: null,
      openedFrom: filter.from || null,
      openedBefore: filter.before || null,
      text: filter.text || null,
    },
  }
}
