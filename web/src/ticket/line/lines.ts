import type { EventKind } from '@/api/generated/enums'
import type { EntryFragment } from '@/api/generated/operations'

/** The words of a key. */
export type Words = (key: string) => string

/** A kind of line in a timeline: what happened, in one quiet sentence. Each is a file in `kinds/`; its words are `event.KIND` and, to the requester, `toldEvent.KIND`. */
export interface Line {
  /** Of which events; every other event gets the line that everything has. */
  events: readonly EventKind[]
  /** Whether those who work on the ticket read a line, beside the texts that came with the event; they do where nothing is said. */
  forStaff?: (entry: Pick<EntryFragment, 'messages'>) => boolean
  /** What its requester reads is said with this; without it the requester reads no line: a text says itself, and the rest is the desk's affair. */
  forRequester?: (entry: EntryFragment) => Record<string, string>
  /** More of it, in short, than what it changed. */
  details?: (entry: EntryFragment, t: Words) => string[]
}

const files = import.meta.glob<Line>('./kinds/*.ts', { eager: true, import: 'default' })
const EVERYTHING: Line = { events: [] }
const known = new Map(Object.values(files).flatMap((line) => line.events.map((kind) => [kind, line] as const)))

export const lineOf = (kind: EventKind): Line => known.get(kind) ?? EVERYTHING

/** What an event changed, in short. */
export function changes(it: EntryFragment, t: Words): string[] {
  const change = (was: string | null, now: string | null, words: string) =>
    now && (was ? `${t(`${words}.${was}`)} → ${t(`${words}.${now}`)}` : t(`${words}.${now}`))
  const found = [
    it.queueUnit?.name,
    it.team?.name,
    it.assignee && it.assignee.id !== it.actor?.id && it.assignee.name,
    it.ticketKind && t(`kind.${it.ticketKind}`),
    change(it.priorityBefore, it.priority, 'priority'),
    ...new Set(it.clocks.map(({ kind }) => t(`clock.${kind}`))),
    it.confidentiality && t(`confidentiality.${it.confidentiality}`),
  ]
  return found.filter((text): text is string => Boolean(text))
}
