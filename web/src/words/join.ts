/** Words by key; keys within keys are groups. */
export interface Words {
  [key: string]: string | Words
}

/** The words of several folders as one: a group may be filled by several of them, a word stands in one. */
export function join(parts: Record<string, Words>): Words {
  const all: Words = {}
  for (const part of Object.values(parts)) fill(all, part)
  return all
}

function fill(into: Words, part: Words) {
  for (const [key, value] of Object.entries(part)) {
    const there = into[key]
    if (typeof value === 'string') into[key] = value
    else fill(typeof there === 'object' ? there : (into[key] = {}), value as Words)
  }
}
