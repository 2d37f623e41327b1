import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { troubleOf } from '@/api/answer'
import { ask } from '@/api/ask'
import { ViewerChooseLanguageDocument } from '@/api/generated/operations'
import { session } from './session'
import { setLocale, type Locale } from '@/words'

/** The language of the page; of somebody who is signed in also that of letters and refusals. */
export function useLanguage() {
  const { locale } = useI18n()
  const other = computed<Locale>(() => (locale.value === 'en' ? 'id' : 'en'))
  async function choose(wanted: Locale) {
    await setLocale(wanted)
    if (!session.viewer.value) return
    try {
      await ask(ViewerChooseLanguageDocument, { input: { language: wanted === 'en' ? 'EN' : 'ID' } })
    } catch (error) {
      // The page speaks it already; without a line the desk learns of it with the next choice.
      troubleOf(error)
    }
  }
  return { other, choose }
}
