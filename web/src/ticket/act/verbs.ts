import {
  ArrowRightLeft,
  ArrowUpFromLine,
  Ban,
  Building2,
  CalendarClock,
  CircleCheckBig,
  CornerDownLeft,
  Eye,
  FileCheck,
  FileLock2,
  FilePenLine,
  GitMerge,
  Hand,
  Handshake,
  Lightbulb,
  Link,
  MailQuestion,
  PhoneCall,
  Play,
  RefreshCcwDot,
  RotateCcw,
  SendHorizontal,
  SlidersHorizontal,
  Tag,
  TimerReset,
  UserPlus,
  UserRoundCheck,
} from '@lucide/vue'
import type { Component } from 'vue'
import type { TicketKind, TicketVerb } from '@/api/generated/enums'

export interface Offer {
  verb: TicketVerb
  icon: Component
  key?: string
}

/** In the order in which they are offered: first what moves the work on. Replies and notes have a place of their own. */
const OFFERS: Offer[] = [
  { verb: 'ACCEPT', icon: Handshake, key: 'a' },
  { verb: 'TAKE', icon: Hand, key: 't' },
  { verb: 'RESUME', icon: Play },
  { verb: 'RESOLVE', icon: CircleCheckBig, key: 's' },
  { verb: 'ANSWER', icon: SendHorizontal },
  { verb: 'ESCALATE', icon: ArrowUpFromLine, key: 'e' },
  { verb: 'COMPLETE_REQUEST', icon: FilePenLine },
  { verb: 'RETURN', icon: CornerDownLeft },
  { verb: 'CONFIRM', icon: PhoneCall },
  { verb: 'REOPEN', icon: RotateCcw },
  { verb: 'ASK', icon: MailQuestion, key: 'i' },
  { verb: 'COMPLETE_FILE', icon: FileCheck },
  { verb: 'HOLD', icon: CalendarClock },
  { verb: 'FORWARD', icon: Building2 },
  { verb: 'HAND_OVER', icon: ArrowRightLeft },
  { verb: 'ASSIGN', icon: UserRoundCheck },
  { verb: 'RECLASSIFY', icon: SlidersHorizontal },
  { verb: 'INVOLVE', icon: UserPlus },
  { verb: 'FOLLOW', icon: Eye },
  { verb: 'TAG', icon: Tag },
  { verb: 'LINK', icon: Link },
  { verb: 'PROMOTE_TO_PROBLEM', icon: RefreshCcwDot },
  { verb: 'RAISE_CHANGE', icon: Lightbulb },
  { verb: 'MERGE', icon: GitMerge },
  { verb: 'ASK_EXCEPTION', icon: TimerReset },
  { verb: 'DECIDE_EXCEPTION', icon: TimerReset },
  { verb: 'REDACT', icon: FileLock2 },
  { verb: 'REJECT', icon: Ban },
  { verb: 'CANCEL', icon: Ban },
]

/** Done at once, without a form: each can be seen at once and taken back. */
export const AT_ONCE: readonly TicketVerb[] = ['ACCEPT', 'TAKE', 'RESUME', 'FOLLOW']

/** How many are shown as buttons; the rest is in a menu. */
const SHOWN = 4

interface Situation {
  viewerCan: readonly TicketVerb[]
  assignee: { id: string } | null
  kind: TicketKind | null
  service: { id: string } | null
}

/** What can be done to a ticket now, the next step first. */
export function offers(ticket: Situation, me: string): { shown: Offer[]; more: Offer[] } {
  const mine = ticket.assignee?.id === me
  // Without kind and service nothing can be solved: to choose them is the next step.
  const classify = ticket.kind && ticket.service ? [] : OFFERS.filter(({ verb }) => verb === 'RECLASSIFY')
  const can = [...classify, ...OFFERS.filter((it) => !classify.includes(it))].filter(({ verb }) => ticket.viewerCan.includes(verb) && !(verb === 'TAKE' && mine))
  // Taking over from somebody is never the next step, and to accept is to take.
  const rarely = (ticket.assignee && !mine) || ticket.viewerCan.includes('ACCEPT')
  const next = rarely ? can.filter(({ verb }) => verb !== 'TAKE') : can
  const shown = next.filter(({ verb }) => !RARE.has(verb)).slice(0, SHOWN)
  return { shown, more: can.filter((it) => !shown.includes(it)) }
}

const RARE: ReadonlySet<TicketVerb> = new Set<TicketVerb>([
  'FOLLOW',
  'INVOLVE',
  'ASK_EXCEPTION',
  'DECIDE_EXCEPTION',
  'TAG',
  'LINK',
  'MERGE',
  'REDACT',
  'REJECT',
  'CANCEL',
  'PROMOTE_TO_PROBLEM',
  'RAISE_CHANGE',
])
