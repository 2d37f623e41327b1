import type { EscalationReason } from '@/api/generated/enums'
import type { ActTicket } from './ticketAct'

/** What Tier 1 asks of Tier 2, while it is being written. */
export interface SolutionRequestTyped {
  reason: EscalationReason | ''
  diagnosis: string
  stepsTried: string
  helpWanted: string
}

/** The fields, as refusals name them. */
export const SOLUTION_REQUEST_FIELDS = ['reason', 'diagnosis', 'stepsTried', 'helpWanted']

export const emptySolutionRequest = (): SolutionRequestTyped => ({ reason: '', diagnosis: '', stepsTried: '', helpWanted: '' })

/** The request as the desk takes it, null while nobody has chosen a reason. The desk itself refuses a blank text, and says which. */
export function solutionRequestInput({ reason, ...texts }: SolutionRequestTyped) {
  return reason ? { reason, ...texts } : null
}

/** The newest request, if Tier 2 sent it back, with what Tier 2 asks for; null otherwise. */
export function newestReturned({ solutionRequests, timeline }: Pick<ActTicket, 'solutionRequests' | 'timeline'>) {
  const [request] = solutionRequests.toSorted((a, b) => Date.parse(b.openedAt) - Date.parse(a.openedAt))
  if (request?.state !== 'RETURNED') return null
  const texts = timeline.findLast(({ kind }) => kind === 'TICKET_RETURNED')?.messages ?? []
  return { request, missing: texts.filter(({ erasedAt }) => !erasedAt).map(({ text }) => text).join('\n') }
}
