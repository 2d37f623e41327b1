import { Buffer } from 'node:buffer'
import { chromium, type Page } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { enter, expect, fillRequired, program, signIn, test, visit, watch } from './people'

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
  await fillRequired(page)
  await page.getByRole('button', { name: 'Kirim laporan' }).click()
  await expect(page.getByText('Laporan Anda kami terima.')).toBeVisible()
  const number = /TKT-\d{4}-\d{6}/.exec(page.url())![0]
  // A picture is looked at where it stands, and taken along from there.
  await page.getByRole('button', { name: 'Lihat printer.png' }).click()
  await expect(page.getByRole('dialog').getByRole('img', { name: 'printer.png' })).toBeVisible()
  await page.keyboard.press('Escape')

  await page.getByLabel('Tulis balasan').fill('Tambahan: **hanya** kertas A4.')
  await page.getByRole('button', { name: 'Kirim', exact: true }).click()
  await expect(page.locator('strong', { hasText: 'hanya' })).toBeVisible()

  await page.getByRole('link', { name: 'Beranda' }).click()
  await expect(page.getByText(number)).toBeVisible()
})

test('what is refused is said under its field, and nothing that was typed is lost', async ({ browser }) => {
  const page = await enter(browser, 'staff')
  await visit(page, '/lapor')
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
  // What speaks over the socket is not there yet when the line goes: the page must not mind.
  let missing = 0
  const socket = /\/assets\/client-[^/]*\.js$/
  await page.route(socket, (route) => (missing++, route.abort('internetdisconnected')))
  // Where a report is seen to wait for a line has to be here before there is none.
  const home = page.waitForResponse(/\/assets\/HomePage-[^/]*\.js$/)
  await visit(page, '/lapor')
  await page.getByText('Ada yang rusak').click()
  const title = `Laporan yang dikirim tanpa sambungan ${Date.now()}`
  await page.getByLabel('Masalahnya dalam satu kalimat').fill(title)
  await (await home).finished()
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Kirim laporan' }).click()
  await expect(page.getByRole('heading', { name: 'Belum terkirim' })).toBeVisible()
  await expect(page.getByText('Sambungan terputus.').first()).toBeVisible()
  expect(missing).toBeGreaterThan(0)
  await page.unroute(socket)
  await page.context().setOffline(false)
  await expect(page.getByText(/Laporan terkirim: TKT-/)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Belum terkirim' })).toBeHidden()
  await visit(page, '/laporan')
  await expect(page.getByText(title)).toHaveCount(1)
})

/** All that the portal keeps in the browser itself, files by their names. */
const keptHere = (page: Page) =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((done) => {
      const request = indexedDB.open('tanggap')
      request.onsuccess = () => done(request.result)
    })
    const all = [...database.objectStoreNames].map(
      (store) =>
        new Promise<unknown[]>((done) => {
          const request = database.transaction(store).objectStore(store).getAll()
          request.onsuccess = () => done(request.result)
        }),
    )
    const kept = (await Promise.all(all)).flat()
    database.close()
    return JSON.stringify(kept, (_, value: unknown) => (value instanceof File ? value.name : value))
  })

