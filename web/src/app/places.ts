import { ClipboardList, Gauge, House, Inbox, PenLine, Settings } from '@lucide/vue'
import type { Component } from 'vue'
import { isStaff, type Viewer } from '@/session/session'

export interface Place {
  name: string
  title: string
  icon: Component
}

/** The places somebody goes to, the most used first. */
export function placesOf(viewer: Viewer): Place[] {
  const places: [boolean, Place][] = [
    [viewer.handles, { name: 'console', title: 'page.console', icon: Inbox }],
    [isStaff(viewer), { name: 'board', title: 'page.board', icon: Gauge }],
    [!viewer.handles, { name: 'home', title: 'page.home', icon: House }],
    [!viewer.handles, { name: 'report', title: 'page.reportShort', icon: PenLine }],
    [true, { name: 'reports', title: 'page.reports', icon: ClipboardList }],
    [viewer.administers, { name: 'settings', title: 'page.settings', icon: Settings }],
  ]
  return places.filter(([shown]) => shown).map(([, place]) => place)
}
