import lighthouse from 'lighthouse'
import puppeteer from 'puppeteer-core'
import { startDemo } from './program.mjs'
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
const desk = await startDemo()
try {
  for (const [who, path] of [[desk.requester, '/beranda'], [desk.agent, '/konsol'], [null, '/masuk']]) {
    const context = await browser.createBrowserContext()
    const page = await context.newPage()
    if (who) {
      const r = await fetch(`${desk.url}/session`, { method: 'POST', headers: { 'content-type': 'application/json', origin: desk.url, 'x-tanggap': '1' }, body: JSON.stringify({ login: who, password: desk.password, sharedComputer: false }) })
      const [, name, value] = /^([^=]+)=([^;]+)/.exec(r.headers.getSetCookie()[0])
      await context.setCookie({ name, value, url: desk.url, domain: new URL(desk.url).hostname, path: '/', httpOnly: true, sameSite: 'Strict', secure: name.startsWith('__Host-') })
    }
    const { lhr, artifacts } = await lighthouse(desk.url + path, { onlyCategories: ['performance'], disableFullPageScreenshot: true, logLevel: 'error' }, undefined, page)
    console.log('##', path, lhr.categories.performance.score, ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'speed-index', 'cumulative-layout-shift'].map((k) => `${k} ${Math.round(lhr.audits[k].numericValue * 1000) / 1000}`).join(', '))
    for (const it of lhr.audits['long-tasks']?.details?.items ?? []) console.log('  long', Math.round(it.startTime), Math.round(it.duration), it.url)
    for (const it of lhr.audits['bootup-time']?.details?.items ?? []) console.log('  boot', it.url.slice(-40), Math.round(it.total), Math.round(it.scripting), Math.round(it.scriptParseCompile))
    for (const it of lhr.audits['mainthread-work-breakdown']?.details?.items ?? []) console.log('  main', it.group, Math.round(it.duration))
    for (const it of lhr.audits['lcp-breakdown-insight']?.details?.items ?? []) console.log('  lcp', JSON.stringify(it).slice(0, 600))
    for (const it of lhr.audits['network-requests']?.details?.items ?? []) console.log('  net', Math.round(it.networkRequestTime), Math.round(it.networkEndTime), it.transferSize, it.url.replace(desk.url, '').slice(0, 60))
    await context.close()
  }
} finally { await browser.close(); await desk.stop() }
