import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { ask, Fault, SignedOut, Unreachable } from './ask'
import type { Operation } from './operation'

/** What kept an answer from coming. */
export type Trouble = 'line' | 'fault'

export interface Answer<Result> {
  /** The last answer; it stays while a newer one is on its way. */
  data: ShallowRef<Result | null>
  trouble: ShallowRef<Trouble | null>
  /** What the desk says of a question that it cannot answer as it was asked, for people. */
  said: ShallowRef<string | null>
  loading: ShallowRef<boolean>
  /** Asks again. */
  again: () => Promise<void>
}

/** The trouble an error stands for; others are mistakes of ours and are thrown on. */
export function troubleOf(error: unknown): Trouble | null {
  if (error instanceof SignedOut) return null
  if (error instanceof Unreachable) return 'line'
  if (error instanceof Fault) return 'fault'
  throw error
}

/** Asks as long as the component lives: at once, and whenever the variables change. Null variables ask nothing. */
export function useAnswer<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: () => Variables | null,
): Answer<Result> {
  const data = shallowRef<Result | null>(null)
  const trouble = shallowRef<Trouble | null>(null)
  const said = shallowRef<string | null>(null)
  const loading = shallowRef(false)
  let running: AbortController | null = null

  async function again() {
    const now = variables()
    running?.abort()
    if (now === null) {
      data.value = trouble.value = said.value = null
      return
    }
    const mine = (running = new AbortController())
    loading.value = true
    try {
      const answer = await ask(operation, now, mine.signal)
      if (mine.signal.aborted) return
      data.value = answer
      trouble.value = said.value = null
    } catch (error) {
      if (mine.signal.aborted) return
      trouble.value = troubleOf(error)
      said.value = error instanceof Fault && error.code === 'BAD_USER_INPUT' ? error.message : null
    } finally {
      if (running === mine) loading.value = false
    }
  }

  watch(() => JSON.stringify(variables()), again, { immediate: true })
  onScopeDispose(() => running?.abort())
  return { data, trouble, said, loading, again }
}
