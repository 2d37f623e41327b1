/** What has to reach the desk before somebody leaves: it is asked for while they are still signed in. */
const last = new Set<() => Promise<void>>()

/** Adds something; returns how it is taken back. */
export function beforeLeaving(work: () => Promise<void>): () => void {
  last.add(work)
  return () => void last.delete(work)
}

export async function leave() {
  await Promise.allSettled([...last].map((work) => work()))
}
