import { expect, it } from 'vitest'
import { arrivedSince, lastSeq } from './arrived'

const entry = (seq: number, who: string, text: string | null, source: string | null = null) => ({
  seq,
  at: `2026-11-20T08:0${seq}:00Z`,
  source,
  actor: { id: who, name: who },
  messages: text === null ? [] : [{ id: `${seq}`, kind: 'REPLY' as const, audience: 'PUBLIC' as const, html: text, text, erasedAt: null }],
})
const timeline = [entry(1, 'sari', 'Mati'), entry(2, 'budi', null), entry(9, 'ayu', 'lain', 'ticket:other'), entry(3, 'sari', 'Masih'), entry(4, 'budi', 'Saya cek')]

it('begins with what was there, on the ticket itself', () => {
  expect(lastSeq(timeline)).toBe(4)
  expect(lastSeq(timeline, '2026-11-20T08:02:30Z')).toBe(2)
  expect(lastSeq([])).toBe(0)
})

it('tells of the words of others only', () => {
  expect(arrivedSince(timeline, 1, 'budi').map(({ seq }) => seq)).toEqual([3])
  expect(arrivedSince(timeline, 3, 'sari').map(({ seq }) => seq)).toEqual([4])
  expect(arrivedSince(timeline, 4, 'sari')).toEqual([])
})
