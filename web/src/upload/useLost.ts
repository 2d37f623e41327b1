import { computed, ref } from 'vue'
import type { Uploads } from './uploads'

/** Files that did not get through are said before what they belong to goes out without them: the first try says it, the second one sends. */
export function useLost(uploads: () => Uploads) {
  /** Of which the writer knows. */
  const told = ref<string[]>([])
  const withoutFiles = computed(() => uploads().refused.some(({ key }) => told.value.includes(key)))

  /** Waits until the trying is over; true: something was lost that the writer does not know yet. */
  async function lost(): Promise<boolean> {
    await Promise.all(uploads().list.map(({ settled }) => settled))
    const keys = uploads().refused.map(({ key }) => key)
    const isNews = keys.some((key) => !told.value.includes(key))
    told.value = keys
    return isNews
  }
  return { withoutFiles, lost }
}
