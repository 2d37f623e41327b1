import type { ClockKind, TargetUnit } from '@/api/generated/enums'
import type { LegalDeadlineFragment, SlaPoliciesPreviewQueryVariables, SlaPolicyFragment } from '@/api/generated/operations'

export type Policy = SlaPolicyFragment
export type Promised = Policy['targets'][number]
export type Legal = LegalDeadlineFragment
/** All that is promised. */
export interface Book {
  policies: Policy[]
  legalDeadlines: Legal[]
}
export type Input = SlaPoliciesPreviewQueryVariables['input']

/** The clocks that a policy promises something on, in the order in which a ticket meets them. */
export const PROMISED = ['FIRST_RESPONSE', 'TIER1', 'TIER2_ACCEPT', 'TIER2', 'RESOLUTION'] as const satisfies readonly ClockKind[]

/** The policies as the desk takes them. */
export function toInput({ policies, legalDeadlines }: Book): Input {
  return {
    policies: policies.map(({ targets, ...policy }) => ({
      ...policy,
      targets: targets.map(({ target, ...promise }) => ({ ...promise, ...target })),
    })),
    legalDeadlines: legalDeadlines.map(({ target, ...deadline }) => ({ ...deadline, ...target })),
  }
}

export function newPolicy(): Policy {
  return {
    code: '',
    name: '',
    when: { kinds: [], services: [], priorities: [], units: [], requesterTypes: [] },
    countFrom: 'OPEN',
    thirdParty: 'COMMON_SERVICES',
    onReopen: 'RESUME',
    basis: '',
    note: '',
    targets: [],
  }
}

/** One item a place up or down; at the end it stays. */
export function moved<Item>(items: readonly Item[], index: number, by: -1 | 1): Item[] {
  const to = index + by
  const all = [...items]
  const [item] = all.splice(index, 1)
  if (item === undefined || to < 0 || to >= items.length) return [...items]
  all.splice(to, 0, item)
  return all
}

type Words = (key: string, named: Record<string, unknown>) => string

/** `4 jam kerja`, `3 hari kerja`: whole hours and days where the minutes make some. */
export function targetText({ value, unit }: { value: number; unit: TargetUnit }, t: Words): string {
  if (unit === 'BUSINESS_DAYS') return t('sla.businessDays', { n: value })
  const kind = unit === 'WORKING_MINUTES' ? 'working' : 'calendar'
  if (kind === 'calendar' && value % 1440 === 0) return t('sla.calendarDays', { n: value / 1440 })
  return value % 60 === 0 ? t(`sla.${kind}Hours`, { n: value / 60 }) : t(`sla.${kind}Minutes`, { n: value })
}
