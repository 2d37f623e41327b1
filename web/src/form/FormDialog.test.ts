import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { TicketResolveDocument } from '@/api/generated/operations'
import { done, fakeDesk, refusedAt } from '@/testing/desk'
import { mounted } from '@/testing/mounted'
import { list, typed, type Field, type Values } from './fields'
import FormDialog from './FormDialog.vue'
import type { Act } from '@/api/act'

afterEach(() => vi.unstubAllGlobals())

const FIELDS: Field[] = [
  { name: 'resolution', label: 'Penyelesaian', kind: 'text' },
  { name: 'cause', label: 'Penyebab', kind: 'choice', choices: [{ value: 'POWER', label: 'Listrik' }] },
  { name: 'steps', label: 'Langkah', kind: 'list', optional: true },
  { name: 'place', label: 'Tempat', kind: 'line', limits: { maxlength: 20 } },
]
const send = (act: Act, values: Values) => {
  const input = { ticket: 't', seen: 1, resolution: typed(values, 'resolution'), cause: 'POWER' as const }
  return act(TicketResolveDocument, (requestId) => ({ input: { ...input, requestId } }), (it) => it.outcome)
}

async function dialog(answer: () => unknown) {
  const desk = fakeDesk({ TicketResolve: () => ({ outcome: answer() }) })
  const page = mounted(FormDialog, { title: 'Selesaikan', fields: FIELDS, start: { steps: ['satu', 'dua'] }, send })
  await page.get('textarea').setValue('Sudah diganti')
  return { desk, page, submit: async () => (await page.get('form').trigger('submit'), flushPromises()) }
}

it('says under the field what was refused there, and keeps what was typed', async () => {
  const { page, submit } = await dialog(() => refusedAt('resolution', 'Terlalu singkat.'))
  await submit()
  const area = page.get('textarea')
  expect(area.element.value).toBe('Sudah diganti')
  expect(area.attributes('aria-invalid')).toBe('true')
  expect(page.get(`#${area.attributes('aria-describedby')}`).text()).toBe('Terlalu singkat.')
  expect(page.emitted('refused')).toHaveLength(1)
  expect(page.emitted('close')).toBeUndefined()
})

it('says above the buttons what belongs to no field', async () => {
  const { page, submit } = await dialog(() => refusedAt(null, 'Tiket sudah ditutup.'))
  await submit()
  expect(page.text()).toContain('Tiket sudah ditutup.')
  expect(page.findAll('[aria-invalid="true"]')).toHaveLength(0)
})

it('goes when it was done, with what was typed', async () => {
  const { desk, page, submit } = await dialog(() => done())
  await submit()
  expect(desk.inputs('TicketResolve')[0]).toMatchObject({ resolution: 'Sudah diganti' })
  expect(page.emitted('done')?.[0]?.[1]).toMatchObject({ resolution: 'Sudah diganti', steps: ['satu', 'dua'] })
  expect(page.emitted('close')).toHaveLength(1)
})

it('holds a field to what it is described with', async () => {
  const { page } = await dialog(() => done())
  const [resolution, steps] = page.findAll('textarea')
  expect(resolution?.attributes('required')).toBeDefined()
  expect(steps?.attributes('required')).toBeUndefined()
  expect(steps?.element.value).toBe('satu\ndua')
  expect(page.get('select').attributes('required')).toBeDefined()
  expect(page.get('input[type=text]').attributes('maxlength')).toBe('20')
  expect(list({ steps: ' satu\n\ndua ' }, 'steps')).toEqual(['satu', 'dua'])
})
