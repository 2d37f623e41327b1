import { expect, it } from 'vitest'
import { fromQuery, toQuery, listQuery } from './filter'
import { viewsFor } from './views'

const viewer = { handles: true, coordinator: true, serves: [{}], teams: [] } as unknown as Parameters<typeof viewsFor>[0]

function view(name: string) {
  const found = viewsFor(viewer).find((it) => it.name === name)
  if (!found) throw new Error(name)
  return found
}

it('the address keeps a filter whole', () => {
  const filter = { text: 'printer rusak', unit: 'unit:1', priority: 'HIGH', order: 'OLDEST', team: 'team:2', tag: 'perangkat lama', queue: 'unit:3', assigned: 'no' } as const
  expect(fromQuery(toQuery(filter, view('ALL')), view('ALL'))).toEqual(filter)
})

it('what is not in the address, or not known, narrows nothing', () => {
  const filter = fromQuery({ prioritas: 'NONSENSE', urut: 'x', petugas: 'maybe' }, view('ALL'))
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
