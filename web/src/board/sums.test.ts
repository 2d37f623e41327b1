import { expect, it } from 'vitest'
import { ages, sums, type Numbers } from './sums'

const queue: Numbers = { active: 10, unassigned: 2, waiting: 1, urgent: 3, atRisk: 2, late: 1, olderThanDay: 7, olderThanWeek: 4, olderThanMonth: 1 }

it('every ticket has exactly one age', () => {
  expect(ages(queue)).toEqual([3, 3, 3, 1])
  expect(ages(queue).reduce((a, b) => a + b)).toBe(queue.active)
})

it('adds queues up', () => {
  expect(sums([queue, queue])).toMatchObject({ active: 20, urgent: 6, olderThanMonth: 2 })
  expect(sums([])).toMatchObject({ active: 0 })
})
