import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, reactive } from 'vue'
import { whoIsThere } from '@/session/session'
import { done, fakeDesk, refusedAt } from '@/testing/desk'
import { useReply, type ReplyTicket } from './useReply'

vi.mock('@/api/live', () => ({ useSubscription: () => undefined, useHints: () => undefined, hangUp: () => undefined }))

const entry = (seq: number, who: string) => ({ seq, at: '2026-11-20T08:00:00Z', source: null, actor: { id: who, name: who }, messages: [{ id: `${seq}`, text: 'x' }] })
let made = 0

/** A ticket with one word of its requester; each has drafts of its own. */
function ticket(more: Partial<ReplyTicket> = {}) {
  return reactive({ id: `t${++made}`, viewerCan: ['REPLY', 'NOTE'], viewerSupervises: false, drafts: [], timeline: [entry(1, 'citizen')], ...more }) as unknown as ReplyTicket
}
function begin(it: ReplyTicket, refresh: () => Promise<void> = () => Promise.resolve()) {
  const reply = effectScope().run(() => useReply(() => it, refresh))
  if (!reply) throw new Error('a scope that is ended runs nothing')
  return reply
}

const answers = { DraftSave: () => ({ saved: { savedAt: '2026-11-20T08:01:00Z', userErrors: [] } }) }

beforeEach(async () => {
  fakeDesk(answers)
  await whoIsThere()
})
afterEach(() => vi.unstubAllGlobals())

it('shows what came meanwhile before it sends', async () => {
  const desk = fakeDesk({ ...answers, TicketReply: () => ({ outcome: done({ followUp: false }) }) })
  const it = ticket()
  const reply = begin(it, () => {
    it.timeline = [entry(1, 'citizen'), entry(2, 'citizen')] as never
    return Promise.resolve()
  })
  reply.text.value = 'Kami periksa.'
  await flushPromises()
  expect(await reply.send()).toBeNull()
  expect(reply.arrived.value.map(({ seq }) => seq)).toEqual([2])
  expect(desk.inputs('TicketReply')).toEqual([])
  expect(await reply.send()).toEqual({ followUp: null })
  expect(desk.inputs('TicketReply')[0]).toMatchObject({ text: 'Kami periksa.' })
})

it('keeps what was refused, and empties what was sent', async () => {
  let answer: unknown = { ...refusedAt(null, 'Terlalu panjang.'), followUp: false }
  fakeDesk({ ...answers, TicketReply: () => ({ outcome: answer }) })
  const reply = begin(ticket())
  reply.open.value = true
  reply.text.value = 'Sudah.'
  expect(await reply.send()).toBeNull()
  expect([reply.text.value, reply.refusals.value[0]?.message]).toEqual(['Sudah.', 'Terlalu panjang.'])
  answer = done({ followUp: false })
  expect(await reply.send()).toEqual({ followUp: null })
  expect([reply.text.value, reply.open.value]).toEqual(['', false])
})

it('tells of the ticket that was opened because the old one had ended too long ago', async () => {
  fakeDesk({ ...answers, TicketReply: () => ({ outcome: done({ followUp: true, ticket: { id: 'n', number: 'TKT-2026-000009', version: 1 } }) }) })
  const reply = begin(ticket())
  reply.text.value = 'Rusak lagi.'
  expect(await reply.send()).toMatchObject({ followUp: { number: 'TKT-2026-000009' } })
})

it('is a note where nobody may reply, and one of supervision if so chosen', async () => {
  const desk = fakeDesk({ ...answers, TicketNote: () => ({ outcome: done() }), TicketSupervise: () => ({ outcome: done() }) })
  const reply = begin(ticket({ viewerCan: ['NOTE'], viewerSupervises: true }))
  expect(reply.mode.value).toBe('NOTE')
  reply.text.value = 'Perhatikan tenggatnya.'
  reply.supervision.value = true
  await reply.send()
  expect([desk.inputs('TicketNote').length, desk.inputs('TicketSupervise').length]).toEqual([0, 1])
  expect(reply.supervision.value).toBe(false)
})

it('sends nothing where nothing is written', async () => {
  const reply = begin(ticket())
  reply.text.value = '   '
  expect(await reply.send()).toBeNull()
  expect(reply.isEmpty.value).toBe(true)
})

/** A file that the desk refused, or that is there. */
const file = (key: string, more: Record<string, unknown>) => ({ key, name: key, size: 1, picture: null, progress: 1, id: null, refusal: null, again: false, settled: Promise.resolve(), ...more })

it('says that a file was refused before it sends without it, and keeps saying why', async () => {
  const desk = fakeDesk({ ...answers, TicketReply: () => ({ outcome: done({ followUp: false }) }) })
  const reply = begin(ticket())
  reply.text.value = 'Terlampir.'
  reply.uploads.list.push(file('film.mov', { refusal: 'Jenis berkas ini tidak diterima.' }) as never, file('foto.jpg', { id: 'f1' }) as never)
  expect(await reply.send()).toBeNull()
  expect([desk.inputs('TicketReply'), reply.withoutFiles.value]).toEqual([[], true])
  expect(await reply.send()).toEqual({ followUp: null })
  expect(desk.inputs('TicketReply')[0]).toMatchObject({ files: ['f1'] })
  expect(reply.uploads.list.map(({ name }) => name)).toEqual(['film.mov'])
  expect(reply.open.value).toBe(true)
})

it('sends no empty reply for a file that was refused', () => {
  const reply = begin(ticket())
  reply.uploads.list.push(file('film.mov', { refusal: 'Jenis berkas ini tidak diterima.' }) as never)
  expect(reply.isEmpty.value).toBe(true)
})
