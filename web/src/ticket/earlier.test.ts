import { expect, test } from 'vitest'
import type { EntryFragment } from '@/api/generated/operations'
import { joined } from './earlier'

const entries = (...seqs: number[]) => seqs.map((seq) => ({ seq, source: null }) as EntryFragment)
const seqs = (known: readonly EntryFragment[]) => known.map(({ seq }) => seq)

test('what was read before stays while newer things happen', () => {
  expect(seqs(joined(entries(1, 2, 3, 4), entries(3, 4, 5)))).toEqual([1, 2, 3, 4, 5])
  expect(seqs(joined(entries(3, 4), entries(3, 4)))).toEqual([3, 4])
})

test('nothing is shown as if it were whole with a gap in it', () => {
  expect(seqs(joined(entries(1, 2, 3), entries(5, 6)))).toEqual([5, 6])
  expect(seqs(joined(entries(1, 2), []))).toEqual([])
})

test('an entry of a merged ticket is another than the one of the same number here', () => {
  const merged = { seq: 3, source: 'ticket:other' } as EntryFragment
  expect(joined([merged, ...entries(3)], entries(3, 4))).toHaveLength(3)
})
