import { ref, watch, type Ref } from 'vue'

/** What somebody has begun to write, kept while their session lasts; gone from the screen and the browser when they sign out. */
export function useDraft(key: () => string): Ref<string> {
  const name = () => `draft ${key()}`
  const text = ref(sessionStorage.getItem(name()) ?? '')
  watch(key, () => (text.value = sessionStorage.getItem(name()) ?? ''))
  watch(text, (now) => {
    if (now) sessionStorage.setItem(name(), now)
    else sessionStorage.removeItem(name())
  })
  return text
}
