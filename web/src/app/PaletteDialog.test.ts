import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { whoIsThere } from '@/session/session'
import { fakeDesk } from '@/testing/desk'
import { mounted } from '@/testing/mounted'
import { needWords } from '@/words'
import PaletteDialog from './PaletteDialog.vue'

beforeEach(async () => {
  fakeDesk({})
  await Promise.all([whoIsThere(), needWords('staff')])
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('looks for a word of two letters as the list does, and for no longer text than the desk takes', async () => {
  const desk = fakeDesk({ FindTickets: () => ({ tickets: { nodes: [] } }) })
  const page = mounted(PaletteDialog)
  const field = page.get('input')
  expect(field.attributes('maxlength')).toBe('400')
  for (const word of ['P', 'PC', 'HP ']) {
    await field.setValue(word)
    await vi.advanceTimersByTimeAsync(300)
    await flushPromises()
  }
  expect(desk.asked.filter((it) => it.name === 'FindTickets').map((it) => it.variables.text)).toEqual(['PC', 'HP'])
  page.unmount()
})
