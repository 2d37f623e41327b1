import type { Router } from 'vue-router'
import { reach } from '@/api/ask'
import { toast } from '@/look/toast'
import { i18n } from '@/words'

/** When this window last began anew, so that it does not do so again and again. */
const RENEWED = 'renewed'
const SELDOM = 60_000

/**
 * What is done when a part of the portal does not come. After an update of the program those of before are gone: a page that somebody wants
 * to go to is asked for anew as a whole, and whoever is in the midst of something is told. Without a line a page stays as it is: what it
 * holds is all there is.
 */
export function mindParts(router: Router) {
  addEventListener('vite:preloadError', () => void isThere().then((there) => there && tell()))
  router.onError((_, to) => void isThere().then((there) => there && goAnew(to.fullPath)))
}

/** Asks the desk; that it cannot be reached is said on every page. */
async function isThere() {
  try {
    return (await reach('/about', { method: 'GET', cache: 'no-store' })).ok
  } catch {
    return false
  }
}

function tell() {
  const { t } = i18n.global
  toast(t('line.renewed'), { label: t('line.renew'), run: () => location.reload() })
}

function goAnew(path: string) {
  if (Date.now() - Number(sessionStorage.getItem(RENEWED) ?? 0) < SELDOM) return
  sessionStorage.setItem(RENEWED, String(Date.now()))
  location.assign(path)
}
