import { onScopeDispose, reactive } from 'vue'

export interface Key {
  /** As `KeyboardEvent.key` says it. */
  key: string
  /** The key of the words that say what it does. */
  words: string
  run: () => void
}

const pages = reactive<Key[][]>([])

/** The keys that work now, those of the innermost page first. */
export function keysNow(): Key[] {
  const seen = new Set<string>()
  return pages
    .toReversed()
    .flat()
    .filter(({ key }) => !seen.has(key) && seen.add(key))
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  // A dialog has keys of its own, and whoever types means letters.
  if (isTyping(event.target) || document.querySelector('dialog[open], [role="menu"]')) return
  const found = keysNow().find(({ key }) => key === event.key)
  if (!found) return
  event.preventDefault()
  found.run()
})

/** Keys that work while the component lives. */
export function useKeys(keys: Key[]) {
  pages.push(keys)
  onScopeDispose(() => {
    const at = pages.findIndex((it) => it.length === keys.length && it.every(({ key }, index) => key === keys[index]?.key))
    if (at >= 0) pages.splice(at, 1)
  })
}
