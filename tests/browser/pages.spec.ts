import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { enter, expect, settled, test, visit, type Who } from './people'

/** Every page, with what is done on it before it is looked at: `open` opens a dialog, `prepare` does something else and waits for it. */
const PAGES: { name: string; who: Who | null; path: string; open?: (page: Page) => Promise<void>; prepare?: (page: Page) => Promise<void> }[] = [
  { name: 'masuk', who: null, path: '/masuk' },
  { name: 'kode', who: null, path: '/kode' },
  { name: 'beranda', who: 'staff', path: '/beranda' },
  { name: 'lapor', who: 'staff', path: '/lapor' },
  { name: 'laporan', who: 'staff', path: '/laporan' },
  { name: 'percakapan', who: 'staff', path: '/laporan', prepare: (page) => follow(page, page.locator('main a.panel').first()) },
  { name: 'profil', who: 'tier1', path: '/saya' },
  { name: 'konsol', who: 'tier1', path: '/konsol' },
  {
    name: 'konsol-tiket',
    who: 'applications',
    path: '/konsol/semua',
    prepare: (page) => follow(page, page.getByRole('list', { name: 'Daftar tiket' }).getByRole('link').first()),
  },
  { name: 'catat', who: 'tier1', path: '/konsol', open: (page) => page.keyboard.press('c') },
  { name: 'papan', who: 'coordinator', path: '/papan' },
  { name: 'unit', who: 'administrator', path: '/pengaturan/unit' },
  { name: 'orang', who: 'administrator', path: '/pengaturan/orang', prepare: find },
  { name: 'tim', who: 'administrator', path: '/pengaturan/tim' },
  { name: 'layanan', who: 'administrator', path: '/pengaturan/layanan' },
  { name: 'kalender', who: 'administrator', path: '/pengaturan/kalender' },
  { name: 'sla', who: 'administrator', path: '/pengaturan/sla' },
  {
    name: 'sla-kebijakan',
    who: 'administrator',
    path: '/pengaturan/sla',
    open: (page) => page.getByRole('button', { name: /^1\. / }).click(),
  },
  {
    name: 'kalender-ubah',
    who: 'administrator',
    path: '/pengaturan/kalender',
    open: (page) => page.getByRole('button', { name: /^Ubah / }).first().click(),
  },
  { name: 'impor', who: 'administrator', path: '/pengaturan/impor' },
  { name: 'piket', who: 'lead', path: '/piket' },
  { name: 'audit', who: 'auditor', path: '/audit' },
  { name: 'umum', who: 'administrator', path: '/pengaturan/umum' },
  { name: 'tidak-ada', who: 'staff', path: '/halaman/yang/tidak/ada' },
]
const WIDTHS = [360, 1280]
const THEMES = ['light', 'dark']
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** The rules that look at colours: a theme changes nothing else, so the others are asked once a width. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** Goes where a link leads. */
async function follow(page: Page, link: Locator) {
  const from = page.url()
  await link.click()
  await expect(page).not.toHaveURL(from)
}
/** Finds somebody, and waits for the rows. */
async function find(page: Page) {
  await page.getByLabel('Cari nama, telepon, atau NIP').fill('andi')
  await expect(page.getByRole('cell').first()).toBeVisible()
}

for (const { name, who, path, open, prepare } of PAGES) {
  test(`${name} can be used by everybody, at every width, in every theme`, async ({ browser }) => {
    test.slow()
    const page = await enter(browser, who)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width < 500 ? 780 : 800 })
      await visit(page, path)
      await (open ?? prepare)?.(page)
      await settled(page, { dialog: Boolean(open) })
      for (const theme of [...THEMES, 'contrast']) {
        await page.evaluate((it) => (document.documentElement.dataset.theme = it), theme)
        // Colours are measured when they have changed, not on their way.
        await page.evaluate(() => Promise.allSettled(document.getAnimations().map((it) => it instanceof CSSTransition && it.finished)))
        const axe = new AxeBuilder({ page })
        const { violations } = await (theme === THEMES[0] ? axe.withTags(STANDARDS) : axe.withRules(OF_COLOURS)).analyze()
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join(' | ')}`)
        expect(found, `${name} ${width} ${theme}`).toEqual([])
        if (theme !== 'contrast') await page.screenshot({ path: `results/${name}-${width}-${theme}.png` })
      }
      // A key instead of a word: somebody forgot to bring the words.
      const said = await page.locator('a, button, h1, h2, label, th').allInnerTexts()
      expect(said.filter((it) => /^[a-z][a-zA-Z]*(\.[a-zA-Z_]+)+$/.test(it.trim())), `${name} ${width} speaks`).toEqual([])
      const overflow = await page.evaluate(() => {
        const wide = [...document.querySelectorAll('main, header, article, dialog[open]')].map((it) => it.getBoundingClientRect().right)
        return Math.max(document.documentElement.scrollWidth, ...wide) - innerWidth
      })
      expect(overflow, `${name} ${width} is not wider than the window`).toBeLessThanOrEqual(0)
    }
  })
}

test('a page is looked at when it is there, however slow the machine', async ({ browser }) => {
  const page = await enter(browser, 'staff')
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 25 })
  await visit(page, '/laporan')
  expect(await page.locator('main h1').count()).toBe(1)
  expect(await page.getByText('Sedang memuat').count()).toBe(0)
})
