import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { forget, refreshViewer } from '@/session/session'
import { done, fakeDesk } from '@/testing/desk'
import { isUnfinished, useBulk } from './bulk'

const rows = ['1', '2', '3'].map((id) => ({ id, number: `TKT-2026-00000${id}`, version: 1 }))

beforeEach(async () => {
  sessionStorage.clear()
  fakeDesk({})
  await refreshViewer()
})
afterEach(() => vi.unstubAllGlobals())

it('goes on after a session that ended in the middle, with the same keys', async () => {
  const first = fakeDesk({ TicketTake: () => ({ outcome: done() }) })
  const reach = fetch
  let sent = 0
  vi.stubGlobal('fetch', (path: string, init: RequestInit) =>
    ++sent > 1 ? Promise.resolve({ ok: false, status: 401, headers: new Headers(), json: () => Promise.resolve({}) }) : reach(path, init),
  )
  await useBulk(() => undefined).begin('TAKE', rows)
  expect(first.inputs('TicketTake')).toHaveLength(1)
  forget()
  const again = fakeDesk({ TicketTake: () => ({ outcome: done() }) })
  await refreshViewer()
  expect(isUnfinished()).toBe(true)
  const bulk = useBulk(() => undefined)
  expect([bulk.results.value.length, bulk.total.value, bulk.finished.value]).toEqual([1, 3, false])
  await bulk.goOn()
  await flushPromises()
  expect(again.inputs('TicketTake').map((it) => it.ticket)).toEqual(['2', '3'])
  expect([bulk.finished.value, isUnfinished()]).toEqual([true, false])
})
