import { expect, it } from 'vitest'
import { nothingWanted, wantedInput } from './wanted'

it('sends no reason that nobody chose', () => {
  expect(wantedInput({ ...nothingWanted(), diagnosis: 'Tidak menyala' })).toBeNull()
})

it('sends the reason that was chosen', () => {
  const wanted = { ...nothingWanted(), reason: 'CROSS_UNIT' as const }
  expect(wantedInput(wanted)).toEqual(wanted)
})
