import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { fakeDesk, refusedAt } from '@/testing/desk'
import { mounted } from '@/testing/mounted'
import TokenList from './TokenList.vue'

afterEach(() => vi.unstubAllGlobals())

it.each(['name', 'days', 'scopes'])('says what was refused of a token at its %s', async (field) => {
  fakeDesk({ TokenMake: () => ({ tokenMake: { secret: null, ...refusedAt(field, 'Tidak dapat.') } }) })
  const page = mounted(TokenList, { tokens: [], mostDays: 90 })
  await page.get('form').trigger('submit')
  await flushPromises()
  expect(page.text()).toContain('Tidak dapat.')
})
