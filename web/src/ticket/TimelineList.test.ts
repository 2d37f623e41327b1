import { expect, it } from 'vitest'
import type { EntryFragment } from '@/api/generated/operations'
import { mounted } from '@/testing/mounted'
import { needWords } from '@/words'
import TimelineList from './TimelineList.vue'

const entry = (seq: number, it: Partial<EntryFragment>) => ({ seq, at: '2026-11-20T08:00:00Z', effectiveAt: '2026-11-20T08:00:00Z', source: null, actor: { id: 'budi', name: 'Budi' }, byClock: false, queueUnit: null, team: null, assignee: null, ticketKind: null, priority: null, priorityBefore: null, confidentiality: null, clocks: [], toldBy: null, messages: [], ...it })
const entries = [
  entry(1, { kind: 'TICKET_OPENED', messages: [{ id: 'm', kind: 'REPORT', audience: 'PUBLIC', html: '<p>Mati</p>', text: 'Mati', erasedAt: null }] }),
  entry(2, { kind: 'TICKET_FORWARDED', queueUnit: { id: 'u', name: 'Dinas Kesehatan', shortName: 'Dinkes' } }),
  entry(3, { kind: 'TICKET_ASSIGNED', assignee: { id: 'ayu', name: 'Ayu' } }),
  entry(4, { kind: 'TICKET_TOLD', toldBy: 'PHONE' }),
  entry(5, { kind: 'REQUEST_OPENED' }),
]
const lines = (page: ReturnType<typeof mounted>) => page.findAll('li > p').map((it) => it.get('span.min-w-0').text())
const props = { entries, files: [], requester: ['citizen'], recorded: false }

it('tells those who work on a ticket what happened, with what it changed', async () => {
  await needWords('staff')
  expect(lines(mounted(TimelineList, props))).toEqual(['Budi meneruskan: Dinas Kesehatan', 'Budi menugaskan: Ayu', 'Budi memberi tahu pelapor: lewat telepon'])
})

it('tells its requester what concerns them, in their words', () => {
  expect(lines(mounted(TimelineList, { ...props, plain: true }))).toEqual(['Diteruskan ke Dinas Kesehatan.'])
})
