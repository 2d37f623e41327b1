import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { toasts } from '@/look/toast'
import { whoIsThere } from '@/session/session'
import { done, fakeDesk, refusedAt } from '@/testing/desk'
import { mounted } from '@/testing/mounted'
import { needWords } from '@/words'
import ActBar from './ActBar.vue'

const after = { id: 't', number: 'TKT-2026-000001', version: 2 }
const ticket = (viewerCan: string[]) => ({ id: 't', version: 1, viewerCan, viewerFollows: false, assignee: null, kind: 'INCIDENT', service: { id: 's' }, requester: null })

beforeEach(async () => {
  fakeDesk({})
  await Promise.all([whoIsThere(), needWords('staff')])
  toasts.splice(0)
})
afterEach(() => vi.unstubAllGlobals())

it('does at once what needs no form, and offers to take it back', async () => {
  const desk = fakeDesk({ TicketTake: () => ({ outcome: done({ ticket: after }) }), TicketRelease: () => ({ outcome: done({ ticket: after }) }) })
  const page = mounted(ActBar, { ticket: ticket(['TAKE', 'RESOLVE']) })
  await page.get('button').trigger('click')
  await flushPromises()
  expect(desk.inputs('TicketTake')[0]).toMatchObject({ ticket: 't', seen: 1 })
  expect(page.emitted('done')).toHaveLength(1)
  expect(toasts[0]?.text).toBe('TKT-2026-000001 Anda ambil.')
  toasts[0]?.action?.run()
  await flushPromises()
  expect(desk.inputs('TicketRelease')[0]).toMatchObject({ ticket: 't', seen: 2 })
})

it('asks first for what an act needs, and says that the ticket has moved on', async () => {
  const desk = fakeDesk({ TicketResolve: () => ({ outcome: refusedAt(null, 'Tiket berubah.', 'STALE') }) })
  const page = mounted(ActBar, { ticket: ticket(['RESOLVE']) })
  await page.get('button').trigger('click')
  const [resolution] = page.findAll('textarea')
  await resolution?.setValue('Diganti.')
  await page.get('select').setValue('POWER')
  await page.get('form').trigger('submit')
  await flushPromises()
  expect(desk.inputs('TicketResolve')[0]).toMatchObject({ seen: 1, resolution: 'Diganti.', cause: 'POWER' })
  expect(page.emitted('stale')).toHaveLength(1)
  expect(resolution?.element.value).toBe('Diganti.')
})

it('begins by name only what is allowed', async () => {
  const desk = fakeDesk({})
  const page = mounted(ActBar, { ticket: ticket(['RESOLVE']) })
  ;(page.vm as unknown as { begin: (name: string) => void }).begin('TAKE')
  await flushPromises()
  expect(desk.asked).toEqual([])
})
