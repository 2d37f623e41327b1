import { COORDINATORS_QUEUE } from '@/queue/filter'
import { ages, sums, type Numbers, type Queue } from './sums'

/** A number on the board, and what narrows the list of all active tickets to those that it counts. */
export interface BoardNumber {
  key: 'active' | 'atRisk' | 'late' | 'unassigned' | 'waiting' | 'urgent' | 'week'
  value: number
  query: Record<string, string>
}

const DAY = 86_400_000
/** So many days ago. */
const ago = (now: number, days: number) => new Date(now - days * DAY).toISOString()

const QUERIES: Record<BoardNumber['key'], (now: number) => Record<string, string>> = {
  active: () => ({}),
  atRisk: () => ({ jam: 'hampir' }),
  late: () => ({ jam: 'lewat' }),
  unassigned: () => ({ petugas: 'no' }),
  waiting: () => ({ menunggu: 'ya' }),
  urgent: () => ({ prioritas: 'CRITICAL,HIGH' }),
  week: (now) => ({ sebelum: ago(now, 7) }),
}

const of = (key: BoardNumber['key'], numbers: Numbers, now: number): BoardNumber => ({ key, value: key === 'week' ? numbers.olderThanWeek : numbers[key], query: QUERIES[key](now) })

/** The numbers that matter now, of all queues that somebody reads. */
export function tiles(queues: readonly Queue[], now: number): BoardNumber[] {
  const total = sums(queues)
  return (['active', 'atRisk', 'late', 'unassigned', 'urgent', 'week'] as const).map((key) => of(key, total, now))
}

/** Of which queue. */
export const queueQuery = (it: Queue): Record<string, string> => (it.team ? { tim: it.team.id } : { antrean: it.unit?.id ?? COORDINATORS_QUEUE })

/** The numbers of one queue, in the order of the columns. */
export function numbersOf(it: Queue, now: number): BoardNumber[] {
  const here = (number: BoardNumber) => ({ ...number, query: { ...queueQuery(it), ...number.query } })
  return (['active', 'unassigned', 'waiting', 'urgent', 'atRisk', 'late'] as const).map((key) => here(of(key, it, now)))
}

/** Its tickets by age: up to a day, a week, a month, and older; with the list of each. */
export function agesOf(it: Queue, now: number): { value: number; query: Record<string, string> }[] {
  const [day, week, month] = [ago(now, 1), ago(now, 7), ago(now, 30)]
  const spans: Record<string, string>[] = [{ sejak: day }, { sejak: week, sebelum: day }, { sejak: month, sebelum: week }, { sebelum: month }]
  return ages(it).map((value, age) => ({ value, query: { ...queueQuery(it), ...spans[age] } }))
}
