import { test as base, expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { PROGRAM, type Program } from './program'

export const program = JSON.parse(readFileSync(PROGRAM, 'utf8')) as Program

export const ROLES = {
  staff: 'Pelapor (ASN)',
  citizen: 'Masyarakat',
  tier1: 'Tier 1',
  twoUnits: 'Tier 1 dua OPD',
  network: 'Tier 2 Jaringan',
  applications: 'Tier 2 Aplikasi',
  lead: 'Ketua tim Tier 2',
  coordinator: 'Koordinator',
  head: 'Kepala OPD',
  auditor: 'Auditor',
  administrator: 'Administrator',
} as const
export type Who = keyof typeof ROLES

export function accountOf(who: Who) {
  const account = program.accounts[ROLES[who]]
  if (!account) throw new Error(`no account for ${who}: ${Object.keys(program.accounts).join(', ')}`)
  return account
}

/** What no page of ours may do: ask elsewhere, break its own policy, stumble. */
export class Watch {
  readonly wrong: string[] = []

  constructor(page: Page) {
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url())
      if (protocol.startsWith('http') && origin !== program.url) this.wrong.push(`asks elsewhere: ${request.url()}`)
    })
    page.on('pageerror', (error) => this.wrong.push(`stumbles: ${error.message} ${error.stack ?? ''}`))
    page.on('console', (message) => {
      // Refusals of HTTP, as of a wrong password, and a line that a story cuts are told by the browser, too; they are no mistake of the page.
      if (message.type() === 'error' && !/status of 4\d\d|ERR_INTERNET_DISCONNECTED/.test(message.text())) this.wrong.push(message.text())
      if (message.type() === 'warning' && message.text().startsWith('[')) this.wrong.push(message.text())
    })
  }
}

/** A browser of its own, watched, with somebody signed in. */
export async function enter(browser: Browser, who: Who | null, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ ...options, baseURL: program.url })
  const page = await context.newPage()
  watch(page)
  if (who) {
    await page.goto('/masuk')
    await signIn(page, who)
  }
  return page
}

export async function signIn(page: Page, who: Who) {
  await page.getByLabel('NIP, nomor telepon, atau e-mail').fill(accountOf(who).login)
  await page.getByLabel('Kata sandi', { exact: true }).fill(program.password)
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
  await page.waitForURL((url) => url.pathname !== '/masuk')
}

/**
 * Waits until the page is as somebody sees it who has waited: it has its heading, nothing of it is still loading, and the dialog is there if one was asked
 * for. That no request is under way for a while says nothing of this: on a busy machine the page has not asked yet, or not drawn what came.
 */
export async function settled(page: Page, { dialog = false } = {}) {
  await expect
    .poll(() =>
      page.evaluate((wantsDialog) => {
        const dialog = document.querySelector('dialog[open]')
        const loads = [...document.querySelectorAll('[role=status]')].some((it) => /^Sedang memuat|^Loading/.test(it.textContent.trim()))
        const isThere = document.querySelector('main h1') !== null && (!wantsDialog || dialog !== null)
        return isThere && !loads ? 'there' : `${document.querySelector('main h1') ? 'heading' : 'no heading'}, ${dialog ? 'dialog' : 'no dialog'}, ${loads ? 'loading' : 'nothing loading'}`
      }, dialog),
    )
    .toBe('there')
}

/** Goes to a page of the portal and waits until it is there. */
export async function visit(page: Page, path: string) {
  await page.goto(path)
  await settled(page)
}

/** Fills in what a form asks for besides what a story is about. */
export async function fillRequired(page: Page) {
  for (const field of await page.locator('main form :is(input, textarea, select)[required]').all()) {
    if (await field.inputValue()) continue
    const choice = (await field.evaluate((it) => it.tagName)) === 'SELECT'
    if (choice) await field.selectOption({ index: 1 })
    else await field.fill((await field.getAttribute('type')) === 'date' ? '2026-11-20' : '12')
  }
}

const watched = new Map<Page, Watch>()
let pardoned: RegExp | null = null

/** At the end of the story nothing may have gone wrong on it. */
export function watch(page: Page) {
  watched.set(page, new Watch(page))
}

/** What a story itself lets go wrong. */
export function pardon(wrong: RegExp) {
  pardoned = wrong
}

export const test = base.extend<{ nothingWrong: undefined }>({
  nothingWrong: [
    async ({}, use) => {
      watched.clear()
      pardoned = null
      await use(undefined)
      const wrong = [...watched.values()].flatMap((it) => it.wrong).filter((it) => !pardoned?.test(it))
      await Promise.all([...watched.keys()].map((page) => page.context().close()))
      expect(wrong).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
