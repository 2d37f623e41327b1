import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as enums from '@/api/generated/enums'
import en from './en'
import enAudit from './en.audit'
import enPrint from './en.print'
import enSettings from './en.settings'
import enSla from './en.sla'
import enStaff from './en.staff'
import id from './id'
import idAudit from './id.audit'
import idPrint from './id.print'
import idSettings from './id.settings'
import idSla from './id.sla'
import idStaff from './id.staff'

type Words = { [key: string]: string | Words }

/** Every key with its text, `a.b.c`. */
function flat(words: Words, before = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value] as [string, string]] : flat(value, `${before}${key}.`),
  )
}

const areas: [string, Words, Words][] = [
  ['everybody', id, en],
  ['staff', idStaff, enStaff],
  ['settings', idSettings, enSettings],
  ['SLA', idSla, enSla],
  ['print', idPrint, enPrint],
  ['audit', idAudit, enAudit],
]
const all = new Map(areas.flatMap(([, words]) => flat(words)))

describe.each(areas)('the words of %s', (_, indonesian, english) => {
  it('are the same in both languages', () => {
    expect(flat(english).map(([key]) => key).sort()).toEqual(flat(indonesian).map(([key]) => key).sort())
  })

  it('take the same parameters', () => {
    const parameters = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
    const inEnglish = new Map(flat(english))
    for (const [key, text] of flat(indonesian)) expect([key, parameters(inEnglish.get(key) ?? '')]).toEqual([key, parameters(text)])
  })

  it('hold braces only around the names of parameters', () => {
    const bare = (text: string) => /[{}]/.test(text.replaceAll(/\{\w+\}/g, ''))
    expect([...flat(indonesian), ...flat(english)].filter(([, text]) => bare(text))).toEqual([])
  })

  it('are none of them empty', () => {
    for (const [key, text] of [...flat(indonesian), ...flat(english)]) expect([key, text.trim()]).not.toEqual([key, ''])
  })
})

/** Under which key the words of an enumeration are. */
const NAMED: [keyof typeof enums, string][] = [
  ['TicketStatus', 'status'],
  ['TicketStatus', 'told'],
  ['TicketStatus', 'toldNext'],
  ['TicketLabel', 'label'],
  ['TicketKind', 'kind'],
  ['TicketKind', 'question.kind'],
  ['Impact', 'question.impact'],
  ['Urgency', 'question.urgency'],
  ['Priority', 'priority'],
  ['Confidentiality', 'confidentiality'],
  ['Channel', 'channel'],
  ['CauseCode', 'cause'],
  ['EscalationReason', 'escalationReason'],
  ['RequestState', 'requestState'],
  ['RouteReason', 'routeReason'],
  ['WaitFor', 'waitFor'],
  ['EndReason', 'endReason'],
  ['EventKind', 'event'],
  ['MessageKind', 'message'],
  ['Role', 'role'],
  ['TokenScope', 'tokenScope'],
  ['RequesterType', 'requesterType'],
  ['ServiceGroup', 'serviceGroup'],
  ['TicketViewName', 'view'],
  ['TicketViewName', 'empty'],
  ['TicketOrder', 'order'],
  ['ClockKind', 'clock'],
  ['ExceptionState', 'exception'],
  ['UnitKind', 'unitKind'],
  ['AbsenceKind', 'absenceKind'],
  ['HolidaySet', 'holidaySet'],
  ['ToldBy', 'toldBy'],
  ['PresenceDoing', 'presence'],
  ['TargetUnit', 'targetUnit'],
  ['SlaRecipient', 'slaRecipient'],
  ['SlaAction', 'slaAction'],
  ['SlaCountFrom', 'slaCountFrom'],
  ['SlaThirdParty', 'slaThirdParty'],
  ['SlaOnReopen', 'slaOnReopen'],
  ['LegalMetBy', 'legalMetBy'],
  ['EventActor', 'eventActor'],
  ['Door', 'door'],
]

it.each(NAMED)('%s has a word for every value under %s', (name, under) => {
  const values = enums[name] as readonly string[]
  expect(values.filter((value) => !all.has(`${under}.${value}`))).toEqual([])
})

it('links have words for both ends', () => {
  const keys = enums.LinkKind.flatMap((kind) => [`link.${kind}.in`, `link.${kind}.out`])
  expect(keys.filter((key) => !all.has(key))).toEqual([])
})

it('every key that a page names is there', () => {
  const root = join(import.meta.dirname, '..')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((it) => /\.(vue|ts)$/.test(it) && !/test|generated/.test(it))
  const missing = files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const keys = [...text.matchAll(/\bt\('([\w.]+)'/g)].map(([, key]) => key ?? '')
    return keys.filter((key) => !all.has(key)).map((key) => `${file}: ${key}`)
  })
  expect(missing).toEqual([])
})
