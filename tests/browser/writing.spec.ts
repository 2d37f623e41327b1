import type { Page } from '@playwright/test'
import { enter, expect, fillRequired, test, visit } from './people'

const article = (page: Page) => page.locator('article[aria-label^="TKT-"]')
const dialog = (page: Page) => page.getByRole('dialog')
const box = (page: Page) => page.getByRole('textbox', { name: 'Balas' })

/** A citizen's report, and its number. */
async function reported(citizen: Page, title: string): Promise<string> {
  await visit(citizen, '/lapor')
  await citizen.getByText('Ada yang rusak').click()
  await citizen.getByRole('combobox', { name: /Layanan mana/ }).fill('kependudukan')
  await citizen.getByRole('option', { name: /kependudukan/i }).first().click()
  await citizen.getByLabel('Masalahnya dalam satu kalimat').fill(title)
  await citizen.getByText('Berhenti', { exact: true }).click()
  await fillRequired(citizen)
  await citizen.getByRole('button', { name: 'Kirim laporan' }).click()
  await expect(citizen.getByText('Laporan Anda kami terima.')).toBeVisible()
  return /TKT-\d{4}-\d{6}/.exec(citizen.url())![0]
}

async function open(page: Page, number: string) {
  await visit(page, `/tiket/${number}`)
  await expect(page.getByRole('article', { name: number })).toBeVisible()
}

test('a draft is there after a reload and on another computer, and nobody else sees it', async ({ browser }) => {
  const citizen = await enter(browser, 'citizen')
  const number = await reported(citizen, `Cetak kartu gagal ${Date.now()}`)
  const page = await enter(browser, 'tier1')
  await open(page, number)
  await page.keyboard.press('r')
  await box(page).fill('Mohon sebutkan jenis pencetaknya')
  await expect(page.getByText('Draf tersimpan')).toBeVisible()
  await page.reload()
  await expect(box(page)).toHaveValue('Mohon sebutkan jenis pencetaknya')

  const elsewhere = await enter(browser, 'tier1')
  await open(elsewhere, number)
  await expect(box(elsewhere)).toHaveValue('Mohon sebutkan jenis pencetaknya')
  const other = await enter(browser, 'coordinator')
  await open(other, number)
  await other.keyboard.press('r')
  await expect(box(other)).toHaveValue('')

  // Left in the middle of a word, it still reaches the desk; nothing of it stays in the browser.
  await box(elsewhere).pressSequentially(', ya')
  await elsewhere.getByRole('button', { name: /^Akun/ }).click()
  await elsewhere.getByRole('menuitem', { name: /Ganti pengguna|Keluar/ }).click()
  await expect(elsewhere.getByLabel('Kata sandi', { exact: true })).toBeVisible()
  expect(await elsewhere.evaluate(() => Object.keys(sessionStorage).filter((it) => it.startsWith('draft')))).toEqual([])

  await page.reload()
  await expect(box(page)).toHaveValue('Mohon sebutkan jenis pencetaknya, ya')
  await box(page).focus()
  await page.keyboard.press('Control+Enter')
  await expect(article(page).getByText('Mohon sebutkan jenis pencetaknya, ya').first()).toBeVisible()
  await open(page, number)
  await page.keyboard.press('r')
  await expect(box(page)).toHaveValue('')
})

test('two who write see each other, and what came meanwhile is shown before it is sent', async ({ browser }) => {
  const citizen = await enter(browser, 'citizen')
  const number = await reported(citizen, `NIK ganda ${Date.now()}`)
  const [first, second] = [await enter(browser, 'tier1'), await enter(browser, 'coordinator')]
  await open(first, number)
  await open(second, number)
  await expect(first.getByText(/melihat tiket ini/)).toBeVisible()
  await second.keyboard.press('n')
  await second.getByRole('textbox', { name: 'Catatan internal' }).pressSequentially('Sudah dicek?')
  await expect(first.getByText(/sedang menulis/)).toBeVisible()

  await first.keyboard.press('r')
  await box(first).pressSequentially('Kami periksa.')
  await citizen.getByLabel(/Tulis|Balas/).first().fill('Sekarang sudah bisa.')
  await citizen.getByRole('button', { name: 'Kirim', exact: true }).click()
  await expect(first.getByText('1 tulisan baru sejak Anda mulai menulis')).toBeVisible()
  await expect(first.getByRole('status').getByText('Sekarang sudah bisa.')).toBeVisible()
  await expect(box(first)).toHaveValue('Kami periksa.')
  await second.close()
  await expect(first.getByText(/sedang menulis/)).toBeHidden()
})

