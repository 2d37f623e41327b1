// `make bench`, the portal's part: what a browser loads first, how soon the console can be used, and what Lighthouse says. Against a program that runs
// already, as one with a million tickets, or one of its own with the demo's data:
//
//   ../../tests/with-chromium node main.mjs [--runs 5] [--only size,queue,lighthouse]
//   ../../tests/with-chromium node main.mjs --url http://127.0.0.1:8080 --agent LOGIN --requester LOGIN --password PASSWORD
//   ../../tests/with-chromium node main.mjs --url http://127.0.0.1:8080 --session COOKIE=VALUE --only queue

import lighthouse from 'lighthouse'
import { get } from 'node:http'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import puppeteer from 'puppeteer-core'
import { startDemo } from './program.mjs'

const { values: flags } = parseArgs({
  options: {
    /** Where the program listens; left out: one with the demo's data is started. */
    url: { type: 'string' },
    /** The login of somebody who handles tickets, and whose queue is looked at. */
    agent: { type: 'string' },
    /** The login of somebody who only reports. */
    requester: { type: 'string' },
    password: { type: 'string', default: process.env.BENCH_PASSWORD },
    /** The cookie of an agent's session, instead of login and password. */
    session: { type: 'string', default: process.env.BENCH_SESSION },
    /** The page of the console that is timed. */
    queue: { type: 'string', default: '/konsol' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: 'size,queue,lighthouse' },
  },
})
const runs = Number(flags.runs)
const wanted = new Set(flags.only.split(','))

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  // As root, which is who runs in a container, Chromium starts only without its sandbox.
  args: process.getuid() === 0 ? ['--no-sandbox'] : [],
})
const desk = flags.url ? { agent: flags.session && 'whose session it is', ...flags, stop: () => undefined } : await startDemo()

/** What is measured: who looks, at what, and what has to be there. The aims are issue 4's. */
const CONSOLE = { name: 'console', path: flags.queue, who: desk.agent, there: 'main li a', aim: 220 }
const PAGES = [
  { name: 'sign-in', path: '/masuk', who: null, there: 'form input[type=password]', aim: 150 },
  { name: 'home of a requester', path: '/beranda', who: desk.requester, there: 'main a.panel, main section .panel', aim: 150 },
  CONSOLE,
].filter(({ name, who }) => who !== undefined || console.log(`*** NOT MEASURED: ${name}. Nobody is named who looks at it.`))

const cookies = new Map(flags.session ? [[desk.agent, flags.session.split('=', 2)]] : [])

try {
  console.log(`\n# Portal, ${desk.url}, ${await browser.version()}, ${cpus().length} cores`)
  if (wanted.has('size')) await size()
  if (wanted.has('queue')) await queue()
  if (wanted.has('lighthouse')) await light()
} finally {
  await browser.close()
  await desk.stop()
}

/** JavaScript that is asked for until the page can be used, as gzip sends it. */
async function size() {
  console.log('\n## JavaScript of the first load, gzipped')
  for (const { name, path, who, there, aim } of PAGES) {
    const { page, close } = await visitor(who)
    const scripts = []
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.url())
    })
    await page.goto(desk.url + path)
    await page.waitForSelector(there)
    const sizes = await Promise.all([...new Set(scripts)].map(gzipped))
    await close()
    const total = sizes.reduce((sum, bytes) => sum + bytes, 0) / 1000
    console.log(`${name}: ${total.toFixed(0)} kB in ${sizes.length} files ${judged(total <= aim, `at most ${aim} kB`)}`)
  }
}

/** From the begin of the navigation until the first ticket is there and would take a click. */
async function queue() {
  console.log('\n## Time to a usable queue')
  const { path, who } = CONSOLE
  for (const kind of ['first visit', 'second visit']) {
    const times = []
    for (let run = 0; run < runs; run++) {
      const { page, close } = await visitor(who)
      await page.evaluateOnNewDocument(noteFirstRow)
      await page.goto(desk.url + path)
      if (kind === 'second visit') {
        await page.waitForFunction('window.firstRowAt')
        await page.goto(desk.url + path)
      }
      times.push(await (await page.waitForFunction('window.firstRowAt')).jsonValue())
      await page.click('main li a')
      await page.waitForSelector('article[aria-label^="TKT-"]')
      await close()
    }
    console.log(`${kind}: ${spread(times)} ms`)
  }
}

