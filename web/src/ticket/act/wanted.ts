import type { EscalationReason } from '@/api/generated/enums'

/** What Tier 1 asks of Tier 2, while it is being written. */
export interface Wanted {
  reason: EscalationReason | ''
  diagnosis: string
  stepsTried: string
  helpWanted: string
}

export const nothingWanted = (): Wanted => ({ reason: '', diagnosis: '', stepsTried: '', helpWanted: '' })

/** As the desk takes it; it refuses what is blank, and says which. */
export function wantedInput(wanted: Wanted) {
  return { ...wanted, reason: wanted.reason || ('NEEDS_TIER2_AUTHORITY' as const) }
}
