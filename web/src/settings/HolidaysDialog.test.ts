import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { whoIsThere } from '@/session/session'
import { fakeDesk } from '@/testing/desk'
import { mounted } from '@/testing/mounted'
import { needWords } from '@/words'
import HolidaysDialog from './HolidaysDialog.vue'

const clocks = { clocks: 0, moved: 0, late: 0, most: [] }
const would = (added: number, leftOut: string[] = []) => ({ holidaysImportPreview: { added, changed: 0, unchanged: 0, leftOut, clocks } })

/** What the desk says of each file. */
const said: Record<string, () => unknown> = {
  good: () => would(7),
  feed: () => would(3, ['baris 12, “Tahunan”: Ini berulang menurut aturan.']),
}

beforeEach(async () => {
  fakeDesk({})
  await Promise.all([whoIsThere(), needWords('staff'), needWords('settings'), needWords('sla')])
  fakeDesk({
    HolidaysImportPreview: ({ input }) => {
      const { text } = input as { text: string }
      return said[text]?.()
    },
  })
  const desk = globalThis.fetch
  vi.stubGlobal('fetch', (path: string, init: { body: string }) => {
    if (!init.body.includes('"text":"bad"')) return desk(path, init as RequestInit)
    const errors = [{ message: 'Ada 2 kesalahan.\nbaris 3: “besok” bukan tanggal.\nbaris 4: x', extensions: { code: 'BAD_USER_INPUT' } }]
    return Promise.resolve({ ok: true, status: 200, headers: new Headers(), json: () => Promise.resolve({ errors }) })
  })
})
afterEach(() => vi.unstubAllGlobals())

async function chosen(page: ReturnType<typeof mounted>, text: string) {
  const field = page.get('#holidays-file')
  Object.defineProperty(field.element, 'files', { configurable: true, value: [{ text: () => Promise.resolve(text) }] })
  await field.trigger('change')
  await flushPromises()
}

it('says line by line what is wrong, and shows nothing of an earlier file', async () => {
  const page = mounted(HolidaysDialog)
  await chosen(page, 'good')
  expect(page.text()).toContain('7 ditambah')
  await chosen(page, 'bad')
  expect(page.text()).toContain('baris 3: “besok” bukan tanggal.')
  expect(page.text()).toContain('baris 4')
  expect(page.text()).not.toContain('7 ditambah')
  await chosen(page, 'feed')
  expect(page.text()).toContain('3 ditambah')
  expect(page.text()).toContain('“Tahunan”')
  expect(page.text()).not.toContain('baris 3')
  page.unmount()
})

it('takes the second of two files, whichever was read first', async () => {
  const page = mounted(HolidaysDialog)
  const field = page.get('#holidays-file')
  let first: (text: string) => void = () => undefined
  Object.defineProperty(field.element, 'files', { configurable: true, value: [{ text: () => new Promise<string>((done) => (first = done)) }] })
  await field.trigger('change')
  await chosen(page, 'good')
  first('bad')
  await flushPromises()
  expect(page.text()).toContain('7 ditambah')
  page.unmount()
})
