import type { BoardQueueFragment } from '@/api/generated/operations'

export type Queue = BoardQueueFragment

const NUMBERS = ['active', 'unassigned', 'waiting', 'urgent', 'atRisk', 'late', 'olderThanDay', 'olderThanWeek', 'olderThanMonth'] as const
export type Numbers = Record<(typeof NUMBERS)[number], number>

/** All queues together. */
export function sums(queues: readonly Numbers[]): Numbers {
  const total = Object.fromEntries(NUMBERS.map((name) => [name, 0])) as Numbers
  for (const queue of queues) for (const name of NUMBERS) total[name] += queue[name]
  return total
}

/** Up to a day, a week, a month, and older: each only what the next has not. */
export function ages(queue: Numbers): number[] {
  const { active, olderThanDay, olderThanWeek, olderThanMonth } = queue
  return [active - olderThanDay, olderThanDay - olderThanWeek, olderThanWeek - olderThanMonth, olderThanMonth]
}
