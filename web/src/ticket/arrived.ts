import type { EntryFragment } from '@/api/generated/operations'

type Entry = Pick<EntryFragment, 'seq' | 'at' | 'source' | 'actor' | 'messages'>

/** The number of the last thing that happened on the ticket itself, until an instant. */
export function lastSeq(entries: readonly Entry[], until?: string): number {
  const end = until === undefined ? Infinity : Date.parse(until)
  return Math.max(0, ...entries.filter(({ source, at }) => source === null && Date.parse(at) <= end).map(({ seq }) => seq))
}

/** What others have written since. */
export function arrivedSince<It extends Entry>(entries: readonly It[], began: number, me: string): It[] {
  return entries.filter(({ source, seq, actor, messages }) => source === null && seq > began && actor?.id !== me && messages.length > 0)
}
