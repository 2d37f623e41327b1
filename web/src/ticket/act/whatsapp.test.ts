import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { asked } from '@/look/confirm'
import { done, fakeDesk } from '@/testing/desk'
import { needWords } from '@/words'
import { sendByWhatsApp } from './whatsapp'

const ticket = { id: 't', number: 'TKT-2026-000381', title: 'Kabel', requester: { id: 'amir' }, timeline: [] } as never

beforeEach(() => needWords('staff'))
afterEach(() => vi.unstubAllGlobals())

function desk() {
  return fakeDesk({ Unmasked: () => ({ personUnmasked: { phone: '+6281234567890' } }), TicketTell: () => ({ outcome: done() }) })
}

it('notes that somebody was told only when it was sent', async () => {
  const it = desk()
  const page = { opener: {}, location: { href: '' }, close: vi.fn() }
  vi.stubGlobal('open', () => page)
  const no = sendByWhatsApp(ticket)
  await flushPromises()
  expect(page.location.href).toContain('https://wa.me/6281234567890')
  asked.value?.answer(false)
  await no
  expect(it.inputs('TicketTell')).toEqual([])
  const yes = sendByWhatsApp(ticket)
  await flushPromises()
  asked.value?.answer(true)
  await yes
  expect(it.inputs('TicketTell')).toHaveLength(1)
})

it('says that a browser blocked the window, with a link', async () => {
  const it = desk()
  vi.stubGlobal('open', () => null)
  const sending = sendByWhatsApp(ticket)
  await flushPromises()
  expect(asked.value?.text).toContain('memblokir')
  expect(asked.value?.link?.href).toContain('https://wa.me/6281234567890')
  asked.value?.answer(false)
  await sending
  expect(it.inputs('TicketTell')).toEqual([])
})
