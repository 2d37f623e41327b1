import type { Refusal } from '@/api/act'
import { i18n } from '@/words'

/** Marks what the portal refuses itself, because it cannot even be sent. */
const REQUIRED = 'REQUIRED'

/** The sentence that stands under a field. */
export function refusalAt(refusals: readonly Refusal[], name: string): string | null {
  return refusals.find((it) => it.field === name)?.message ?? null
}

/** A field has to be filled in before anything can be sent. */
export function missing(name: string): Refusal {
  return { code: REQUIRED, message: i18n.global.t('form.required'), field: name, changes: null }
}
