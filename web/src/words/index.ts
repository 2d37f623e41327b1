import { createI18n } from 'vue-i18n'
import id from './id'
import type { Words } from './join'
import { compile } from './message'

export type Locale = 'id' | 'en'
/** Words that only some pages need come with them. */
export type Area = 'staff' | 'settings' | 'sla' | 'print' | 'audit'

const LOCALE = 'locale'

export const i18n = createI18n({
  legacy: false,
  locale: 'id',
  fallbackLocale: 'id',
  messageCompiler: (text) => compile(String(text)),
  missingWarn: import.meta.env.DEV,
  fallbackWarn: import.meta.env.DEV,
  messages: { id } as Record<string, Words>,
})

type Brought = Promise<{ default: Words }>

const sources: Record<Locale, Record<'base' | Area, () => Brought>> = {
  id: {
    base: () => Promise.resolve({ default: id }),
    staff: () => import('./id.staff'),
    settings: () => import('./id.settings'),
    sla: () => import('./id.sla'),
    print: () => import('./id.print'),
    audit: () => import('./id.audit'),
  },
  en: {
    base: () => import('./en'),
    staff: () => import('./en.staff'),
    settings: () => import('./en.settings'),
    sla: () => import('./en.sla'),
    print: () => import('./en.print'),
    audit: () => import('./en.audit'),
  },
}

const areas = new Set<'base' | Area>(['base'])
const there = new Set(['id base'])

async function bring(locale: Locale, area: 'base' | Area) {
  if (there.has(`${locale} ${area}`)) return
  const words = await sources[locale][area]()
  i18n.global.mergeLocaleMessage(locale, words.default)
  there.add(`${locale} ${area}`)
}

/** Brings the words of some pages. */
export async function needWords(area: Area) {
  areas.add(area)
  await bring(locale(), area)
}

export function locale(): Locale {
  return i18n.global.locale.value as Locale
}

export async function setLocale(wanted: Locale) {
  await Promise.all([...areas].map((area) => bring(wanted, area)))
  i18n.global.locale.value = wanted
  document.documentElement.lang = wanted
  localStorage.setItem(LOCALE, wanted)
}

/** The language this computer was last used in, else Indonesian. */
export function firstLocale(): Locale {
  return localStorage.getItem(LOCALE) === 'en' ? 'en' : 'id'
}