/** Runs in the page. */
function noteFirstRow() {
  const look = () => {
    const row = document.querySelector('main li a')
    const { left, top, width, height } = row?.getBoundingClientRect() ?? {}
    const hit = row && document.elementFromPoint(left + width / 2, top + height / 2)
    if (hit && row.contains(hit)) window.firstRowAt = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

async function light() {
  console.log(`\n## Lighthouse, mobile, median of ${runs}`)
  const aims = { performance: 95, accessibility: 100, 'best-practices': 100 }
  for (const { name, path, who } of PAGES) {
    const scores = Object.fromEntries(Object.keys(aims).map((category) => [category, []]))
    const times = { FCP: [], LCP: [], TBT: [] }
    const failed = new Set()
    for (let run = 0; run < runs; run++) {
      const lhr = await oneReport(who, path, Object.keys(aims))
      for (const category of Object.keys(aims)) scores[category].push(Math.round(lhr.categories[category].score * 100))
      times.FCP.push(lhr.audits['first-contentful-paint'].numericValue)
      times.LCP.push(lhr.audits['largest-contentful-paint'].numericValue)
      times.TBT.push(lhr.audits['total-blocking-time'].numericValue)
      for (const category of ['accessibility', 'best-practices']) {
        for (const { id, weight } of lhr.categories[category].auditRefs) if (weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1) failed.add(id)
      }
    }
    const told = Object.entries(aims).map(([category, aim]) => `${category} ${spread(scores[category])} ${judged(median(scores[category]) >= aim, `at least ${aim}`)}`)
    console.log(`${name}: ${told.join(', ')}`)
    console.log(`  ${Object.entries(times).map(([what, of]) => `${what} ${spread(of)} ms`).join(', ')}${failed.size ? `; fails: ${[...failed].join(', ')}` : ''}`)
  }
}

/** Lighthouse itself says to run it again when a trace fails, as it does now and then on a busy machine. */
async function oneReport(who, path, onlyCategories) {
  for (let tries = 1; ; tries++) {
    const { page, close } = await visitor(who)
    const { lhr } = await lighthouse(desk.url + path, { onlyCategories, disableFullPageScreenshot: true, logLevel: 'error' }, undefined, page)
    await close()
    if (!lhr.runtimeError) return lhr
    if (tries === 3) throw new Error(`${path}: ${lhr.runtimeError.message}`)
  }
}

/** A browser that knows nothing yet, with somebody signed in. */
async function visitor(who) {
  const context = await browser.createBrowserContext()
  const page = await context.newPage()
  if (who) {
    const [name, value] = await cookieOf(who)
    await context.setCookie({ name, value, url: desk.url, domain: new URL(desk.url).hostname, path: '/', httpOnly: true, sameSite: 'Strict', secure: name.startsWith('__Host-') })
  }
  return { page, close: () => context.close() }
}

/** Signs in once for all visits: guessing passwords is slowed down, and so would we be. */
async function cookieOf(login) {
  if (!cookies.has(login)) {
    const headers = { 'content-type': 'application/json', origin: desk.url, 'x-tanggap': '1' }
    const body = JSON.stringify({ login, password: desk.password, sharedComputer: false })
    const response = await fetch(`${desk.url}/session`, { method: 'POST', headers, body })
    if (!response.ok) throw new Error(`${login} cannot sign in: ${await response.text()}`)
    cookies.set(login, /^([^=]+)=([^;]+)/.exec(response.headers.getSetCookie()[0]).slice(1))
  }
  return cookies.get(login)
}

/** How many bytes of a file come over the line to who takes gzip and nothing better. */
function gzipped(url) {
  return new Promise((done, fail) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0
      response.on('data', (chunk) => (bytes += chunk.length)).on('end', () => done(bytes)).on('error', fail)
    }).on('error', fail)
  })
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

function spread(values) {
  const whole = (value) => value.toFixed(0)
  return `${whole(median(values))} (${whole(Math.min(...values))}..${whole(Math.max(...values))})`
}

function judged(reached, aim) {
  return reached ? `(aim: ${aim})` : `*** MISSED (aim: ${aim})`
}
