import type { EscalationReason } from '@/api/generated/enums'

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
