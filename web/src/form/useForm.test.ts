import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { TicketResolveDocument } from '@/api/generated/operations'
import { forget, refreshViewer, signOut } from '@/session/session'
import { done, fakeDesk, refusedAt, VIEWER } from '@/testing/desk'
import { mounted } from '@/testing/mounted'
import FormDialog from './FormDialog.vue'
import type { Act } from '@/api/act'
import type { Field, Values } from './fields'

const FIELDS: Field[] = [{ name: 'resolution', label: 'Penyelesaian', kind: 'text' }]
const send = (act: Act, values: Values) =>
  act(TicketResolveDocument, (requestId) => ({ input: { ticket: 't', seen: 1, resolution: String(values.resolution), cause: 'POWER' as const, requestId } }), (it) => it.outcome)

const open = (record = 't') => mounted(FormDialog, { title: 'Selesaikan', fields: FIELDS, send, record })
type Page = ReturnType<typeof open>
const area = (page: Page) => page.get('textarea').element.value
const press = async (page: Page, name: string) => {
  await page.findAll('button').find((it) => it.text() === name)?.trigger('click')
  await flushPromises()
}

beforeEach(async () => {
  sessionStorage.clear()
  fakeDesk({})
  await refreshViewer()
})
afterEach(() => vi.unstubAllGlobals())

it('keeps what was typed when the dialog goes, for the same record only', async () => {
  const page = open()
  await page.get('textarea').setValue('Kabel diganti')
  page.unmount()
  expect(area(open('other'))).toBe('')
  const again = open()
  expect(area(again)).toBe('Kabel diganti')
  expect(again.text()).toContain('Isian ini belum terkirim.')
  await press(again, 'Mulai dari awal')
  expect(area(again)).toBe('')
  expect(area(open())).toBe('')
})

it('finds it again after the session ended, and nobody else does', async () => {
  const page = open()
  await page.get('textarea').setValue('Kabel diganti')
  page.unmount()
  forget()
  fakeDesk({ Viewer: () => ({ viewer: { ...VIEWER, person: { ...VIEWER.person, id: 'you' } } }) })
  // On a computer of one's own; on a shared one it is gone when somebody else comes.
  localStorage.setItem('shared', 'no')
  await refreshViewer()
  expect(area(open())).toBe('')
})

it('is the person’s after the session ended by itself', async () => {
  const page = open()
  await page.get('textarea').setValue('Kabel diganti')
  page.unmount()
  forget()
  await refreshViewer()
  expect(area(open())).toBe('Kabel diganti')
})

it('leaves nothing on a shared computer when the person signs out', async () => {
  const page = open()
  await page.get('textarea').setValue('Kabel diganti')
  page.unmount()
  vi.stubGlobal('fetch', () => Promise.resolve({ ok: true, status: 204, headers: new Headers(), json: () => Promise.resolve(null) }))
  await signOut()
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('Kabel diganti')
})

it('asks before it is thrown away, by Esc and by Batal', async () => {
  const page = open()
  await press(page, 'Batal')
  expect(page.emitted('close')).toHaveLength(1)
  await page.get('textarea').setValue('Kabel diganti')
  await page.get('textarea').trigger('keydown', { key: 'Escape' })
  expect(page.emitted('close')).toHaveLength(1)
  expect(page.get('[role=alertdialog]').text()).toContain('Isian belum terkirim.')
  await press(page, 'Lanjut mengisi')
  expect(area(page)).toBe('Kabel diganti')
  await press(page, 'Batal')
  await press(page, 'Simpan draf')
  expect(page.emitted('close')).toHaveLength(2)
  page.unmount()
  const again = open()
  await press(again, 'Batal')
  await press(again, 'Buang')
  expect(again.emitted('close')).toHaveLength(1)
  expect(area(open())).toBe('')
})

it('keeps nothing that was done, and all that was refused', async () => {
  let answer = refusedAt(null, 'Tiket sudah ditutup.')
  fakeDesk({ TicketResolve: () => ({ outcome: answer }) })
  const page = open()
  await page.get('textarea').setValue('Kabel diganti')
  await page.get('form').trigger('submit')
  await flushPromises()
  page.unmount()
  const again = open()
  expect(area(again)).toBe('Kabel diganti')
  answer = done() as never
  await again.get('form').trigger('submit')
  await flushPromises()
  expect(area(open())).toBe('')
})
