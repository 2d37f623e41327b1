import { expect, it } from 'vitest'
import { COORDINATORS_QUEUE, fromQuery, listQuery, narrowings, toQuery, without, type ListFilter } from './filter'
import { viewsFor } from './views'

const viewer = { handles: true, coordinator: true, serves: [{}], teams: [] } as unknown as Parameters<typeof viewsFor>[0]

function view(name: string) {
  const found = viewsFor(viewer).find((it) => it.name === name)
  if (!found) throw new Error(name)
  return found
}

it('the address keeps a filter whole', () => {
  const filter: ListFilter = {
    text: 'printer rusak',
    unit: 'unit:1',
    priorities: ['CRITICAL', 'HIGH'],
    order: 'OLDEST',
    team: 'team:2',
    tag: 'perangkat lama',
    queue: 'unit:3',
    assigned: 'no',
    waiting: true,
    clock: 'LATE',
    from: '2026-11-01T00:00:00.000Z',
    before: '2026-11-23T04:05:06.000Z',
  }
  // Each narrows by itself, is told by itself, and can be taken away by itself.
  expect(narrowings(filter)).toHaveLength(10)
  for (const name of narrowings(filter)) expect(narrowings(without(filter, name))).not.toContain(name)
  expect(fromQuery(toQuery(filter, view('ALL')), view('ALL'))).toEqual(filter)
})

it('what is not in the address, or not known, narrows nothing', () => {
  const filter = fromQuery({ prioritas: 'NONSENSE', urut: 'x', petugas: 'maybe', jam: 'x', menunggu: 'x', sebelum: 'kemarin' }, view('ALL'))
  expect(toQuery(filter, view('ALL'))).toEqual({})
})

it('work is shown by what is due first, unless somebody wants it otherwise', () => {
  expect(fromQuery({}, view('UNIT_QUEUE')).order).toBe('DUE')
  expect(fromQuery({ urut: 'NEWEST' }, view('UNIT_QUEUE')).order).toBe('NEWEST')
  expect(fromQuery({}, view('ALL')).order).toBe('NEWEST')
})

it('the unit of a queue is the one that works, elsewhere the one that reported', () => {
  const of = (name: string) => listQuery(view(name), { ...fromQuery({}, view(name)), unit: 'unit:1' }).filter
  expect(of('UNIT_QUEUE')).toMatchObject({ queueUnits: ['unit:1'], units: [] })
  expect(of('ACTIVE')).toMatchObject({ queueUnits: [], units: ['unit:1'] })
})

it('each thing that narrows is asked for as it is called', () => {
  const of = (filter: Partial<ListFilter>) => listQuery(view('ACTIVE'), { ...fromQuery({}, view('ACTIVE')), ...filter }).filter
  expect(of({ team: 'team:2' })).toMatchObject({ teams: ['team:2'], tier: 2 })
  expect(of({ queue: 'unit:3' })).toMatchObject({ queueUnits: ['unit:3'], coordinatorsQueue: null, tier: 1 })
  expect(of({ queue: COORDINATORS_QUEUE })).toMatchObject({ queueUnits: [], coordinatorsQueue: true, tier: 1 })
  expect(of({ clock: 'AT_RISK' })).toMatchObject({ atRisk: true, breached: null })
  expect(of({ clock: 'LATE' })).toMatchObject({ atRisk: null, breached: true })
  expect(of({ waiting: true }).statuses).toHaveLength(4)
  expect(of({ before: '2026-11-23T04:05:06.000Z' })).toMatchObject({ openedFrom: null, openedBefore: '2026-11-23T04:05:06.000Z' })
})
