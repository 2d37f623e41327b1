import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { enter, expect, program, test, visit } from './people'

/** Takes a list along; the password may be asked for again. */
async function download(page: Page, item: string) {
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Unduh', exact: true }).first().click()
  await page.getByRole('menuitem', { name: item }).click()
  const proof = page.getByRole('dialog', { name: 'Masukkan kata sandi sekali lagi' })
  const file = await Promise.race([coming, proof.waitFor().then(() => null)])
  if (file) return file
  await proof.getByLabel('Kata sandi').fill(program.password)
  await proof.getByRole('button', { name: 'Lanjutkan' }).click()
  return coming
}

/** The pages of a PDF, and the words of the page it was made of. */
async function printed(page: Page, name: string) {
  await page.emulateMedia({ media: 'print' })
  const pdf = await page.pdf({ path: `results/${name}.pdf`, preferCSSPageSize: true })
  await page.screenshot({ path: `results/${name}.png`, fullPage: true })
  const source = pdf.toString('latin1')
  // A4 in points.
  expect(source).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/)
  return source.match(/\/Type \/Page\b/g)?.length ?? 0
}

test('an edit of the policies shows what it moves before it is saved, and the work after it', async ({ browser }) => {
  const page = await enter(browser, 'administrator')
  await visit(page, '/pengaturan/sla')
  await page.getByRole('button', { name: /Prioritas tinggi/i }).first().click()
  const dialog = page.getByRole('dialog')
  const promise = dialog.getByRole('region', { name: 'Penyelesaian' })
  const value = promise.getByLabel('Target', { exact: true })
  await value.fill(String(Number(await value.inputValue()) + 1))
  await dialog.getByRole('button', { name: 'Pakai' }).click()
  const unsaved = page.getByRole('region', { name: 'Perubahan belum disimpan' })
  await expect(unsaved.getByText(/Memindahkan [1-9]\d* dari \d+ tenggat/)).toBeVisible()
  await unsaved.getByRole('button', { name: 'Simpan semua kebijakan' }).click()
  await expect(unsaved).toBeHidden()
  await expect(page.getByText(/Selesai: \d+ tenggat bergeser/).first()).toBeVisible({ timeout: 30_000 })
  // The version before is still there to be read.
  await page.getByLabel('Versi kebijakan').selectOption({ label: 'Versi 1' })
  await expect(page.getByText('Anda melihat versi 1')).toBeVisible()
  const panel = page.locator('section', { hasText: 'Kalkulator tenggat' })
  await panel.getByLabel('Mulai').fill('2026-06-17T08:00')
  await expect(panel.getByText(/Waktu kerja sampai saat itu/)).toBeVisible()
})

