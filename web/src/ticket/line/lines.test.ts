import { expect, it } from 'vitest'
import type { EventKind } from '@/api/generated/enums'
import { lineOf, type Line } from './lines'

const kinds = Object.values(import.meta.glob<Line>('./kinds/*.ts', { eager: true, import: 'default' }))

it('an event has one kind of line', () => {
  const all = kinds.flatMap(({ events }) => events)
  expect(all.filter((kind, index) => all.indexOf(kind) !== index)).toEqual([])
})

it('a text needs no line beside it, and an erased or hidden one does', () => {
  const shown = (kind: EventKind, texts: number) => lineOf(kind).forStaff?.({ messages: Array(texts).fill({}) as never }) ?? true
  expect([shown('TICKET_REPLIED', 1), shown('TICKET_REPLIED', 0), shown('TICKET_HELD', 1), shown('REQUEST_OPENED', 0)]).toEqual([false, true, true, false])
})

it('a requester reads of no event that nobody has thought of', () => {
  expect(lineOf('TICKET_ASSIGNED').forRequester).toBeUndefined()
  expect(lineOf('TICKET_FORWARDED').forRequester?.({ queueUnit: { name: 'Dinas' } } as never)).toEqual({ unit: 'Dinas' })
})
