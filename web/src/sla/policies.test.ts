import { expect, it } from 'vitest'
import { moved, targetText, toInput, newPolicy } from './policies'

it('moves a policy a place, and none over the edge', () => {
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
})

it('tells a target in the largest whole unit', () => {
  const t = (key: string, { n }: Record<string, unknown>) => `${key} ${String(n)}`
  expect(targetText({ value: 240, unit: 'WORKING_MINUTES' }, t)).toBe('sla.workingHours 4')
  expect(targetText({ value: 90, unit: 'WORKING_MINUTES' }, t)).toBe('sla.workingMinutes 90')
  expect(targetText({ value: 4320, unit: 'CALENDAR_MINUTES' }, t)).toBe('sla.calendarDays 3')
  expect(targetText({ value: 3, unit: 'BUSINESS_DAYS' }, t)).toBe('sla.businessDays 3')
})

it('writes a target out as the desk takes it', () => {
  const promise = { clock: 'TIER1', calendar: 'SERVICE', withoutOnCall: null, warnings: [], onBreach: [], breachActions: [] } as const
  const policy = { ...newPolicy(), targets: [{ ...promise, target: { value: 60, unit: 'WORKING_MINUTES' as const }, warnings: [], onBreach: [], breachActions: [] }] }
  expect(toInput({ policies: [policy], legalDeadlines: [] }).policies[0]).toMatchObject({ targets: [{ clock: 'TIER1', value: 60, unit: 'WORKING_MINUTES' }] })
})
