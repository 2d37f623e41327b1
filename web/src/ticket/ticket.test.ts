import { describe, expect, it } from 'vitest'
import { TicketVerb } from '@/api/generated/enums'
import { ACTS, offers } from './act/acts'
import { requesterStatus } from './requesterStatus'

describe('what a requester is told', () => {
  it('is that it was passed on, until Tier 2 has accepted it', () => {
    expect(requesterStatus({ status: 'IN_PROGRESS', tier: 2, labels: ['ESCALATED'] })).toBe('PASSED_ON')
    expect(requesterStatus({ status: 'IN_PROGRESS', tier: 2, labels: ['ACCEPTED_BY_TIER2'] })).toBe('IN_PROGRESS')
    expect(requesterStatus({ status: 'WAITING_REQUESTER', tier: 2, labels: [] })).toBe('WAITING_REQUESTER')
  })
})

type Situation = Parameters<typeof offers>[0]
const situation = (it: Partial<Situation>): Situation => ({ viewerCan: [], viewerFollows: false, assignee: null, kind: null, service: null, requester: null, ...it })

describe('what is offered first', () => {
  const verbs = (viewerCan: TicketVerb[], assignee: string | null = null) =>
    offers(situation({ viewerCan, assignee: assignee ? { id: assignee, name: assignee } : null, kind: 'INCIDENT', service: { id: 's' } as never }), 'me').shown.map(({ verb }) => verb)

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
    const { shown } = offers(situation({ viewerCan: ['TAKE', 'RECLASSIFY'] }), 'me')
    expect(shown.map(({ verb }) => verb)).toEqual(['RECLASSIFY', 'TAKE'])
  })

  it('is nothing where nothing is allowed', () => {
    expect(offers(situation({}), 'me')).toEqual({ shown: [], more: [] })
  })
})

describe('each act', () => {
  it('is done in one way', () => {
    for (const { name, form, dialog, run } of ACTS) expect([name, [form, dialog, run].filter(Boolean).length]).toEqual([name, 1])
  })

  it('has a place and a key of its own', () => {
    const places = ACTS.map(({ order }) => order)
    const keys = ACTS.flatMap(({ key }) => key ?? [])
    expect([new Set(places).size, new Set(keys).size]).toEqual([places.length, keys.length])
  })

  it('is there once for each verb of the desk, but for those that have a place of their own or none in the portal', () => {
    const elsewhere = ['OPEN', 'RECORD', 'REPLY', 'NOTE', 'ATTACH', 'RATE', 'START_LEGAL', 'END_LEGAL']
    const named = ACTS.flatMap(({ verb }) => verb ?? [])
    expect(new Set(named).size).toBe(named.length)
    expect(TicketVerb.filter((verb) => !named.includes(verb) && !elsewhere.includes(verb))).toEqual([])
  })
})
