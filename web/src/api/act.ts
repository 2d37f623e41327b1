import { ref, shallowRef } from 'vue'
import { ask, Fault, SignedOut, Unreachable } from './ask'
import type { RefusedFragment } from './generated/operations'
import type { Operation } from './operation'
import { askProof } from '@/session/proof'

export type Refusal = RefusedFragment

/** Marks a trouble of ours among refusals of the desk. */
export const NO_LINE = 'NO_LINE'
export const BROKEN = 'BROKEN'
/** The desk wants the password once more. */
const PASSWORD_AGAIN = 'PASSWORD_AGAIN'

/** Sends an operation and says whether it was done. */
export type Act = ReturnType<typeof useAct>['act']

type Payload = { userErrors: Refusal[] }

/** Something a person does: refused in words, or done. What was typed stays with whoever typed it until it is done. */
export function useAct() {
  const busy = ref(false)
  const refusals = shallowRef<Refusal[]>([])
  // Sent twice, done once (R7): the key stays the same until the desk has answered.
  let key = crypto.randomUUID()

  /** The payload if it was done, null if it was refused. */
  async function act<Result, Variables, Chosen extends Payload>(
    operation: Operation<Result, Variables>,
    variables: (requestId: string) => Variables,
    choose: (result: Result) => Chosen,
  ): Promise<Chosen | null> {
    if (busy.value) return null
    busy.value = true
    refusals.value = []
    try {
      let payload = choose(await ask(operation, variables(key)))
      if (payload.userErrors.some(({ code }) => code === PASSWORD_AGAIN) && (await askProof())) {
        payload = choose(await ask(operation, variables(key)))
      }
      key = crypto.randomUUID()
      refusals.value = payload.userErrors
      return payload.userErrors.length === 0 ? payload : null
    } catch (error) {
      const trouble = (code: string): Refusal[] => [{ code, message: '', field: null, changes: null }]
      if (error instanceof Unreachable) refusals.value = trouble(NO_LINE)
      else if (error instanceof Fault) refusals.value = trouble(BROKEN)
      else if (!(error instanceof SignedOut)) throw error
      return null
    } finally {
      busy.value = false
    }
  }

  const clear = () => (refusals.value = [])
  return { busy, refusals, act, clear }
}
