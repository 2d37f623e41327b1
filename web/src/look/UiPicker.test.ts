import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { h, ref } from 'vue'
import { i18n } from '@/words'
import UiPicker from './UiPicker.vue'

const items = [
  { id: '1', name: 'Jaringan' },
  { id: '2', name: 'Printer' },
]

it('goes on with the next field when something was chosen, and back to its own when it is taken back', async () => {
  const chosen = ref<{ id: string } | null>(null)
  const page = mount(
    () =>
      h('form', [
        h('input', { id: 'before' }),
        h(UiPicker as never, { label: 'Layanan', items, name: (it: { name: string }) => it.name, modelValue: chosen.value, 'onUpdate:modelValue': (it: { id: string } | null) => (chosen.value = it) }),
        h('input', { id: 'after' }),
      ]),
    { global: { plugins: [i18n] }, attachTo: document.body },
  )
  const box = page.get('[role=combobox]')
  await box.trigger('focus')
  await box.setValue('prin')
  await box.trigger('keydown', { key: 'Enter' })
  await new Promise((done) => setTimeout(done))
  expect(chosen.value).toMatchObject({ id: '2' })
  expect(document.activeElement?.id).toBe('after')
  await page.get('button').trigger('click')
  await new Promise((done) => setTimeout(done))
  expect(document.activeElement?.getAttribute('role')).toBe('combobox')
})