test('what was typed outlives a reload, and a session that ended, and is gone with its owner', async ({ browser }) => {
  const page = await enter(browser, 'staff')
  const title = `Mesin absensi menolak sidik jari ${Date.now()}`
  const sentence = () => page.getByLabel('Masalahnya dalam satu kalimat')
  const isThere = async () => {
    await expect(sentence()).toHaveValue(title)
    await expect(page.getByText('printer', { exact: false }).first()).toBeVisible()
    await expect(page.getByRole('radio', { name: 'Terhambat' })).toBeChecked()
    await expect(page.getByRole('list', { name: 'Berkas' }).getByText('absensi.png')).toBeVisible()
  }
  await visit(page, '/lapor')
  await page.getByText('Ada yang rusak').click()
  await page.getByRole('combobox', { name: /Layanan mana/ }).fill('printer')
  await page.getByRole('option', { name: /printer/ }).first().click()
  await sentence().fill(title)
  await page.getByText('Terhambat').click()
  await page.locator('input[type=file]').setInputFiles({ name: 'absensi.png', mimeType: 'image/png', buffer: PHOTO })
  await expect(page.getByText('Tersimpan di komputer ini')).toBeVisible()
  await expect(page).toHaveURL(/draf=/)
  await page.reload()
  await isThere()

  await page.context().clearCookies()
  await fillRequired(page)
  await page.getByRole('button', { name: 'Kirim laporan' }).click()
  await expect(page.getByText('Sesi Anda sudah berakhir')).toBeVisible()
  await signIn(page, 'staff')
  await isThere()

  await visit(page, '/beranda')
  const offered = page.getByRole('region', { name: 'Lanjutkan laporan yang belum dikirim' })
  await offered.getByRole('button', { name: 'Lanjutkan' }).click()
  await isThere()
  await page.getByRole('button', { name: 'Kirim laporan' }).click()
  await expect(page.getByText('Laporan Anda kami terima.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Lihat absensi.png' })).toHaveCount(1)
  await visit(page, '/laporan')
  await expect(page.getByText(title)).toHaveCount(1)
  await expect.poll(() => keptHere(page)).toBe('[]')

  // Thrown away and had back; then somebody signs out of the shared computer.
  await visit(page, '/lapor')
  await sentence().fill('Rahasia yang belum selesai ditulis')
  await expect(page.getByText('Tersimpan di komputer ini')).toBeVisible()
  await page.getByRole('button', { name: 'Buang dan mulai baru' }).click()
  await expect(sentence()).toHaveValue('')
  await page.getByRole('button', { name: 'Urungkan' }).click()
  await offered.getByRole('button', { name: 'Lanjutkan' }).click()
  await expect(sentence()).toHaveValue('Rahasia yang belum selesai ditulis')
  await page.getByRole('button', { name: /^Akun/ }).click()
  await page.getByRole('menuitem', { name: 'Ganti pengguna' }).click()
  await expect(page).toHaveURL('/masuk')
  await expect.poll(() => keptHere(page)).toBe('[]')
  await signIn(page, 'staff')
  await expect(page.getByRole('heading', { name: 'Laporan saya yang berjalan' })).toBeVisible()
  await expect(offered).toBeHidden()
})

test('a browser that falls over loses nothing of a report', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tanggap-profile-'))
  const { launchOptions, locale, timezoneId } = test.info().project.use
  const launch = async () => {
    const context = await chromium.launchPersistentContext(folder, { ...launchOptions, locale, timezoneId, baseURL: program.url })
    const page = await context.newPage()
    watch(page)
    await visit(page, '/lapor')
    await signIn(page, 'staff')
    return page
  }
  let page = await launch()
  await page.getByLabel('Masalahnya dalam satu kalimat').fill('Listrik padam di tengah kalimat')
  await expect(page.getByText('Tersimpan di komputer ini')).toBeVisible()
  const closed = page.context().waitForEvent('close')
  const devtools = await page.context().browser()!.newBrowserCDPSession()
  await devtools.send('Browser.crash').catch(() => undefined)
  await closed

  page = await launch()
  const offered = page.getByRole('region', { name: 'Lanjutkan laporan yang belum dikirim' })
  await expect(offered).toContainText('Listrik padam di tengah kalimat')
  await offered.getByRole('button', { name: 'Buang' }).click()
  await expect(offered).toBeHidden()
  await page.context().close()
  rmSync(folder, { recursive: true })
})

test('a requester never meets the words of the trade', async ({ browser }) => {
  const page = await enter(browser, 'staff')
  for (const path of ['/beranda', '/lapor', '/laporan']) {
    await visit(page, path)
    await expect(page.locator('main')).not.toContainText(/Tier|SLA|eskalasi/i)
  }
})

test('what belongs to somebody else is simply not there', async ({ browser }) => {
  const page = await enter(browser, 'citizen')
  await page.goto('/laporan/TKT-2026-000001')
  await expect(page.getByText('tidak ada, atau bukan untuk Anda')).toBeVisible()
  await visit(page, '/konsol')
  await expect(page).toHaveURL('/beranda')
})
