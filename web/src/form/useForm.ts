import { ref, type Ref } from 'vue'
import { useAct, type Act } from '@/api/act'
import type { Values } from './fields'

/**
 * A form: what is typed, what was refused, and sending it. What was typed stays until the desk has taken it; then the form stands as it began. A report and
 * a reply are kept beyond their page, too (`report/begun.ts`, `ticket/draft.ts`).
 */
export function useForm(start: () => Values) {
  const { busy, refusals, act } = useAct()
  const values: Ref<Values> = ref({ ...start() })

  /** Sends what is typed; what came of it, null if it was refused. */
  async function send<Done>(how: (act: Act, values: Values) => Promise<Done | null>): Promise<Done | null> {
    const done = await how(act, values.value)
    if (done) values.value = { ...start() }
    return done
  }
  return { values, busy, refusals, send }
}
