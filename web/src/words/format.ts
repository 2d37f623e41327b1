import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { indonesian, indonesianNumber, ZONES, type Form } from './indonesian'

const zone = ref('Asia/Jakarta')

export function setZone(name: string) {
  zone.value = name
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The same for `Intl`, which knows every zone and English. */
const FORMS: Record<Form | 'offset', Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  dayOfYear: { weekday: 'short', day: 'numeric', month: 'short' },
  offset: { timeZoneName: 'shortOffset', hour: 'numeric' },
}

type Words = (key: string, named: Record<string, unknown>) => string

/** At most two units, in narrow places one: `2 jam 10 mnt`. A day is 24 hours of the clock face. */
export function duration(seconds: number, t: Words, units = 2): string {
  const whole = Math.max(0, Math.floor(seconds))
  const days = Math.floor(whole / DAY)
  const hours = Math.floor((whole % DAY) / HOUR)
  const minutes = Math.floor((whole % HOUR) / MINUTE)
  const day = days > 0 && t('time.days', { n: days })
  const hour = hours > 0 && t('time.hours', { n: hours })
  const minute = (minutes > 0 || whole < HOUR) && t('time.minutes', { n: minutes })
  const [first, second] = days > 0 ? [day, hour] : [hour, minute]
  return [first, second].filter(Boolean).slice(0, units).join(' ')
}

// Making one costs a slow telephone milliseconds, and a list has hundreds of times.
const made = new Map<string, Intl.DateTimeFormat>()

function formatOf(tag: string, form: Form | 'offset'): Intl.DateTimeFormat {
  const key = `${tag} ${zone.value} ${form}`
  let format = made.get(key)
  if (!format) made.set(key, (format = new Intl.DateTimeFormat(tag, { ...FORMS[form], timeZone: zone.value })))
  return format
}

/** The local date and time as `<input type="datetime-local">` wants it, in the viewer's zone. */
export function forInput(at: Date): string {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone.value, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
    }).formatToParts(at).map((part) => [part.type, part.value]),
  )
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`
}

/** Times in the viewer's zone and language. */
export function useFormat() {
  const { t, locale } = useI18n()
  const tag = computed(() => (locale.value === 'en' ? 'en-GB' : 'id-ID'))
  const show = (at: string, form: Form) => {
    const here = ZONES[zone.value]
    return here && locale.value === 'id' ? indonesian(new Date(at), here.hours, form) : formatOf(tag.value, form).format(new Date(at))
  }

  /** Others than Indonesia's are told by their distance from UTC. */
  const zoneName = () => ZONES[zone.value]?.name ?? formatOf(tag.value, 'offset').format(new Date()).split(' ').pop()
  const time = (at: string) => show(at, 'time')
  const day = (at: string) => show(at, 'day')
  const date = (at: string) => show(at, 'date')
  const dayTime = (at: string) => `${show(at, 'dayOfYear')} ${time(at)}`
  /** `37,5` */
  const number = (value: number) =>
    locale.value === 'id' ? indonesianNumber(value) : value.toLocaleString(tag.value, { maximumFractionDigits: 1 })

  /** Short, for lists: how long ago, or the date. */
  function since(at: string): string {
    const seconds = (Date.now() - Date.parse(at)) / 1000
    if (seconds < MINUTE) return t('time.now')
    if (seconds < HOUR) return t('time.minutes', { n: Math.floor(seconds / MINUTE) })
    if (seconds < DAY) return t('time.hours', { n: Math.floor(seconds / HOUR) })
    if (seconds < 30 * DAY) return t('time.days', { n: Math.floor(seconds / DAY) })
    return date(at)
  }

  return {
    time,
    day,
    date,
    dayTime,
    /** `Rabu, 17 Juni 2026 14.30 WITA` */
    full: (at: string) => `${day(at)} ${time(at)} ${zoneName()}`,
    duration: (seconds: number, units?: number) => duration(seconds, t, units),
    since,
    /** The same in a sentence: `2 hari lalu`. */
    ago(at: string): string {
      const seconds = (Date.now() - Date.parse(at)) / 1000
      return seconds < MINUTE || seconds >= 30 * DAY ? since(at) : t('time.ago', { time: since(at) })
    },
    number,
    size(bytes: number): string {
      return bytes < 1_000_000 ? `${number(Math.ceil(bytes / 1000))} kB` : `${number(bytes / 1_000_000)} MB`
    },
    forInput,
    /** The instant of a local date and time of the viewer's zone. */
    fromInput: (text: string) => instantOf(text, zone.value).toISOString(),
  }
}

/** The instant at which a zone's clocks show `2026-07-09T14:30`. */
export function instantOf(local: string, zone: string): Date {
  const asUtc = Date.parse(`${local}Z`)
  const offset = (at: number) => {
    const shown = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    }).format(at)
    return Date.parse(`${shown.replace(' ', 'T')}Z`) - at
  }
  // The offset at the wanted time, which may differ from that at its face value in UTC.
  const first = asUtc - offset(asUtc)
  return new Date(asUtc - offset(first))
}
