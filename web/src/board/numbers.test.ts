import { expect, it } from 'vitest'
import { COORDINATORS_QUEUE, fromQuery, listQuery } from '@/queue/filter'
import { viewsFor } from '@/queue/views'
import { agesOf, numbersOf, tiles } from './numbers'
import type { Queue } from './sums'

const NOW = Date.parse('2026-11-30T04:00:00Z')
const active = viewsFor({ handles: false, coordinator: false, serves: [], teams: [] } as unknown as Parameters<typeof viewsFor>[0]).filter(({ name }) => name === 'ACTIVE')
const counts = { active: 20, unassigned: 5, waiting: 4, urgent: 3, atRisk: 2, late: 1, olderThanDay: 15, olderThanWeek: 9, olderThanMonth: 2 }
const unit: Queue = { ...counts, unit: { id: 'unit:1', name: 'Dinas Satu', shortName: 'SATU', requiresTier1: true }, team: null }
const team: Queue = { ...counts, unit: null, team: { id: 'team:1', name: 'Jaringan' } }
const coordinator: Queue = { ...counts, unit: null, team: null }
const asked = (query: Record<string, string>) => active.map((view) => listQuery(view, fromQuery(query, view)).filter)[0] ?? {}
/** What of a filter narrows. */
const narrowing = (query: Record<string, string>) => Object.fromEntries(Object.entries(asked(query)).filter(([, value]) => value !== null && !(Array.isArray(value) && !value.length)))
const WAITING = ['WAITING_REQUESTER', 'WAITING_THIRD_PARTY', 'WAITING_SCHEDULE', 'WAITING_APPROVAL']

const LISTS = {
  active: {},
  atRisk: { atRisk: true },
  late: { breached: true },
  unassigned: { assigned: false },
  waiting: { statuses: WAITING },
  urgent: { priorities: ['CRITICAL', 'HIGH'] },
  week: { openedBefore: '2026-11-23T04:00:00.000Z' },
}

it('each tile is the sum of the queues, and opens the list of just that', () => {
  const all = tiles([unit, team, coordinator], NOW)
  expect(all.map(({ key, value }) => [key, value])).toEqual([['active', 60], ['atRisk', 6], ['late', 3], ['unassigned', 15], ['urgent', 9], ['week', 27]])
  for (const { key, query } of all) expect([key, narrowing(query)]).toEqual([key, LISTS[key]])
})

it.each([
  ['a unit', unit, { queueUnits: ['unit:1'], tier: 1 }],
  ['a team', team, { teams: ['team:1'], tier: 2 }],
  ['the coordinator', coordinator, { coordinatorsQueue: true, tier: 1 }],
])('each number of the queue of %s opens the list of just that', (_, queue, where) => {
  for (const { key, value, query } of numbersOf(queue, NOW)) expect([key, value, narrowing(query)]).toEqual([key, counts[key as keyof typeof counts], { ...where, ...LISTS[key] }])
  expect(agesOf(queue, NOW).map(({ value, query }) => [value, narrowing(query)])).toEqual([
    [5, { ...where, openedFrom: '2026-11-29T04:00:00.000Z' }],
    [6, { ...where, openedFrom: '2026-11-23T04:00:00.000Z', openedBefore: '2026-11-29T04:00:00.000Z' }],
    [7, { ...where, openedFrom: '2026-10-31T04:00:00.000Z', openedBefore: '2026-11-23T04:00:00.000Z' }],
    [2, { ...where, openedBefore: '2026-10-31T04:00:00.000Z' }],
  ])
})

it('the coordinator’s queue has a name in the address', () => {
  expect(numbersOf(coordinator, NOW)[0]?.query).toEqual({ antrean: COORDINATORS_QUEUE })
})
