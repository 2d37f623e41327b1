import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { fakeDesk } from '@/testing/desk'
import { useTicketList, type ListQuery } from './list'

afterEach(() => vi.unstubAllGlobals())

it('a row is marked when anybody else did something, a word of the requester too', async () => {
  let rows = [1, 2, 3, 4].map((n) => ({ id: `ticket:${n}`, number: `TKT-${n}`, version: 1, lastActivityAt: '2026-11-30T01:00:00Z' }))
  fakeDesk({ TicketList: () => ({ tickets: { nodes: rows, pageInfo: { hasNextPage: false, endCursor: null } } }) })
  const scope = effectScope()
  const list = scope.run(() => useTicketList(() => ({ view: 'ALL' }) as ListQuery, () => 'TKT-3'))
  if (!list) throw new Error('no list')
  await flushPromises()
  await list.refresh()
  expect([...list.fresh]).toEqual([])
  // A reply moves no version; a command does; the ticket that is open, and what was done here, need no mark.
  const later = '2026-11-30T02:00:00Z'
  rows = rows.map((row, index) => (index === 1 ? { ...row, version: 2, lastActivityAt: later } : { ...row, lastActivityAt: later }))
  list.did(['ticket:4'])
  await list.refresh()
  expect([...list.fresh].sort()).toEqual(['ticket:1', 'ticket:2'])
  await list.refresh()
  expect([...list.fresh].sort()).toEqual(['ticket:1', 'ticket:2'])
  // What was done here and already marked, because the hint was faster than the answer, is marked no more.
  list.did(['ticket:2'])
  expect([...list.fresh]).toEqual(['ticket:1'])
  scope.stop()
})
