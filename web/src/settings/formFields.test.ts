import { expect, it } from 'vitest'
import { formFieldsFrom, formFieldsText } from './formFields'

it('reads the lines that it writes', () => {
  const fields = [
    { key: 'lokasi_titik', label: 'Lokasi titik', fieldType: 'TEXT', required: true, choices: [] },
    { key: 'x1', label: 'Jenis', fieldType: 'CHOICE', required: false, choices: ['Baru', 'Pindah'] },
  ] as const
  const lines = formFieldsText(fields as never)
  expect(lines).toEqual(['Lokasi titik*', 'Jenis | CHOICE | Baru, Pindah'])
  // The key stays: answers that were given are kept under it.
  expect(formFieldsFrom(lines, fields as never)).toEqual(fields)
})