test('a macro is put in by keys, filled in for the ticket', async ({ browser }) => {
  const admin = await enter(browser, 'administrator')
  await visit(admin, '/pengaturan/makro')
  await admin.getByRole('button', { name: 'Tambah makro' }).click()
  const name = `Sapa ${Date.now()}`
  await dialog(admin).getByLabel('Nama').fill(name)
  await dialog(admin).getByLabel('Isi teks').fill('Yth. {{nama_hantu}}')
  await dialog(admin).getByRole('button', { name: 'Simpan' }).click()
  await expect(dialog(admin).getByText(/nama_hantu.*tidak dikenal/)).toBeVisible()
  await dialog(admin).getByLabel('Isi teks').fill('Nomor Anda {{nomor}}.')
  await dialog(admin).getByRole('button', { name: 'Simpan' }).click()
  await expect(admin.getByRole('button', { name })).toBeVisible()

  const citizen = await enter(browser, 'citizen')
  const number = await reported(citizen, `Antrean kosong ${Date.now()}`)
  const page = await enter(browser, 'tier1')
  await open(page, number)
  await page.keyboard.press('r')
  await box(page).pressSequentially('Halo. ::')
  await expect(dialog(page).getByRole('combobox')).toBeFocused()
  await page.keyboard.type(name)
  await expect(dialog(page).getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(box(page)).toHaveValue(`Halo. Nomor Anda ${number}.`)
})

test('whoever comes second is told what changed, and keeps what they typed', async ({ browser }) => {
  const citizen = await enter(browser, 'citizen')
  const number = await reported(citizen, `Data tidak muncul ${Date.now()}`)
  const [first, second] = [await enter(browser, 'tier1'), await enter(browser, 'coordinator')]
  await open(first, number)
  await first.keyboard.press('s')
  await dialog(first).getByLabel('Penyelesaian').fill('Data sudah kami segarkan.')
  await dialog(first).getByLabel('Penyebab').selectOption({ label: 'Data salah' })
  // The page reads the ticket anew by itself; what it knows of must be what it knew when the form was filled in.
  await first.context().setOffline(true)
  await open(second, number)
  await second.keyboard.press('i')
  await dialog(second).getByLabel('Pertanyaan untuk pelapor').fill('Sejak kapan?')
  await dialog(second).getByRole('button', { name: 'Minta informasi' }).click()
  await expect(dialog(second)).toBeHidden()
  const sent = first.waitForResponse((response) => response.url().endsWith('/graphql') && (response.request().postData() ?? '').includes('TicketResolve'))
  let cut = true
  await first.route('**/graphql', async (route) => {
    // What is sent with the form is the first thing that gets through.
    if ((route.request().postData() ?? '').includes('TicketResolve')) cut = false
    if (cut) await route.abort('internetdisconnected')
    else await route.continue()
  })
  await first.context().setOffline(false)
  await dialog(first).getByRole('button', { name: 'Selesaikan' }).click()
  expect(await (await sent).text()).toContain('STALE')
  await expect(dialog(first).getByText(/meminta informasi/)).toBeVisible()
  await expect(dialog(first).getByLabel('Penyelesaian')).toHaveValue('Data sudah kami segarkan.')
  await expect(article(first).getByText('Menunggu pelapor').first()).toBeVisible()
  await dialog(first).getByRole('button', { name: 'Selesaikan' }).click()
  await expect(dialog(first)).toBeHidden()
  await expect(citizen.getByRole('heading', { name: 'Apakah masalah Anda sudah teratasi?' })).toBeVisible()
})

test('what was taken by mistake is given back', async ({ browser }) => {
  const citizen = await enter(browser, 'citizen')
  const number = await reported(citizen, `Salah ambil ${Date.now()}`)
  const page = await enter(browser, 'tier1')
  await open(page, number)
  await page.keyboard.press('t')
  await expect(page.getByText(`${number} Anda ambil.`)).toBeVisible()
  await page.getByRole('button', { name: 'Urungkan' }).click()
  await expect(article(page).getByText(/melepas tiket/)).toBeVisible()
  await expect(article(page).getByRole('button', { name: 'Ambil', exact: true })).toBeVisible()
})

test('somebody without an account stays on the list until they were told', async ({ browser }) => {
  const page = await enter(browser, 'tier1')
  await expect(page.getByRole('list', { name: 'Daftar tiket' })).toBeVisible()
  await page.keyboard.press('c')
  const name = `Bapak Tua ${Date.now()}`
  await dialog(page).getByRole('combobox', { name: 'Siapa yang melapor?' }).fill(name)
  await dialog(page).getByRole('option', { name: `Orang baru: ${name}` }).click()
  await dialog(page).getByLabel(/Telepon/).fill('081234500999')
  await dialog(page).getByLabel('Apa masalahnya, dalam satu kalimat?').fill('KTP belum jadi')
  // One of their own: without a service it would go to the Dinas.
  await dialog(page).getByRole('combobox', { name: 'Layanan' }).fill('kependudukan')
  await dialog(page).getByRole('option', { name: /kependudukan/i }).first().click()
  await dialog(page).getByRole('button', { name: 'Simpan', exact: true }).click()
  await expect(article(page).getByText(name).first()).toBeVisible()
  await page.keyboard.press('r')
  await box(page).fill('KTP Anda sudah dapat diambil.')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/Belum diberi tahu: Bapak Tua/)).toBeVisible()
  await page.getByRole('button', { name: 'Sudah diberi tahu lewat telepon' }).click()
  await expect(page.getByText(/Belum diberi tahu: Bapak Tua/)).toBeHidden()
  await expect(article(page).getByText(/memberi tahu pelapor.*lewat telepon/)).toBeVisible()
})

