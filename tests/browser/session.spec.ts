import { accountOf, enter, expect, pardon, program, signIn, test, visit } from './people'

test('a wrong password is refused in words, the right one opens the page that was wanted', async ({ browser }) => {
  const page = await enter(browser, null)
  await visit(page, '/laporan')
  await expect(page).toHaveURL(/\/masuk\?next=/)
  await page.getByLabel('NIP, nomor telepon, atau e-mail').fill(accountOf('staff').login)
  await page.getByLabel('Kata sandi', { exact: true }).fill('bukan-kata-sandinya')
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await signIn(page, 'staff')
  await expect(page).toHaveURL('/laporan')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Laporan saya')
})

test('an address of another site is not followed after signing in', async ({ browser }) => {
  const page = await enter(browser, null)
  await visit(page, '/masuk?next=//example.org/')
  await signIn(page, 'staff')
  await expect(page).toHaveURL('/beranda')
})

test('on a shared computer the next person finds nothing of the one before', async ({ browser }) => {
  const page = await enter(browser, 'staff')
  const card = page.locator('main a.panel').first()
  await card.click()
  await page.getByLabel(/Tulis balasan|Jawaban Anda/).fill('belum selesai ditulis')
  await page.getByRole('button', { name: /^Akun/ }).click()
  await page.getByRole('menuitem', { name: 'Ganti pengguna' }).click()
  await expect(page).toHaveURL('/masuk')
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
  expect(kept).not.toContain('belum selesai')
  await page.goBack()
  await expect(page).toHaveURL(/\/masuk/)
})

test('a shared computer is locked when nobody has been at it for fifteen minutes', async ({ browser }) => {
  const page = await enter(browser, null)
  await page.clock.install()
  await visit(page, '/masuk')
  await signIn(page, 'staff')
  await page.getByRole('link', { name: 'Laporkan masalah atau ajukan permintaan' }).click()
  const sentence = page.getByLabel('Masalahnya dalam satu kalimat')
  const begin = async () => {
    await sentence.fill('Baru setengah ditu')
    await page.clock.runFor(1000)
    await expect(page.getByText('Tersimpan di komputer ini')).toBeVisible()
  }
  await begin()
  await page.clock.runFor(14 * 60_000)
  await expect(sentence).toBeVisible()
  await page.clock.runFor(2 * 60_000)
  await expect(page).toHaveURL(/why=idle/)
  await expect(page.getByText('Terkunci karena 15 menit tidak dipakai')).toBeVisible()
  await expect(page.getByText('Baru setengah ditu')).toBeHidden()

  // Whoever was locked out goes on where they were; not so when somebody else sat down in between.
  await signIn(page, 'staff')
  await expect(sentence).toHaveValue('Baru setengah ditu')
  await page.clock.runFor(16 * 60_000)
  await expect(page).toHaveURL(/why=idle/)
  await signIn(page, 'citizen')
  await expect(sentence).toHaveValue('')
  await page.clock.runFor(16 * 60_000)
  await expect(page).toHaveURL(/why=idle/)
  await signIn(page, 'staff')
  await visit(page, '/beranda')
  await expect(page.getByRole('heading', { name: 'Laporan saya yang berjalan' })).toBeVisible()
  await expect(page.getByText('Baru setengah ditu')).toBeHidden()
})

test('language and theme follow at once', async ({ browser }) => {
  const page = await enter(browser, 'staff')
  const choose = async (item: string) => {
    await page.getByRole('button', { name: /^(Akun|Account)/ }).click()
    await page.getByRole('menuitem', { name: item, exact: true }).click()
  }
  await choose('English')
  await expect(page.getByRole('link', { name: 'My reports' }).first()).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.reload()
  await expect(page.getByRole('link', { name: 'My reports' }).first()).toBeVisible()
  await choose('Bahasa Indonesia')
  await expect(page.getByRole('link', { name: 'Laporan saya' }).first()).toBeVisible()
  await choose('Gelap')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('sessions of other devices can be ended, and end there at once', async ({ browser }) => {
  const here = await enter(browser, 'head')
  const there = await enter(browser, 'head')
  await visit(here, '/saya')
  const others = here.getByRole('button', { name: 'Akhiri' })
  await expect(others.first()).toBeVisible()
  while ((await others.count()) > 0) {
    const before = await others.count()
    await others.first().click()
    await expect(others).toHaveCount(before - 1)
  }
  await visit(there, '/laporan')
  await expect(there).toHaveURL(/\/masuk/)
})

test('pages run only scripts of their own, and sessions only operations of the portal', async ({ browser }) => {
  const page = await enter(browser, 'staff')
  const policy = (await page.goto('/beranda'))!.headers()['content-security-policy']
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
  const answer = await page.evaluate(async () => {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tanggap': '1' },
      body: JSON.stringify({ query: '{ viewer { tokens { id } } }' }),
    })
    return (await response.json()) as unknown
  })
  expect(JSON.stringify(answer)).toContain('only the portal')
  const asset = await page.request.get((await page.locator('script[type=module]').getAttribute('src'))!)
  expect(asset.headers()['cache-control']).toContain('immutable')
  expect(asset.headers()['content-encoding']).toBe('br')
  for (const name of ['operations.json', 'inline.json']) expect((await page.request.get(`${program.url}/${name}`)).status()).toBe(404)
})

test('after an update of the program a page is asked for anew, and whoever is in the midst of something is told', async ({ browser }) => {
  const page = await enter(browser, 'tier1')
  // The parts of before are gone.
  pardon(/imported module: .*\/(KeysDialog|ProfilePage)-/)
  const gone = (part: string) => page.route(new RegExp(`/assets/${part}-[^/]*\\.js$`), (route) => route.fulfill({ status: 404 }), { times: 1 })
  await gone('KeysDialog')
  await page.keyboard.press('?')
  await expect(page.getByText('Tanggap sudah diperbarui.')).toBeVisible()
  await gone('ProfilePage')
  await page.getByRole('button', { name: /^Akun/ }).click()
  await page.getByRole('menuitem', { name: 'Profil saya' }).click()
  await expect(page).toHaveURL('/saya')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})
