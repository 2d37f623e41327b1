import { expect, it } from 'vitest'
import { newestReturned } from './solutionRequest'

const request = (state: string, openedAt: string, diagnosis: string) => ({ state, openedAt, diagnosis })
const told = (kind: string, text: string) => ({ kind, messages: [{ text, erasedAt: null }] })

it('is the newest request that Tier 2 sent back, with what it asks for', () => {
  const ticket = {
    solutionRequests: [request('WITHDRAWN', '2026-11-28T01:00:00Z', 'lama'), request('RETURNED', '2026-11-30T01:00:00Z', 'baru')],
    timeline: [told('TICKET_RETURNED', 'Pesan galat?'), told('TICKET_REPLIED', 'Baik.'), told('TICKET_RETURNED', 'Alamat IP mana?')],
  }
  expect(newestReturned(ticket as never)).toMatchObject({ request: { diagnosis: 'baru' }, missing: 'Alamat IP mana?' })
})

it('is none once another one was opened, or none was sent back', () => {
  const requests = [request('RETURNED', '2026-11-28T01:00:00Z', 'lama'), request('SOLVED', '2026-11-30T01:00:00Z', 'baru')]
  expect(newestReturned({ solutionRequests: requests, timeline: [] } as never)).toBeNull()
  expect(newestReturned({ solutionRequests: [], timeline: [] })).toBeNull()
})
