export const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const
export type Day = (typeof DAYS)[number]
/** Opening and closing, `HH:MM`; may end at 24:00. */
export type Window = [string, string]
export type Week = Record<Day, Window[]>

export interface CalendarDocument {
  code: string
  name: string
  mode: 'WEEKLY' | 'ALWAYS'
  zone: string
  week: Week | null
  holidaySets: string[]
  optionalHolidaySets: string[]
  replacements: { name: string; from: string; to: string; week: Week }[]
}

const MINUTES = 24 * 60

export function minutes(clock: string): number {
  const [hours = 0, rest = 0] = clock.split(':').map(Number)
  return hours * 60 + rest
}

/** The other way round: `450` is `07:30`. */
export function clockOf(at: number): string {
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
}

/** A window as parts of the day, for drawing. */
export function part([from, to]: Window): { left: string; width: string } {
  const begin = minutes(from)
  return { left: `${(begin / MINUTES) * 100}%`, width: `${((Math.min(minutes(to), MINUTES) - begin) / MINUTES) * 100}%` }
}

/** `07:30-12:00, 13:00-16:00` */
export function windowsText(windows: readonly Window[]): string {
  return windows.map((it) => it.join('–')).join(', ')
}

/** The windows of such a line; null if it is none. */
export function windowsFrom(text: string): Window[] | null {
  const parts = text.split(/[,;]/).map((it) => it.trim()).filter(Boolean)
  const windows: Window[] = []
  for (const it of parts) {
    const found = /^(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})$/.exec(it)
    if (!found) return null
    const [, fromHour = '', fromMinute = '', toHour = '', toMinute = ''] = found
    const window: Window = [`${fromHour.padStart(2, '0')}:${fromMinute}`, `${toHour.padStart(2, '0')}:${toMinute}`]
    if (minutes(window[0]) >= minutes(window[1])) return null
    windows.push(window)
  }
  return windows
}

/** Working hours of a week, in minutes. */
export function weekMinutes(week: Week): number {
  return DAYS.flatMap((day) => week[day] ?? []).reduce((sum, [from, to]) => sum + minutes(to) - minutes(from), 0)
}
