import { expect, it } from 'vitest'
import { indonesian, indonesianNumber, ZONES, type Form } from './indonesian'

const FORMS: Record<Form, Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  dayOfYear: { weekday: 'short', day: 'numeric', month: 'short' },
}

it.each(Object.entries(ZONES))('in %s every date reads as Intl writes it', (timeZone, { hours }) => {
  for (const form of Object.keys(FORMS) as Form[]) {
    const intl = new Intl.DateTimeFormat('id-ID', { ...FORMS[form], timeZone })
    // A little less than a day at a time, so that every hour, weekday and month comes up.
    for (let at = Date.UTC(2024, 0, 1); at < Date.UTC(2027, 0, 1); at += 85_000_000) {
      expect(indonesian(new Date(at), hours, form)).toBe(intl.format(at))
    }
  }
})

it('numbers read as Intl writes them', () => {
  const intl = new Intl.NumberFormat('id-ID', { maximumFractionDigits: 1 })
  for (const value of [0, 0.5, 1, 37.5, 99.96, 999, 1000, 1234.5, 12_345, 1_234_567.8, -3.2, -1000]) {
    expect(indonesianNumber(value)).toBe(intl.format(value))
  }
})
