import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { whoIsThere } from '@/session/session'
import { fakeDesk } from '@/testing/desk'
import { mounted } from '@/testing/mounted'
import { needWords } from '@/words'
import RecordDialog from './RecordDialog.vue'

const lists = { Units: () => ({ units: [] }), Services: () => ({ services: [] }) }

beforeEach(async () => {
  fakeDesk(lists)
  await Promise.all([whoIsThere(), needWords('staff')])
})
afterEach(() => vi.unstubAllGlobals())

it.each([
  ['Simpan & eskalasi', 'Alasan eskalasi'],
  ['Simpan & selesaikan', 'Penyebab'],
])('%s sends nothing while nothing is chosen under %s', async (button, label) => {
  const desk = fakeDesk(lists)
  const page = mounted(RecordDialog)
  const press = async (name: string) => (await page.findAll('button').find((it) => it.text() === name)?.trigger('click'), flushPromises())
  const field = (name: string) => page.get(`#${page.findAll('label').find((it) => it.text().startsWith(name))?.attributes('for')}`)
  await press('Orang baru')
  await field('Nama').setValue('Bapak Tua')
  await field('Telepon').setValue('0812')
  await field('Apa masalahnya').setValue('KTP belum jadi')
  await press(button)
  await press(button)
  expect(desk.inputs('TicketRecord')).toEqual([])
  const choice = field(label)
  expect(choice.attributes('aria-invalid')).toBe('true')
  expect(page.get(`#${choice.attributes('aria-describedby')}`).text()).toBe('Wajib diisi.')
})
