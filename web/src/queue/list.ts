import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import { troubleOf, type Trouble } from '@/api/answer'
import { ask } from '@/api/ask'
import { TicketListDocument, type TicketListQueryVariables, type TicketRowFragment } from '@/api/generated/operations'

export type ListQuery = Pick<TicketListQueryVariables, 'view' | 'filter' | 'order'>

/** Rows asked for at a time; the desk gives at most 100. */
const PAGE = 50
const MOST = 100

/**
 * A list of tickets that grows while one scrolls, and stays fresh: after a hint what is loaded is read again. Marked as changed is what anybody else
 * did, a word of the requester's too, which moves no version (R6): neither the ticket that lies open, nor what was done to a ticket here.
 */
export function useTicketList(query: () => ListQuery, open: () => string | undefined = () => undefined) {
  const rows = shallowRef<TicketRowFragment[]>([])
  const cursor = ref<string | null>(null)
  const loading = ref(false)
  const ready = ref(false)
  const trouble = shallowRef<Trouble | null>(null)
  /** Those that changed while nobody looked at them. */
  const fresh = reactive(new Set<string>())
  /** What one did oneself and the list has not shown yet. */
  const mine = new Set<string>()
  let running: AbortController | null = null

  async function read(count: number, after: string | null, signal: AbortSignal) {
    const { tickets } = await ask(TicketListDocument, { ...query(), first: count, after }, signal)
    return { rows: tickets.nodes, next: tickets.pageInfo.hasNextPage ? tickets.pageInfo.endCursor : null }
  }

  async function run(work: (signal: AbortSignal) => Promise<void>) {
    running?.abort()
    const mine = (running = new AbortController())
    loading.value = true
    try {
      await work(mine.signal)
      if (!mine.signal.aborted) trouble.value = null
    } catch (error) {
      if (!mine.signal.aborted) trouble.value = troubleOf(error)
    } finally {
      if (running === mine) {
        loading.value = false
        ready.value = true
      }
    }
  }

  function begin() {
    rows.value = []
    ready.value = false
    fresh.clear()
    return run(async (signal) => {
      const page = await read(PAGE, null, signal)
      if (signal.aborted) return
      rows.value = page.rows
      cursor.value = page.next
    })
  }

  function more() {
    if (loading.value || !cursor.value) return
    void run(async (signal) => {
      const page = await read(PAGE, cursor.value, signal)
      if (signal.aborted) return
      const known = new Set(rows.value.map(({ id }) => id))
      rows.value = [...rows.value, ...page.rows.filter(({ id }) => !known.has(id))]
      cursor.value = page.next
    })
  }

  function refresh() {
    return run(async (signal) => {
      const count = Math.max(PAGE, rows.value.length)
      let all: TicketRowFragment[] = []
      let after: string | null = null
      do {
        const page: Awaited<ReturnType<typeof read>> = await read(Math.min(MOST, count - all.length), after, signal)
        if (signal.aborted) return
        all = [...all, ...page.rows]
        after = page.next
      } while (after && all.length < count)
      const said = ({ version, lastActivityAt }: TicketRowFragment) => `${version} ${lastActivityAt}`
      const before = new Map(rows.value.map((row) => [row.id, said(row)]))
      for (const row of all) {
        if (before.get(row.id) === said(row)) continue
        if (!mine.delete(row.id) && row.number !== open()) fresh.add(row.id)
      }
      rows.value = all
      cursor.value = after
    })
  }

  /** Says what was done here: whoever did it need not be told. */
  function did(ids: readonly string[]) {
    for (const id of ids) if (!fresh.delete(id)) mine.add(id)
  }

  watch(() => JSON.stringify(query()), begin, { immediate: true })
  onScopeDispose(() => running?.abort())
  return { rows, loading, ready, trouble, fresh, more, refresh, did, begin, hasMore: computed(() => cursor.value !== null) }
}
