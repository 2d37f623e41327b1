import { expect, it } from 'vitest'
import { emptySolutionRequest, solutionRequestInput } from './solutionRequest'

it('sends no reason that nobody chose', () => {
  expect(solutionRequestInput({ ...emptySolutionRequest(), diagnosis: 'Tidak menyala' })).toBeNull()
})

it('sends the reason that was chosen', () => {
  const wanted = { ...emptySolutionRequest(), reason: 'CROSS_UNIT' as const }
  expect(solutionRequestInput(wanted)).toEqual(wanted)
})
