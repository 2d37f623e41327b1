import {
  AlarmClock,
  ArrowUpFromLine,
  AtSign,
  Building2,
  CircleDashed,
  CirclePause,
  ClockAlert,
  CornerDownLeft,
  Eye,
  FilePenLine,
  Hourglass,
  Inbox,
  Layers,
  MessageCircleReply,
  PhoneMissed,
  ShieldQuestion,
  TimerReset,
  UserRound,
  UsersRound,
} from '@lucide/vue'
import type { Component } from 'vue'
import type { TicketOrder, TicketViewName } from '@/api/generated/enums'
import type { Viewer } from '@/session/session'

export interface View {
  name: TicketViewName
  /** How the address calls it. */
  slug: string
  icon: Component
}

const VIEWS: (View & { for: (viewer: Viewer) => boolean })[] = [
  { name: 'MY_WORK', slug: 'tiket-saya', icon: UserRound, for: (it) => it.handles },
  { name: 'UNIT_QUEUE', slug: 'antrean-opd', icon: Building2, for: (it) => it.serves.length > 0 },
  { name: 'TEAM_QUEUE', slug: 'antrean-tim', icon: UsersRound, for: (it) => it.teams.length > 0 },
  { name: 'UNASSIGNED', slug: 'belum-ada-petugas', icon: CircleDashed, for: (it) => it.handles },
  { name: 'WAITING', slug: 'menunggu', icon: Hourglass, for: (it) => it.handles },
  { name: 'AT_RISK', slug: 'hampir-jatuh-tempo', icon: ClockAlert, for: () => true },
  { name: 'LATE', slug: 'terlambat', icon: AlarmClock, for: () => true },
  { name: 'PAUSED', slug: 'jeda', icon: CirclePause, for: (it) => it.handles },
  { name: 'EXCEPTIONS_ASKED', slug: 'pengecualian', icon: TimerReset, for: (it) => it.coordinator },
  { name: 'REPLIED_AFTER_END', slug: 'dibalas', icon: MessageCircleReply, for: (it) => it.handles },
  { name: 'UNTOLD', slug: 'belum-diberi-tahu', icon: PhoneMissed, for: (it) => it.handles },
  { name: 'TO_COMPLETE', slug: 'belum-dilengkapi', icon: FilePenLine, for: (it) => it.serves.length > 0 || it.coordinator },
  { name: 'CAME_BACK', slug: 'kembali-dari-tier-2', icon: CornerDownLeft, for: (it) => it.serves.length > 0 || it.coordinator },
  { name: 'AT_TIER2', slug: 'di-tier-2', icon: ArrowUpFromLine, for: (it) => it.serves.length > 0 || it.coordinator },
  { name: 'OUR_PEOPLE', slug: 'orang-kami', icon: AtSign, for: (it) => it.serves.length > 0 },
  { name: 'WITHOUT_TIER1', slug: 'tanpa-tier1', icon: ShieldQuestion, for: (it) => it.coordinator },
  { name: 'FOLLOWED', slug: 'diikuti', icon: Eye, for: () => true },
  { name: 'ACTIVE', slug: 'aktif', icon: Inbox, for: () => true },
  { name: 'ALL', slug: 'semua', icon: Layers, for: () => true },
]

/** Lists of work show first what is due first, the others what is new. */
const BY_DUE: readonly TicketViewName[] = ['MY_WORK', 'UNIT_QUEUE', 'TEAM_QUEUE', 'UNASSIGNED', 'CAME_BACK', 'AT_RISK', 'LATE']

export function usualOrder(view: View): TicketOrder {
  return BY_DUE.includes(view.name) ? 'DUE' : 'NEWEST'
}

/** The lists that somebody works with. */
export function viewsFor(viewer: Viewer): View[] {
  return VIEWS.filter((it) => it.for(viewer))
}

/** Where somebody's day begins: with what waits for them. */
export function firstView(viewer: Viewer): View {
  const wanted: TicketViewName = viewer.teams.length ? 'TEAM_QUEUE' : viewer.serves.length ? 'UNIT_QUEUE' : 'ACTIVE'
  const views = viewsFor(viewer)
  const found = views.find(({ name }) => name === wanted) ?? views[0]
  if (!found) throw new Error('everybody has the list of all tickets')
  return found
}
