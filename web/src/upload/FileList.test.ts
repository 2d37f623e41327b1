import { expect, it, vi } from 'vitest'
import { mounted } from '@/testing/mounted'
import FileList from './FileList.vue'

const file = (id: string, name: string, more: Record<string, unknown> = {}) => ({ id, name, mime: 'image/png', size: 1000, preview: true, message: null, erasedAt: null, ...more })
const files = [file('a', 'satu.png'), file('b', 'surat.pdf', { preview: false, mime: 'application/pdf' }), file('c', 'dua.png'), file('d', 'foto.heic', { preview: false, mime: 'image/heic' })]

it('opens a picture over the page, goes to the others by arrows, and lets it be downloaded', async () => {
  const page = mounted(FileList, { files })
  await page.get('button[aria-label="Lihat satu.png"]').trigger('click')
  // The dialog comes when it is wanted.
  await import('./PictureDialog.vue')
  await vi.waitFor(() => page.get('dialog img'))
  const shown = () => page.get('dialog img').attributes('src')
  expect(shown()).toBe('/files/a/preview')
  await page.get('dialog').trigger('keydown', { key: 'ArrowRight' })
  expect(shown()).toBe('/files/c/preview')
  await page.get('dialog').trigger('keydown', { key: 'ArrowRight' })
  expect(shown()).toBe('/files/a/preview')
  expect(page.get('dialog a[download]').attributes('href')).toBe('/files/a')
  await page.get('dialog').trigger('keydown', { key: 'Escape' })
  expect(page.find('dialog').exists()).toBe(false)
})

it('says what a HEIC photo is good for', () => {
  expect(mounted(FileList, { files }).text()).toContain('Foto HEIC tidak dapat ditampilkan di sini.')
})
