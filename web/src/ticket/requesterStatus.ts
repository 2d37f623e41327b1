import type { TicketLabel, TicketStatus } from '@/api/generated/enums'

/** What of a ticket decides what its requester is told. */
export interface StatusFacts {
  status: TicketStatus
  tier: number
  labels: readonly TicketLabel[]
}

/** The key of the words a requester reads for where the report is: no tier, no jargon. */
export function requesterStatus({ status, tier, labels }: StatusFacts): string {
  if (status === 'IN_PROGRESS' && tier === 2 && !labels.includes('ACCEPTED_BY_TIER2')) return 'PASSED_ON'
  return status
}

export const ACTIVE: readonly TicketStatus[] = [
  'NEW',
  'IN_PROGRESS',
  'WAITING_REQUESTER',
  'WAITING_THIRD_PARTY',
  'WAITING_SCHEDULE',
  'WAITING_APPROVAL',
]

/** Those in which the requester still has something to expect or to say. */
export const OPEN: readonly TicketStatus[] = [...ACTIVE, 'RESOLVED']
export const ENDED: readonly TicketStatus[] = ['CLOSED', 'REJECTED', 'CANCELLED', 'MERGED']
