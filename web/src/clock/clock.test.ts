import { describe, expect, it } from 'vitest'
import { faceOf } from './clock'

const NOW = Date.parse('2026-07-09T01:00:00Z')
const clock = { state: 'RUNNING', dueAt: '2026-07-09T03:10:00Z', remainingSeconds: null, atRisk: false, breachedAt: null, outsideControl: false } as const

describe('a clock says', () => {
  it('what is left', () => expect(faceOf(clock, NOW)).toEqual({ tone: 'plain', words: 'left', seconds: 7_800 }))
  it('that it is near', () => expect(faceOf({ ...clock, atRisk: true }, NOW).tone).toBe('warn'))
  it('how late it is', () => expect(faceOf({ ...clock, dueAt: '2026-07-08T23:00:00Z' }, NOW)).toEqual({ tone: 'danger', words: 'late', seconds: 7_200 }))
  it('what is left while it is paused, and no date', () =>
    expect(faceOf({ ...clock, state: 'PAUSED', dueAt: null, remainingSeconds: 10_800 }, NOW)).toEqual({ tone: 'paused', words: 'paused', seconds: 10_800 }))
  it('that it is not in our hands', () =>
    expect(faceOf({ ...clock, state: 'PAUSED', outsideControl: true, remainingSeconds: 60 }, NOW).words).toBe('outside'))
})
