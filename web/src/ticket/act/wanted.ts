import type { EscalationReason } from '@/api/generated/enums'

/** What Tier 1 asks of Tier 2, while it is being written. */
export interface Wanted {
  reason: EscalationReason | ''
  diagnosis: string
  stepsTried: string
  helpWanted: string
}

/** The fields, as refusals name them. */
export const WANTED = ['reason', 'diagnosis', 'stepsTried', 'helpWanted']

export const nothingWanted = (): Wanted => ({ reason: '', diagnosis: '', stepsTried: '', helpWanted: '' })

/** The request as the desk takes it, null while nobody has chosen a reason. The desk itself refuses a blank text, and says which. */
export function wantedInput({ reason, ...texts }: Wanted) {
  return reason ? { reason, ...texts } : null
}
