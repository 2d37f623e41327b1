import { reactive } from 'vue'
import { ask, Fault, Unreachable } from '@/api/ask'
import { TicketOpenDocument, type TicketOpenMutationVariables } from '@/api/generated/operations'
import { session } from '@/session/session'

type Input = TicketOpenMutationVariables['input']

export interface Waiting {
  /** Also the request's key: sent twice, done once. */
  id: string
  person: string
  title: string
  at: string
  input: Input
  refusal: string | null
}

const KEY = 'outbox'

function stored(): Waiting[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as Waiting[]
  } catch {
    return []
  }
}

/** *Belum terkirim*: reports that wait for a line. They belong to the person and are gone when they sign out. */
export const outbox = reactive<Waiting[]>(stored())

function keep() {
  sessionStorage.setItem(KEY, JSON.stringify(outbox))
}

export function put(id: string, input: Input, title: string) {
  const person = session.viewer.value?.person.id ?? ''
  outbox.push({ id, person, title, at: new Date().toISOString(), input, refusal: null })
  keep()
}

export function drop(id: string) {
  const at = outbox.findIndex((it) => it.id === id)
  if (at >= 0) outbox.splice(at, 1)
  keep()
}

let sending = false

/** Sends what waits, in order; stops where there is no line. Called when the line is back. */
export async function sendWaiting(): Promise<string[]> {
  const me = session.viewer.value?.person.id
  if (sending || !me) return []
  sending = true
  const numbers: string[] = []
  try {
    for (const it of outbox.filter(({ person, refusal }) => person === me && !refusal)) {
      try {
        const { outcome } = await ask(TicketOpenDocument, { input: it.input })
        if (outcome.ticket) {
          numbers.push(outcome.ticket.number)
          drop(it.id)
        } else it.refusal = outcome.userErrors.map(({ message }) => message).join(' ')
      } catch (error) {
        if (error instanceof Unreachable) break
        if (!(error instanceof Fault)) throw error
        it.refusal = error.message
      }
    }
  } finally {
    sending = false
    keep()
  }
  return numbers
}
