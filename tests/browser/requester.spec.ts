import { Buffer } from 'node:buffer'
import { enter, expect, test } from './people'

/** The smallest PNG there is. */
const PHOTO = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

test('a report with a photo takes less than a minute, and is a conversation afterwards', async ({ browser }) => {
  const page = await enter(browser, 'staff', { viewport: { width: 360, height: 780 }, hasTouch: true })
  await page.getByRole('link', { name: 'Laporkan masalah atau ajukan permintaan' }).click()
  await page.getByText('Ada yang rusak atau tidak bisa dipakai').click()
  await page.getByRole('combobox', { name: /Layanan mana/ }).fill('printer')
  await page.getByRole('option', { name: /printer/ }).first().click()
  await page.getByLabel('Masalahnya dalam satu kalimat').fill('Printer ruang bendahara menarik kertas dua lembar')
  await page.getByText('Terhambat').click()
  await page.locator('input[type=file]').setInputFiles({ name: 'printer.png', mimeType: 'image/png', buffer: PHOTO })
  await expect(page.getByRole('list', { name: 'Berkas' }).getByText('printer.png')).toBeVisible()
  await page.getByRole('button', { name: 'Kirim laporan' }).click()
  await expect(page.getByText('Laporan Anda kami terima.')).toBeVisible()
  const number = /TKT-\d{4}-\d{6}/.exec(page.url())![0]
  await expect(page.getByRole('img', { name: 'printer.png' })).toBeVisible()

  await page.getByLabel('Tulis balasan').fill('Tambahan: **hanya** kertas A4.')
  await page.getByRole('button', { name: 'Kirim', exact: true }).click()
  await expect(page.locator('strong', { hasText: 'hanya' })).toBeVisible()

  await page.getByRole('link', { name: 'Beranda' }).click()
  await expect(page.getByText(number)).toBeVisible()
})

test('what is refused is said under its field, and nothing that was typed is lost', async ({ browser }) => {
  const page = await enter(browser, 'staff')
  await page.goto('/lapor')
  await page.getByRole('combobox', { name: /Layanan mana/ }).fill('titik')
  await page.getByRole('option').first().click()
  await page.getByLabel('Masalahnya dalam satu kalimat').evaluate((it) => it.removeAttribute('required'))
  await page.getByText('Masih bisa jalan').click()
  await page.locator('form').evaluate((it) => it.setAttribute('novalidate', ''))
  await page.getByRole('button', { name: 'Kirim laporan' }).click()
  await expect(page.locator('[aria-invalid=true], [role=alert]').first()).toBeVisible()
  await expect(page.getByText('Masih bisa jalan')).toBeVisible()
})

test('without a line a report waits, and is sent once when the line is back', async ({ browser }) => {
  const page = await enter(browser, 'staff')
  await page.goto('/lapor')
  await page.getByText('Ada yang rusak').click()
  const title = 'Laporan yang dikirim tanpa sambungan'
  await page.getByLabel('Masalahnya dalam satu kalimat').fill(title)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Kirim laporan' }).click()
  await expect(page.getByRole('heading', { name: 'Belum terkirim' })).toBeVisible()
  await expect(page.getByText('Sambungan terputus.').first()).toBeVisible()
  await page.context().setOffline(false)
  await expect(page.getByText(/Laporan terkirim: TKT-/)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Belum terkirim' })).toBeHidden()
  await page.goto('/laporan')
  await expect(page.getByText(title)).toHaveCount(1)
})

test('a requester never meets the words of the trade', async ({ browser }) => {
  const page = await enter(browser, 'staff')
  for (const path of ['/beranda', '/lapor', '/laporan']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.locator('main')).not.toContainText(/Tier|SLA|eskalasi/i)
  }
})

test('what belongs to somebody else is simply not there', async ({ browser }) => {
  const page = await enter(browser, 'citizen')
  await page.goto('/laporan/TKT-2026-000001')
  await expect(page.getByText('tidak ada, atau bukan untuk Anda')).toBeVisible()
  await page.goto('/konsol')
  await expect(page).toHaveURL('/beranda')
})
