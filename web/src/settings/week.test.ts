import { expect, it } from 'vitest'
import { clockOf, minutes, part, weekMinutes, windowsFrom, windowsText, type Week } from './week'

it('reads the windows that it writes', () => {
  expect(windowsFrom('07:30–12:00, 13:00–16:00')).toEqual([['07:30', '12:00'], ['13:00', '16:00']])
  expect(windowsText([['07:30', '12:00']])).toBe('07:30–12:00')
  expect(windowsFrom('7.30-12.00')).toEqual([['07:30', '12:00']])
  expect(windowsFrom('')).toEqual([])
})

it.each(['siang', '12:00-07:30', '08:00'])('does not take %s for hours', (text) => {
  expect(windowsFrom(text)).toBeNull()
})

it('draws a window as a part of the day', () => {
  expect(part(['06:00', '12:00'])).toEqual({ left: '25%', width: '25%' })
})

it('writes a moment of the day as it reads it', () => {
  expect([0, 450, 1440].map(clockOf)).toEqual(['00:00', '07:30', '24:00'])
  expect(minutes(clockOf(1125))).toBe(1125)
})

it('counts the legal week', () => {
  const day: [string, string][] = [['07:30', '12:00'], ['13:00', '16:00']]
  const friday: [string, string][] = [['07:30', '11:30'], ['13:00', '16:30']]
  const week: Week = { MON: day, TUE: day, WED: day, THU: day, FRI: friday, SAT: [], SUN: [] }
  expect(weekMinutes(week)).toBe(37.5 * 60)
})
