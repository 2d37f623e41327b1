import { computed, ref, watch, type Ref } from 'vue'
import { useAct, type Act } from '@/api/act'
import { dropHere, keepHere, keptHere } from '@/kept/window'
import { session } from '@/session/session'
import type { Things, Values } from './fields'

/** Whether a field says the same: one that was emptied is as one that was never filled in. */
function same(one: unknown, other: unknown): boolean {
  const plain = (it: unknown) => (it === undefined || it === null || it === '' || it === false || (Array.isArray(it) && !it.length) ? null : it)
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other))
}

interface Earlier<Typed> {
  values: Partial<Typed>
  things: Things
}

/**
 * A form: what is typed, what was refused, and sending it. What was typed stays until the desk has taken it; then the form stands as it began. Under a
 * name, which is the form's and its record's, the window keeps what differs from how the form began: whoever pressed Esc, or whose session ended, finds it
 * when they open the form again. A report and a reply are kept beyond their window, too (`report/begun.ts`, `ticket/draft.ts`).
 */
export function useForm<Typed extends object = Values>(start: () => Typed, name?: string) {
  const { busy, refusals, act } = useAct()
  const person = session.viewer.value?.person.id
  const place = person && name ? `form ${name}` : null
  const earlier = (place && person && (keptHere(person, place) as Earlier<Typed> | null)) || null
  const began: Typed = { ...start() }
  const values = ref({ ...began, ...earlier?.values }) as Ref<Typed>
  /** What was chosen in fields of their own kind, of which `values` has the ids. */
  const things = ref<Things>({ ...earlier?.things })
  /** What stands there was typed earlier, and not sent. */
  const restored = ref(earlier !== null)

  const changed = computed(() => {
    const of = (it: Typed, key: string) => (it as Record<string, unknown>)[key]
    const keys = [...new Set([...Object.keys(began), ...Object.keys(values.value)])]
    return Object.fromEntries(keys.filter((key) => !same(of(began, key), of(values.value, key))).map((key) => [key, of(values.value, key)]))
  })
  const dirty = computed(() => Object.keys(changed.value).length > 0)
  watch(
    [changed, things],
    ([now, chosen]) => {
      if (!place || !person) return
      if (Object.keys(now).length) keepHere(person, place, { values: now, things: chosen } satisfies Earlier<object>, session.shared)
      else dropHere(person, place)
    },
    { deep: true, flush: 'sync' },
  )

  /** As it began. */
  function discard() {
    values.value = { ...began }
    things.value = {}
    restored.value = false
  }
  /** Sends what is typed; what came of it, null if it was refused. */
  async function send<Done>(how: (act: Act, values: Typed) => Promise<Done | null>): Promise<Done | null> {
    const done = await how(act, values.value)
    if (done) discard()
    return done
  }
  return { values, things, busy, refusals, dirty, restored, send, discard, keeps: place !== null }
}