test('a file goes on where the line was lost, also after a reload, and arrives once', async ({ browser }) => {
  const page = await enter(browser, 'staff')
  const file = { name: 'catatan.txt', mimeType: 'text/plain', buffer: Buffer.alloc(1_400_000, 'baris catatan\n') }
  const offsets: string[] = []
  let cut = 2
  await page.context().route('**/files/parts/*', async (route) => {
    const part = route.request().method() === 'PATCH'
    if (part) offsets.push(route.request().headers()['upload-offset']!)
    if (offsets.length >= cut) await route.abort('internetdisconnected')
    else await route.continue()
  })
  const arrived = page.getByRole('list', { name: 'Berkas' }).getByText('MB')
  await visit(page, '/lapor')
  await page.getByText('Ada yang rusak').click()
  await page.getByLabel('Masalahnya dalam satu kalimat').fill('Catatan galat yang panjang')
  await page.locator('input[type=file]').setInputFiles(file)
  await expect.poll(() => offsets).toEqual(['0', '512000'])
  await expect(page).toHaveURL(/draf=/)
  // The page is gone in the middle of the second part: the next one asks how far the desk is.
  await page.reload()
  cut = Infinity
  await expect(arrived).toBeVisible({ timeout: 20_000 })
  expect(offsets.filter((it) => it === '0')).toHaveLength(1)
  expect(offsets.at(-1)).toBe('1024000')

  // Sent before a second file has come; that one follows the report from whatever page is open next.
  offsets.length = 0
  cut = 2
  await page.locator('input[type=file]').setInputFiles({ ...file, name: 'susulan.txt' })
  await expect.poll(() => offsets.length).toBeGreaterThan(1)
  await page.getByText('Terhambat', { exact: true }).click()
  await fillRequired(page)
  await page.getByRole('button', { name: 'Kirim laporan' }).click()
  await expect(page.getByText('Laporan Anda kami terima.')).toBeVisible()
  const report = page.url()
  await visit(page, '/beranda')
  await expect(page.getByText('1 berkas sedang dikirim menyusul')).toBeVisible()
  cut = Infinity
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Belum terkirim' })).toBeHidden({ timeout: 20_000 })
  expect(offsets.filter((it) => it === '0')).toHaveLength(1)
  await visit(page, report)
  await expect(page.getByRole('link', { name: /catatan\.txt/ })).toHaveCount(1)
  await expect(page.getByRole('link', { name: /susulan\.txt/ })).toHaveCount(1)
})

test('a report for a colleague is theirs', async ({ browser }) => {
  const page = await enter(browser, 'staff')
  await visit(page, '/lapor')
  await page.getByLabel('Melaporkan untuk orang lain').check()
  await page.getByRole('combobox', { name: 'Untuk siapa?' }).fill('an')
  await page.getByRole('listbox', { name: 'Untuk siapa?' }).getByRole('option').first().click()
  await page.getByText('Ada yang rusak').click()
  await page.getByLabel('Masalahnya dalam satu kalimat').fill('Laptop rekan tidak menyala')
  await page.getByText('Terhambat', { exact: true }).click()
  await fillRequired(page)
  await page.getByRole('button', { name: 'Kirim laporan' }).click()
  await expect(page.getByText(/Anda laporkan untuk|untuk /i).first()).toBeVisible()
})
