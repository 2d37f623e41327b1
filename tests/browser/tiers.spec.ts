import type { Page } from '@playwright/test'
import { enter, expect, fillRequired, signIn, test } from './people'

const act = (page: Page, name: string) => page.getByRole('article').getByRole('button', { name, exact: true })
const dialog = (page: Page) => page.getByRole('dialog')

async function open(page: Page, number: string) {
  await page.goto(`/tiket/${number}`)
  await expect(page.getByRole('article', { name: number })).toBeVisible()
}

test('a report goes through both tiers and back, and everybody sees it move without asking', async ({ browser }) => {
  const citizen = await enter(browser, 'citizen')
  await citizen.getByRole('link', { name: 'Laporkan masalah' }).click()
  await citizen.getByText('Ada yang rusak').click()
  await citizen.getByRole('combobox', { name: /Layanan mana/ }).fill('kependudukan')
  await citizen.getByRole('option', { name: /kependudukan/i }).first().click()
  const title = `Aplikasi antrean dukcapil menolak NIK ${Date.now()}`
  await citizen.getByLabel('Masalahnya dalam satu kalimat').fill(title)
  await citizen.getByText('Berhenti', { exact: true }).click()
  await fillRequired(citizen)
  await citizen.getByRole('button', { name: 'Kirim laporan' }).click()
  await expect(citizen.getByText('Laporan Anda kami terima.')).toBeVisible()
  const number = /TKT-\d{4}-\d{6}/.exec(citizen.url())![0]

  const tier1 = await enter(browser, 'tier1')
  const tier2 = await enter(browser, 'applications')
  await open(tier1, number)
  await act(tier1, 'Ambil').click()
  await expect(citizen.getByText('Sedang dikerjakan', { exact: true })).toBeVisible()

  // The four fields: none may be blank, and the desk says which.
  await tier1.keyboard.press('e')
  await dialog(tier1).getByLabel('Alasan eskalasi').selectOption({ label: 'Butuh keahlian' })
  await dialog(tier1).getByLabel('Diagnosis awal').fill('Layanan SIAK menjawab 500 untuk NIK baru.')
  await dialog(tier1).getByLabel('Bantuan yang diminta').fill('Periksa log aplikasi antrean.')
  await dialog(tier1).locator('form').evaluate((it) => it.setAttribute('novalidate', ''))
  await dialog(tier1).getByRole('button', { name: 'Eskalasi ke Tier 2' }).click()
  await expect(dialog(tier1).getByLabel('Langkah yang sudah dilakukan')).toHaveAttribute('aria-invalid', 'true')
  await dialog(tier1).getByLabel('Langkah yang sudah dilakukan').fill('Mulai ulang layanan; ganti peramban.')
  await expect(dialog(tier1).getByRole('region', { name: /Permintaan solusi/ })).toContainText('ganti peramban')
  await dialog(tier1).getByRole('button', { name: 'Eskalasi ke Tier 2' }).click()
  await expect(dialog(tier1)).toBeHidden()

  // Tier 2 has not touched the page since signing in.
  await expect(tier2.getByRole('list', { name: 'Daftar tiket' }).getByText(title)).toBeVisible()
  await expect(citizen.getByText('Diteruskan ke Diskominfo', { exact: true })).toBeVisible()
  await tier2.getByRole('link', { name: title }).click()
  await act(tier2, 'Terima').click()
  await act(tier2, 'Kirim solusi ke Tier 1').click()
  await dialog(tier2).getByLabel('Solusi').fill('Sinkronkan ulang tabel NIK, lalu muat ulang layanan.')
  await dialog(tier2).getByRole('button', { name: 'Kirim solusi ke Tier 1' }).click()

  await expect(tier1.getByText('Solusi dari Tier 2', { exact: true })).toBeVisible()
  await act(tier1, 'Selesaikan').click()
  await dialog(tier1).getByLabel('Penyelesaian').fill('Data NIK sudah disinkronkan. Silakan coba lagi.')
  await dialog(tier1).getByLabel('Penyebab').selectOption({ label: 'Data salah' })
  await dialog(tier1).getByRole('button', { name: 'Selesaikan' }).click()

  await expect(citizen.getByRole('heading', { name: 'Apakah masalah Anda sudah teratasi?' })).toBeVisible()
  await citizen.getByRole('button', { name: 'Sudah teratasi' }).click()
  await citizen.getByRole('radio', { name: /^5/ }).check({ force: true })
  await citizen.getByRole('button', { name: 'Kirim penilaian' }).click()
  await expect(tier1.getByRole('article').getByText('Ditutup', { exact: true })).toBeVisible()
  await expect(citizen.locator('main')).not.toContainText('Sinkronkan ulang tabel NIK')
})

test('a call is noted and solved by keyboard alone', async ({ browser }) => {
  const page = await enter(browser, 'tier1')
  await expect(page.getByRole('list', { name: 'Daftar tiket' })).toBeVisible()
  await page.keyboard.press('c')
  await expect(dialog(page).getByRole('combobox', { name: 'Siapa yang melapor?' })).toBeFocused()
  await page.keyboard.type('alfrets')
  await expect(dialog(page).getByRole('option').first()).toContainText('Alfrets')
  await page.keyboard.press('Enter')
  await dialog(page).getByLabel('Apa masalahnya, dalam satu kalimat?').focus()
  await page.keyboard.type('Lupa cara mencetak ulang KK')
  await dialog(page).getByRole('combobox', { name: 'Layanan' }).focus()
  await page.keyboard.type('kependudukan')
  await page.keyboard.press('Enter')
  await dialog(page).getByRole('button', { name: 'Simpan & selesaikan' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByLabel('Penyelesaian')).toBeFocused()
  await page.keyboard.type('Dipandu lewat telepon.')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Kesalahan p')
  await dialog(page).getByRole('button', { name: 'Simpan & selesaikan' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Selesai (menunggu konfirmasi)').first()).toBeVisible()
  await expect(page.getByText('Dipandu lewat telepon.')).toBeVisible()
})

test('an internal note is never shown to the requester', async ({ browser }) => {
  const staff = await enter(browser, 'twoUnits')
  await staff.goto('/konsol/semua')
  await staff.getByRole('list', { name: 'Daftar tiket' }).getByRole('link').first().click()
  await staff.getByRole('button', { name: 'Catatan internal' }).click()
  await expect(staff.getByText('Tidak pernah terlihat oleh pelapor')).toBeVisible()
  await staff.getByRole('textbox', { name: 'Catatan internal' }).fill('Periksa sakelar di lantai dua dulu.')
  await staff.keyboard.press('Control+Enter')
  const card = staff.getByRole('article').filter({ hasText: 'Periksa sakelar di lantai dua dulu.' }).last()
  await expect(card).toContainText('Catatan internal')
})
