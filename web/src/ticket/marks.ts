import {
  Ban,
  CalendarClock,
  CircleCheck,
  CircleCheckBig,
  CircleDot,
  CircleHelp,
  CircleX,
  Hourglass,
  Lightbulb,
  Loader,
  MessageSquareWarning,
  MailQuestion,
  Merge,
  PackagePlus,
  RefreshCcwDot,
  Stamp,
  TriangleAlert,
} from '@lucide/vue'
import type { Component } from 'vue'
import type { Priority, TicketKind, TicketStatus } from '@/api/generated/enums'
import type { Tone } from '@/look/UiBadge.vue'

/** Never by colour alone: each has its picture and its word. */
export const STATUS: Record<TicketStatus, { icon: Component; tone: Tone }> = {
  NEW: { icon: CircleDot, tone: 'info' },
  IN_PROGRESS: { icon: Loader, tone: 'accent' },
  WAITING_REQUESTER: { icon: MailQuestion, tone: 'paused' },
  WAITING_THIRD_PARTY: { icon: Hourglass, tone: 'paused' },
  WAITING_SCHEDULE: { icon: CalendarClock, tone: 'paused' },
  WAITING_APPROVAL: { icon: Stamp, tone: 'paused' },
  RESOLVED: { icon: CircleCheck, tone: 'ok' },
  CLOSED: { icon: CircleCheckBig, tone: 'plain' },
  REJECTED: { icon: Ban, tone: 'plain' },
  CANCELLED: { icon: CircleX, tone: 'plain' },
  MERGED: { icon: Merge, tone: 'plain' },
}

export const KIND: Record<TicketKind, Component> = {
  INCIDENT: TriangleAlert,
  REQUEST: PackagePlus,
  PROBLEM: RefreshCcwDot,
  COMPLAINT: MessageSquareWarning,
  CHANGE: Lightbulb,
}

export const KIND_UNKNOWN: Component = CircleHelp

export const PRIORITY: Record<Priority, { tone: Tone; bars: number }> = {
  CRITICAL: { tone: 'danger', bars: 4 },
  HIGH: { tone: 'warn', bars: 3 },
  MEDIUM: { tone: 'plain', bars: 2 },
  LOW: { tone: 'plain', bars: 1 },
}
