import { enter, expect, program, test, visit } from './people'

test('an administrator adds a unit; what is wrong stands under its field', async ({ browser }) => {
  const page = await enter(browser, 'administrator')
  await visit(page, '/pengaturan/unit')
  await page.getByRole('button', { name: 'Tambah unit' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Nama', { exact: true }).fill('UPTD Laboratorium Lingkungan')
  await dialog.getByLabel('Nama pendek').fill('UPTD Lablink')
  await dialog.getByLabel('Kode').fill('DINKES')
  await dialog.getByLabel('Jenis').selectOption({ label: 'UPTD' })
  await dialog.getByRole('button', { name: 'Simpan' }).click()
  // Another unit has that code.
  await expect(dialog.getByLabel('Kode')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('Kode').fill('UPTD-LAB')
  await dialog.getByRole('button', { name: 'Simpan' }).click()
  await expect(page.getByRole('button', { name: 'UPTD Laboratorium Lingkungan' })).toBeVisible()
})

test('a new person gets a code, chooses a password and is in', async ({ browser }) => {
  const page = await enter(browser, 'administrator')
  await visit(page, '/pengaturan/orang')
  await page.getByRole('button', { name: 'Tambah orang' }).click()
  const dialog = page.getByRole('dialog').last()
  await dialog.getByLabel('Nama', { exact: true }).fill('Rahmawati Saleh')
  await dialog.getByLabel('Telepon').fill('081299900077')
  await dialog.getByRole('button', { name: 'Simpan' }).click()
  const person = page.getByRole('dialog', { name: 'Rahmawati Saleh' })
  await person.getByRole('button', { name: 'Terbitkan kode masuk' }).click()
  const proof = page.getByRole('dialog', { name: 'Masukkan kata sandi sekali lagi' })
  const secret = person.locator('.number')
  await expect(proof.or(secret).first()).toBeVisible()
  if (await proof.isVisible()) {
    await proof.getByLabel('Kata sandi').fill(program.password)
    await proof.getByRole('button', { name: 'Lanjutkan' }).click()
  }
  const code = await secret.innerText()

  const newcomer = await enter(browser, null)
  await visit(newcomer, '/kode')
  await newcomer.getByLabel('Kode sekali pakai').fill(code)
  await newcomer.getByLabel('Kata sandi baru').fill('ombak di pantai timur')
  await newcomer.getByRole('button', { name: 'Simpan kata sandi dan masuk' }).click()
  await expect(newcomer.getByRole('heading', { level: 1 })).toHaveText('Rahmawati Saleh')
})

test('what takes two people waits for the second, who is not the first', async ({ browser }) => {
  const page = await enter(browser, 'administrator')
  await visit(page, '/pengaturan/orang')
  await page.getByRole('button', { name: 'Tambah orang' }).click()
  const dialog = page.getByRole('dialog').last()
  await dialog.getByLabel('Nama', { exact: true }).fill('Made Wiratama')
  await dialog.getByLabel('Telepon').fill('081299900078')
  await dialog.getByRole('button', { name: 'Simpan' }).click()
  const person = page.getByRole('dialog', { name: 'Made Wiratama', exact: true })
  await person.getByRole('button', { name: 'Tunjuk' }).click()
  const form = page.getByRole('dialog', { name: 'Menunjuk Made Wiratama' })
  await form.getByLabel('Peran').selectOption('COORDINATOR')
  await form.getByRole('button', { name: 'Tunjuk' }).click()
  const proof = page.getByRole('dialog', { name: 'Masukkan kata sandi sekali lagi' })
  const proposed = person.getByText('Menunggu pengesahan orang kedua')
  await expect(proof.or(proposed).first()).toBeVisible()
  if (await proof.isVisible()) {
    await proof.getByLabel('Kata sandi').fill(program.password)
    await proof.getByRole('button', { name: 'Lanjutkan' }).click()
  }
  await expect(proposed).toBeVisible()
  await visit(page, '/pengaturan/orang')
  const waiting = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Penunjukan yang menunggu orang kedua' }) })
  await expect(waiting.getByRole('checkbox', { name: /Made Wiratama/ })).toBeDisabled()
  for (const width of [360, 1366]) {
    await page.setViewportSize({ width, height: 800 })
    await page.screenshot({ path: `results/orang-kedua-${width}.png` })
  }
})

test('a setting and a holiday are changed', async ({ browser }) => {
  const page = await enter(browser, 'administrator')
  await visit(page, '/pengaturan/umum')
  await page.getByRole('button', { name: 'Cara menghubungi tim keamanan segera' }).click()
  await page.getByRole('dialog').getByLabel('Isi').fill('Tim tanggap, (0411) 555-0110')
  await page.getByRole('dialog').getByRole('button', { name: 'Simpan' }).click()
  await expect(page.getByRole('row', { name: /Cara menghubungi tim keamanan segera/ })).toContainText('555-0110')
  await visit(page, '/pengaturan/kalender')
  await page.getByRole('button', { name: 'Tambah hari libur' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Tanggal').fill(`${new Date().getFullYear()}-12-31`)
  await dialog.getByLabel('Nama', { exact: true }).fill('Hari jadi kabupaten')
  await dialog.getByRole('button', { name: 'Simpan' }).click()
  await expect(page.getByRole('button', { name: /31 Desember/ })).toBeVisible()
})

test('the coordinator reads the board, and each number opens its list', async ({ browser }) => {
  const page = await enter(browser, 'coordinator')
  await visit(page, '/papan')
  await expect(page.getByRole('table', { name: 'Tim Tier 2' })).toBeVisible()
  const link = page.getByRole('link', { name: /Belum ada petugas/ })
  const count = Number(/\d+/.exec(await link.innerText())![0])
  await link.click()
  await expect(page).toHaveURL(/petugas=no/)
  if (count > 0) await expect(page.getByRole('list', { name: 'Daftar tiket' }).getByRole('listitem').first()).toBeVisible()
})

test('who is no administrator does not find the settings', async ({ browser }) => {
  const page = await enter(browser, 'tier1')
  await visit(page, '/pengaturan/umum')
  await expect(page).toHaveURL(/konsol/)
})
