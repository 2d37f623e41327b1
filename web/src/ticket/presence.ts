import { onScopeDispose, ref, shallowRef } from 'vue'
import { TicketPresenceDocument, type WhoFragment } from '@/api/generated/operations'
import type { PresenceDoing } from '@/api/generated/enums'
import { useSubscription } from '@/api/live'

/** So long after the last letter somebody still writes. */
const STILL = 15_000
/** Whoever begins to write is gone for a moment and comes back as writing: not worth showing. */
const SETTLE = 400

export interface Present {
  person: WhoFragment
  doing: PresenceDoing
}

/** Who else is on a ticket. Whoever asks is seen there, too. */
export function usePresence(ticket: () => string | null) {
  const others = shallowRef<readonly Present[]>([])
  const writing = ref(false)
  let still: ReturnType<typeof setTimeout> | undefined
  let settle: ReturnType<typeof setTimeout> | undefined

  useSubscription(
    TicketPresenceDocument,
    () => {
      const id = ticket()
      return id ? { ticket: id, doing: writing.value ? ('WRITING' as const) : ('VIEWING' as const) } : null
    },
    ({ ticketPresence }) => {
      clearTimeout(settle)
      const found = ticketPresence.flatMap(({ person, doing }) => (person ? [{ person, doing }] : []))
      settle = setTimeout(() => (others.value = found), SETTLE)
    },
    () => (others.value = []),
  )
  /** To be called with every letter. */
  function types() {
    writing.value = true
    clearTimeout(still)
    still = setTimeout(rests, STILL)
  }
  function rests() {
    clearTimeout(still)
    writing.value = false
  }
  onScopeDispose(() => {
    clearTimeout(still)
    clearTimeout(settle)
  })
  return { others, types, rests }
}
