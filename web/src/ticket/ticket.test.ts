import { describe, expect, it } from 'vitest'
import { TicketVerb } from '@/api/generated/enums'
import { FORMS } from './act/forms'
import { offers } from './act/verbs'
import { toldKey } from './told'

describe('what a requester is told', () => {
  it('is that it was passed on, until Tier 2 has accepted it', () => {
    expect(toldKey({ status: 'IN_PROGRESS', tier: 2, labels: ['ESCALATED'] })).toBe('PASSED_ON')
    expect(toldKey({ status: 'IN_PROGRESS', tier: 2, labels: ['ACCEPTED_BY_TIER2'] })).toBe('IN_PROGRESS')
    expect(toldKey({ status: 'WAITING_REQUESTER', tier: 2, labels: [] })).toBe('WAITING_REQUESTER')
  })
})

describe('what is offered first', () => {
  const verbs = (viewerCan: TicketVerb[], assignee: string | null = null) =>
    offers({ viewerCan, assignee: assignee ? { id: assignee } : null, kind: 'INCIDENT', service: { id: 's' } }, 'me').shown.map(({ verb }) => verb)

  it('is to take what nobody has', () => {
    expect(verbs(['RESOLVE', 'TAKE', 'ASK', 'MERGE'])).toEqual(['TAKE', 'RESOLVE', 'ASK'])
  })

  it('is never to take it over from somebody', () => {
    expect(verbs(['TAKE', 'RESOLVE'], 'somebody')).toEqual(['RESOLVE'])
  })

  it('is to accept, which is also to take', () => {
    expect(verbs(['TAKE', 'ACCEPT', 'RETURN'])).toEqual(['ACCEPT', 'RETURN'])
  })

  it('is to choose kind and service where they are not known', () => {
    const { shown } = offers({ viewerCan: ['TAKE', 'RECLASSIFY'], assignee: null, kind: null, service: null }, 'me')
    expect(shown.map(({ verb }) => verb)).toEqual(['RECLASSIFY', 'TAKE'])
  })

  it('is nothing where nothing is allowed', () => {
    expect(offers({ viewerCan: [], assignee: null, kind: null, service: null }, 'me')).toEqual({ shown: [], more: [] })
  })
})

it('every verb that is offered has a form', () => {
  const own = ['ESCALATE', 'COMPLETE_REQUEST', 'HOLD', 'RECLASSIFY', 'REDACT', 'COMPLETE_FILE', 'TAG', 'ASK_EXCEPTION', 'DECIDE_EXCEPTION']
  const offered = offers({ viewerCan: [...TicketVerb], assignee: null, kind: null, service: null }, 'me')
  const without = [...offered.shown, ...offered.more].map(({ verb }) => verb).filter((verb) => !FORMS[verb] && !own.includes(verb))
  expect(without).toEqual([])
})
