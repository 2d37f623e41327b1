import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { whoIsThere } from '@/session/session'
import { done, fakeDesk } from '@/testing/desk'
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

it('is saved by Ctrl Enter from any field, once enough is known', async () => {
  const desk = fakeDesk({ ...lists, TicketRecord: () => ({ outcome: { ticket: null, userErrors: [] } }) })
  const page = mounted(RecordDialog)
  const field = (name: string) => page.get(`#${page.findAll('label').find((it) => it.text().startsWith(name))?.attributes('for')}`)
  await page.findAll('button').find((it) => it.text() === 'Orang baru')?.trigger('click')
  await flushPromises()
  await field('Nama').setValue('Bapak Tua')
  await field('Apa masalahnya').setValue('KTP belum jadi')
  await field('Apa masalahnya').trigger('keydown', { key: 'Enter', ctrlKey: true })
  await flushPromises()
  expect(desk.inputs('TicketRecord')).toEqual([])
  await field('Telepon').setValue('0812')
  await field('Apa masalahnya').trigger('keydown', { key: 'Enter', ctrlKey: true })
  await flushPromises()
  expect(desk.inputs('TicketRecord')).toHaveLength(1)
})

it.each([
  ['Ini Ibu Ani · +62 812••••001', { requester: 'person:ani', newRequester: null }],
  ['Bukan, ini orang lain', { requester: null, newRequester: { name: 'Ani', another: true } }],
])('who has the number of a new caller is offered: %s', async (choice, sent) => {
  const ani = { id: 'person:ani', name: 'Ibu Ani', nip: null, phone: '+62 812••••001', requesterType: 'CITIZEN', active: true, unit: null }
  const known = { ticket: null, userErrors: [{ code: 'KNOWN_PERSON', message: 'Nomor ini milik orang yang sudah tercatat.', field: null, changes: null, people: [ani] }] }
  let asked = 0
  const desk = fakeDesk({ ...lists, TicketRecord: () => ({ outcome: asked++ ? done() : known }) })
  const page = mounted(RecordDialog)
  const press = async (name: string) => (await page.findAll('button').find((it) => it.text() === name)?.trigger('click'), flushPromises())
  const field = (name: string) => page.get(`#${page.findAll('label').find((it) => it.text().startsWith(name))?.attributes('for')}`)
  await press('Orang baru')
  await field('Nama').setValue('Ani')
  await field('Telepon').setValue('0812-7777-001')
  await field('Apa masalahnya').setValue('KTP belum jadi')
  await press('Simpan')
  expect(desk.inputs('TicketRecord')).toMatchObject([{ newRequester: { name: 'Ani', phone: '0812-7777-001', another: false } }])
  await press(choice)
  expect(desk.inputs('TicketRecord')[1]).toMatchObject(sent)
})
