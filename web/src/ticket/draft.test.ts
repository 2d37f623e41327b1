import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { refreshViewer } from '@/session/session'
import { fakeDesk } from '@/testing/desk'
import { useDraft } from './draft'

interface Kept {
  kind: 'REPLY' | 'NOTE'
  text: string
  savedAt: string
}

/** A desk as drafts see it: what another window has not seen is not written over. */
function desk(start: { text: string; savedAt: string } | null = null) {
  let kept = start
  let hour = 8
  const asked = fakeDesk({
    DraftSave: ({ input }) => {
      const { text, seen } = input as { text: string; seen: string | null }
      if (kept && kept.savedAt !== seen && kept.text !== text) return { saved: { savedAt: null, kept, userErrors: [{ code: 'STALE_DRAFT', message: 'Berubah.', field: null, changes: null }] } }
      kept = text.trim() ? { text, savedAt: `2026-11-30T${String(++hour).padStart(2, '0')}:00:00Z` } : null
      return { saved: { savedAt: kept?.savedAt ?? null, kept: null, userErrors: [] } }
    },
  })
  return { asked, text: () => kept?.text ?? null }
}
let made = 0
function window(ticket: string, kept: Kept[] = []) {
  const scope = effectScope()
  const draft = scope.run(() => useDraft(ticket, kept))
  if (!draft) throw new Error('a scope that is ended runs nothing')
  return { draft, close: () => scope.stop() }
}
const save = async () => {
  await vi.advanceTimersByTimeAsync(1500)
  await flushPromises()
}
/** Another window of the browser has a storage of its own. */
const elsewhere = () => sessionStorage.clear()

beforeEach(async () => {
  fakeDesk({})
  await refreshViewer()
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('does not write over what another window has saved, and offers both', async () => {
  const ticket = `t${++made}`
  const it = desk()
  const a = window(ticket).draft
  a.write('REPLY', 'Langkah yang sudah kami coba satu per satu.')
  await save()
  elsewhere()
  const b = window(ticket).draft
  b.write('REPLY', 'x')
  await save()
  expect(it.text()).toBe('Langkah yang sudah kami coba satu per satu.')
  expect(b.other.REPLY?.text).toBe('Langkah yang sudah kami coba satu per satu.')
  b.choose('REPLY', 'both')
  await save()
  expect(it.text()).toBe('Langkah yang sudah kami coba satu per satu.\n\nx')
  expect(b.other.REPLY).toBeNull()
})

it('emptied in one window it is not gone in the other', async () => {
  const ticket = `t${++made}`
  const it = desk({ text: 'Panjang.', savedAt: '2026-11-30T07:00:00Z' })
  const b = window(ticket).draft
  b.write('REPLY', 'x')
  b.write('REPLY', '')
  await save()
  expect(it.text()).toBe('Panjang.')
  b.choose('REPLY', 'theirs')
  expect([b.texts.REPLY, b.seen.REPLY]).toEqual(['Panjang.', '2026-11-30T07:00:00Z'])
})

it('goes on over what it has seen, after a reload, too', async () => {
  const ticket = `t${++made}`
  const it = desk({ text: 'Kami ce', savedAt: '2026-11-30T07:00:00Z' })
  const kept: Kept[] = [{ kind: 'REPLY', text: 'Kami ce', savedAt: '2026-11-30T07:00:00Z' }]
  const first = window(ticket, kept)
  first.draft.write('REPLY', 'Kami cek')
  first.draft.write('REPLY', 'Kami cek sekarang')
  await save()
  expect(it.text()).toBe('Kami cek sekarang')
  first.draft.write('REPLY', 'Kami cek sekarang juga')
  const again = window(ticket, kept)
  expect(again.draft.texts.REPLY).toBe('Kami cek sekarang juga')
  await save()
  expect(it.text()).toBe('Kami cek sekarang juga')
  expect([first.draft.other.REPLY, again.draft.other.REPLY]).toEqual([null, null])
})
