import { CalendarClock, ClipboardList, Gauge, House, Inbox, KeyRound, PenLine, ScrollText, Settings } from '@lucide/vue'
import type { Component } from 'vue'
import { audits, isStaff, type Viewer } from '@/session/session'

export interface Place {
  name: string
  title: string
  /** Where there is little room. */
  short?: string
  icon: Component
}

/** The places somebody goes to, the most used first. */
export function placesOf(viewer: Viewer): Place[] {
  const places: [boolean, Place][] = [
    [viewer.handles, { name: 'console', title: 'page.console', icon: Inbox }],
    [isStaff(viewer), { name: 'board', title: 'page.board', icon: Gauge }],
    [viewer.teams.length > 0 || viewer.coordinator, { name: 'duty', title: 'page.duty', icon: CalendarClock }],
    [viewer.serves.length > 0, { name: 'codes', title: 'page.codes', short: 'page.codesShort', icon: KeyRound }],
    [viewer.administers || audits(viewer), { name: 'audit', title: 'page.audit', icon: ScrollText }],
    [!viewer.handles, { name: 'home', title: 'page.home', icon: House }],
    // Whoever audits or administers reports from their home, too.
    [!isStaff(viewer), { name: 'report', title: 'page.reportShort', icon: PenLine }],
    [true, { name: 'reports', title: 'page.reports', short: 'page.reportsShort', icon: ClipboardList }],
    [viewer.administers, { name: 'settings', title: 'page.settings', short: 'page.settingsShort', icon: Settings }],
  ]
  return places.filter(([shown]) => shown).map(([, place]) => place)
}
