import { describe, expect, it } from 'vitest'
import { duration, instantOf } from './format'

const t = (key: string, named: Record<string, unknown>) => `${String(named.n)} ${key.split('.')[1]}`

describe('a duration', () => {
  it.each([
    [0, '0 minutes'],
    [59, '0 minutes'],
    [7_800, '2 hours 10 minutes'],
    [7_200, '2 hours'],
    [93_600, '1 days 2 hours'],
    [86_400 + 59 * 60, '1 days'],
    [-5, '0 minutes'],
  ])('of %i seconds is told in at most two units', (seconds, said) => {
    expect(duration(seconds, t)).toBe(said)
  })
})

it('has room for one unit in narrow places', () => expect(duration(7_800, t, 1)).toBe('2 hours'))

describe('a local time', () => {
  it.each([
    ['2026-07-09T14:30', 'Asia/Makassar', '2026-07-09T06:30:00.000Z'],
    ['2026-07-09T00:10', 'Asia/Jayapura', '2026-07-08T15:10:00.000Z'],
    ['2026-01-01T00:00', 'Asia/Jakarta', '2025-12-31T17:00:00.000Z'],
    ['2026-03-29T12:00', 'Europe/Amsterdam', '2026-03-29T10:00:00.000Z'],
  ])('%s in %s is an instant', (local, zone, instant) => {
    expect(instantOf(local, zone).toISOString()).toBe(instant)
  })
})
