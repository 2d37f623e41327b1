import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { Fault, SignedOut, Unreachable } from '@/api/ask'

/**
 * For the small forms that are not GraphQL's: tries something and keeps the sentence with which it was refused. They do not use `form/`, because the
 * addresses of a session answer with one sentence, not with a list of refusals, and take no key of a request.
 */
export function useSaid() {
  const { t } = useI18n()
  const busy = ref(false)
  const refusal = ref<string | null>(null)
  const field = ref<string | null>(null)

  async function trying(something: () => Promise<void>) {
    if (busy.value) return
    busy.value = true
    refusal.value = field.value = null
    try {
      await something()
    } catch (error) {
      if (error instanceof Fault) {
        refusal.value = error.message || t('trouble.notDone')
        field.value = error.field
      } else if (error instanceof Unreachable) refusal.value = t('trouble.notSent')
      else if (!(error instanceof SignedOut)) throw error
    } finally {
      busy.value = false
    }
  }
  return { busy, refusal, field, trying }
}
