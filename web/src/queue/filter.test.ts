import { expect, it } from 'vitest'
import { fromQuery, toQuery, wanted } from './filter'
import { viewsFor } from './views'

it('the address keeps a filter whole', () => {
  const filter = { text: 'printer rusak', unit: 'unit:1', priority: 'HIGH', order: 'OLDEST', team: 'team:2', queue: 'unit:3', assigned: 'no' } as const
  expect(fromQuery(toQuery(filter))).toEqual(filter)
})

it('what is not in the address, or not known, narrows nothing', () => {
  const filter = fromQuery({ prioritas: 'NONSENSE', urut: 'x', petugas: 'maybe' })
  expect(toQuery(filter)).toEqual({})
})

it('the unit of a queue is the one that works, elsewhere the one that reported', () => {
  const viewer = { handles: true, coordinator: true, serves: [{}], teams: [] } as unknown as Parameters<typeof viewsFor>[0]
  const views = viewsFor(viewer)
  const filter = { ...fromQuery({}), unit: 'unit:1' }
  const of = (name: string) => {
    const view = views.find((it) => it.name === name)
    if (!view) throw new Error(name)
    return wanted(view, filter).filter
  }
  expect(of('UNIT_QUEUE')).toMatchObject({ queueUnits: ['unit:1'], units: [] })
  expect(of('ACTIVE')).toMatchObject({ queueUnits: [], units: ['unit:1'] })
})
