/**
 * What a window keeps of a person while the desk does not have it: forms that are being filled in. It outlives Esc, a reload and a session that ends by
 * itself, and comes back only for the person whose it is. On a shared computer it goes when they sign out, or when somebody else sits down.
 */
const MARK = 'kept '
/** What is kept longer than this is thrown away, in milliseconds. */
const LONGEST = 86_400_000

interface KeptHere {
  shared: boolean
  at: number
  value: unknown
}

const place = (person: string, what: string) => `${MARK}${person} ${what}`

export function keepHere(person: string, what: string, value: unknown, shared: boolean) {
  try {
    sessionStorage.setItem(place(person, what), JSON.stringify({ shared, at: Date.now(), value } satisfies KeptHere))
  } catch {
    // A window that keeps nothing works all the same.
  }
}

/** What was kept, null: nothing. */
export function keptHere(person: string, what: string): unknown {
  const found = sessionStorage.getItem(place(person, what))
  return found === null ? null : (JSON.parse(found) as KeptHere).value
}

export function dropHere(person: string, what: string) {
  sessionStorage.removeItem(place(person, what))
}

const keys = () => Array.from({ length: sessionStorage.length }, (_, at) => sessionStorage.key(at) ?? '')

/** Empties the window of everything else: whoever is locked out finds what they were filling in again. */
export function emptyWindow() {
  for (const key of keys()) if (!key.startsWith(MARK)) sessionStorage.removeItem(key)
}

/** Nothing of a person stays in this window. */
export function forgetHere(person: string) {
  for (const key of keys()) if (key.startsWith(place(person, ''))) sessionStorage.removeItem(key)
}

/** What is too old goes, and on a shared computer what others left. */
export function tidyHere(person: string) {
  for (const key of keys().filter((it) => it.startsWith(MARK))) {
    const { shared, at } = JSON.parse(sessionStorage.getItem(key) ?? '{}') as KeptHere
    if (Date.now() - at > LONGEST || (shared && !key.startsWith(place(person, '')))) sessionStorage.removeItem(key)
  }
}
