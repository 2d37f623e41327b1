import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { troubleOf, type Trouble } from '@/api/answer'
import { ask } from '@/api/ask'
import { EarlierTimelineDocument, type EntryFragment } from '@/api/generated/operations'

type Entries = readonly EntryFragment[]

const key = ({ source, seq }: EntryFragment) => `${source ?? ''}/${seq}`

/** What was known, with the newest page as it is now; without what does not reach up to it any more. */
export function joined(known: Entries, newest: Entries): Entries {
  const [first] = newest
  const at = first ? known.findIndex((it) => key(it) === key(first)) : -1
  return at < 0 ? newest : [...known.slice(0, at), ...newest]
}

export interface Timeline {
  entries: ComputedRef<Entries>
  /** Whether anything happened before the first of them. */
  hasEarlier: ComputedRef<boolean>
  loading: ShallowRef<boolean>
  trouble: ShallowRef<Trouble | null>
  /** Reads what happened before. */
  more: () => Promise<void>
}

/** A ticket comes with the newest of its timeline; what was before is read when somebody asks for it, and stays while newer things happen. */
export function useTimeline(ticket: () => { id: string; timeline: Entries } | null | undefined): Timeline {
  const known = shallowRef<Entries>([])
  const loading = shallowRef(false)
  const trouble = shallowRef<Trouble | null>(null)
  watch(
    ticket,
    (now, before) => {
      known.value = now ? (now.id === before?.id ? joined(known.value, now.timeline) : now.timeline) : []
    },
    { immediate: true },
  )

  async function more() {
    const [first] = known.value
    const id = ticket()?.id
    if (!id || !first?.before || loading.value) return
    loading.value = true
    try {
      const answer = await ask(EarlierTimelineDocument, { id, before: first.before })
      // Somebody may have gone to another ticket meanwhile.
      if (known.value[0] === first) known.value = [...(answer.ticket?.timeline ?? []), ...known.value]
      trouble.value = null
    } catch (error) {
      trouble.value = troubleOf(error)
    } finally {
      loading.value = false
    }
  }

  return { entries: computed(() => known.value), hasEarlier: computed(() => !!known.value[0]?.before), loading, trouble, more }
}
