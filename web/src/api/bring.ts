/** In milliseconds. */
const FIRST = 1_000
const LONGEST = 30_000

/** Sends for a part of the portal until it comes. Only for parts that nobody waits for: what a person asked for says at once that it does not come. */
export async function bring<Part>(load: () => Promise<Part>): Promise<Part> {
  for (let wait = FIRST; ; wait = Math.min(LONGEST, wait * 2)) {
    try {
      return await load()
    } catch {
      await new Promise((go) => setTimeout(go, wait))
    }
  }
}