test('a shift is planned, handed over, accepted and printed on one sheet', async ({ browser }) => {
  const page = await enter(browser, 'lead')
  await visit(page, '/piket')
  await page.getByRole('button', { name: 'Tambah piket' }).click()
  await page.getByRole('dialog').getByLabel('Anggota tim').selectOption({ index: 1 })
  await page.getByRole('dialog').getByRole('button', { name: 'Simpan' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('button', { name: 'Batalkan' }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Serah terima piket' }).click()
  await page.getByRole('dialog').getByLabel('Diserahkan kepada').selectOption({ index: 1 })
  await page.getByRole('dialog').getByLabel('Yang harus diketahui pengganti').fill('Sambungan ke RSUD dipantau sampai Jumat.')
  await page.getByRole('dialog').getByRole('button', { name: 'Simpan' }).click()
  const handover = page.locator('li', { hasText: 'Sambungan ke RSUD' }).first()
  await expect(handover.getByText('Belum diterima')).toBeVisible()
  await handover.getByRole('link', { name: 'Cetak' }).click()
  await expect(page.getByRole('heading', { name: 'Serah terima piket' })).toBeVisible()
  for (const field of ['Yang menyerahkan', 'Yang menerima', 'Sambungan ke RSUD', 'Tiket kritis dan tinggi', 'Pemerintah']) await expect(page.getByText(field).first()).toBeVisible()
  expect(await printed(page, 'cetak-serah-terima')).toBeGreaterThanOrEqual(1)
})

test('a solution request and a receipt print on one sheet of A4 with letterhead', async ({ browser }) => {
  const page = await enter(browser, 'applications')
  await visit(page, '/konsol/antrean-tim')
  await page.getByRole('list', { name: 'Daftar tiket' }).getByRole('link').first().click()
  const request = (await page.getByText(/^PSP-\d{4}-\d+$/).first().innerText()).trim()
  const number = /TKT-\d{4}-\d+/.exec(page.url())![0]
  await visit(page, `/cetak/tanda-terima/${number}`)
  await expect(page.getByRole('heading', { name: 'Tanda terima laporan' })).toBeVisible()
  await expect(page.getByText(number)).toBeVisible()
  expect(await printed(page, 'cetak-tanda-terima')).toBe(1)
  await page.emulateMedia({ media: null })
  await visit(page, `/cetak/permintaan/${number}/${request}`)
  await expect(page.getByRole('heading', { name: 'Permintaan solusi permasalahan' })).toBeVisible()
  for (const field of [request, number, 'Diagnosis awal', 'Langkah yang sudah dilakukan', 'Bantuan yang diminta', 'Alasan eskalasi']) await expect(page.getByText(field).first()).toBeVisible()
  expect(await printed(page, 'cetak-permintaan')).toBe(1)
})

test('lists come along as files, after the password', async ({ browser }) => {
  const page = await enter(browser, 'coordinator')
  await visit(page, '/konsol/aktif')
  const csv = await download(page, 'CSV (teks)')
  expect(csv.suggestedFilename()).toMatch(/^tanggap-tiket-\d{4}-\d\d-\d\d\.csv$/)
  const text = readFileSync((await csv.path())!, 'utf8')
  expect(text.split('\r\n')[0]).toContain('Nomor;Judul;Jenis')
  expect(text.split('\r\n').length).toBeGreaterThan(3)
  await visit(page, '/papan')
  const xlsx = await download(page, 'XLSX (Excel)')
  expect(readFileSync((await xlsx.path())!).subarray(0, 2).toString()).toBe('PK')
})

test('the auditor searches the trail, reads an event and verifies the record', async ({ browser }) => {
  const page = await enter(browser, 'auditor')
  await visit(page, '/audit')
  await page.getByLabel('Aliran atau nomor tiket').fill('TKT-2026-000005')
  await page.getByLabel('Sejak').fill('')
  await page.getByRole('button', { name: 'Cari', exact: true }).click()
  await page.getByRole('button', { name: /melapor|mencatat laporan/ }).last().click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Hash sebelumnya')).toBeVisible()
  await dialog.getByRole('button', { name: 'Tutup' }).last().click()
  await page.getByRole('button', { name: 'Periksa sekarang' }).click()
  await expect(page.getByText(/Catatan ini utuh, dan terbukti sampai segel \d+/)).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('Yang tidak dibuktikan pemeriksaan ini')).toBeVisible()
})

test('a table is checked before it is brought in', async ({ browser }) => {
  const page = await enter(browser, 'administrator')
  await visit(page, '/pengaturan/impor')
  const give = (rows: string) => page.getByLabel('Berkas CSV').setInputFiles({ name: 'unit.csv', mimeType: 'text/csv', buffer: Buffer.from(`Kode,Nama,Jenis,Induk\n${rows}`) })
  await give('IMP-1,Bidang Contoh,bidang,TIDAK-ADA\n')
  await page.getByRole('button', { name: 'Periksa berkas' }).click()
  await expect(page.getByRole('row', { name: /2 Induk/ })).toBeVisible()
  await expect(page.getByText('1 kesalahan. Tidak ada yang disimpan.')).toBeVisible()
  await give('IMP-1,Dinas Contoh,Dinas,\n')
  await page.getByRole('button', { name: 'Periksa berkas' }).click()
  await expect(page.getByText('Semua 1 baris benar')).toBeVisible()
  await page.getByRole('button', { name: 'Simpan 1 baris' }).click()
  await expect(page.getByText(/Tersimpan\. 1 baris: 1 ditambah/)).toBeVisible()
})
