import { computed, ref } from 'vue'
import { ask, Fault, SignedOut, Unreachable } from '@/api/ask'
import { TicketAssignDocument, TicketFollowDocument, TicketTakeDocument, type OutcomeFragment } from '@/api/generated/operations'
import { dropHere, keepHere, keptHere } from '@/kept/window'
import { session } from '@/session/session'

export type BulkVerb = 'TAKE' | 'ASSIGN' | 'FOLLOW'

/** A ticket of the many, with the key under which it is done once, however often it is sent. */
interface Item {
  id: string
  number: string
  version: number
  requestId: string
}
interface Job {
  verb: BulkVerb
  assignee: string | null
  items: Item[]
  /** What became of those that were sent, in their order: null, or why not. */
  refusals: (string | null)[]
}

const PLACE = 'bulk'
const me = () => session.viewer.value?.person.id

/** Whether something was begun in this window and not finished, as when the session ended in the middle. */
export function isUnfinished(): boolean {
  const person = me()
  return person !== undefined && keptHere(person, PLACE) !== null
}

async function send({ verb, assignee }: Job, { id: ticket, version: seen, requestId }: Item): Promise<OutcomeFragment> {
  if (verb === 'TAKE') return (await ask(TicketTakeDocument, { input: { ticket, seen, requestId } })).outcome
  if (verb === 'FOLLOW') return (await ask(TicketFollowDocument, { input: { ticket, requestId } })).outcome
  return (await ask(TicketAssignDocument, { input: { ticket, seen, assignee: assignee ?? '', requestId } })).outcome
}

/** The same for several tickets, one after the other: what became of each is told, and what was broken off goes on. */
export function useBulk(done: () => void) {
  const person = me() ?? ''
  const job = ref((keptHere(person, PLACE) as Job | null) ?? null)
  const running = ref(false)
  const results = computed(() => job.value?.refusals.map((refusal, at) => ({ number: job.value?.items[at]?.number ?? '', refusal })) ?? [])
  const total = computed(() => job.value?.items.length ?? 0)
  const finished = computed(() => results.value.length === total.value)

  function keep() {
    if (job.value && !finished.value) keepHere(person, PLACE, job.value, session.shared)
    else dropHere(person, PLACE)
  }

  async function goOn() {
    const it = job.value
    if (!it || running.value) return
    running.value = true
    try {
      for (const item of it.items.slice(it.refusals.length)) {
        it.refusals.push(await tried(it, item))
        keep()
      }
      done()
    } catch (error) {
      // The page is on its way to signing in; it goes on afterwards.
      if (!(error instanceof SignedOut)) throw error
    } finally {
      running.value = false
    }
  }
  async function tried(it: Job, item: Item): Promise<string | null> {
    try {
      return (await send(it, item)).userErrors.map(({ message }) => message).join(' ') || null
    } catch (error) {
      if (error instanceof Fault || error instanceof Unreachable) return error.message
      throw error
    }
  }

  function begin(verb: BulkVerb, rows: readonly { id: string; number: string; version: number }[], assignee: string | null = null) {
    const items = rows.map(({ id, number, version }) => ({ id, number, version, requestId: crypto.randomUUID() }))
    job.value = { verb, assignee, items, refusals: [] }
    keep()
    return goOn()
  }
  function end() {
    job.value = null
    dropHere(person, PLACE)
  }
  return { job, results, total, finished, running, begin, goOn, end }
}
