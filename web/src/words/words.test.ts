import { readdirSync, readFileSync } from 'node:fs'
import { join as path } from 'node:path'
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
import type { Words } from './join'

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
const groups = new Set([...all.keys()].flatMap((key) => key.split('.').slice(0, -1).map((_, at, parts) => parts.slice(0, at + 1).join('.'))))

/** The words of each folder, by file. */
const folders = import.meta.glob<Words>('../**/words.*.ts', { eager: true, import: 'default' })
delete folders['./words.test.ts']

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

describe('the words of a folder', () => {
  it('are there in both languages', () => {
    const keys = (language: string) => Object.entries(folders).filter(([file]) => file.includes(`words.${language}.`)).map(([file, words]) => [file.replace(`words.${language}.`, ''), flat(words).map(([key]) => key)])
    expect(Object.fromEntries(keys('en'))).toEqual(Object.fromEntries(keys('id')))
  })

  it('are in no other folder, too', () => {
    const where = new Map<string, string>()
    const twice = Object.entries(folders).flatMap(([file, words]) =>
      flat(words).flatMap(([key]) => {
        const language = /words\.(id|en)\./.exec(file)?.[1] ?? file
        const before = where.get(`${language} ${key}`)
        where.set(`${language} ${key}`, file)
        return before ? [`${key}: ${before}, ${file}`] : []
      }),
    )
    expect(twice).toEqual([])
  })

  it('are all joined', () => {
    expect(Object.keys(folders).filter((file) => !/\/words\.(id|en)\.(ts|(staff|settings|sla|print|audit)\.ts)$/.test(file))).toEqual([])
  })
})

/** What pages and scripts say, without what they comment. */
const root = path(import.meta.dirname, '..')
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((it) => /\.(vue|ts)$/.test(it) && !/\.test\.ts$|generated|words\.(id|en)\./.test(it))
  .map((file) => [file, readFileSync(path(root, file), 'utf8').replaceAll(/\/\*\*[\s\S]*?\*\//g, '')] as const)

/** What stands between the brackets of `t(...)` and `$t(...)`. */
function* calls(text: string) {
  for (const { index, 0: begin } of text.matchAll(/\bt\(/g)) {
    let depth = 1
    let at = index + begin.length
    for (; depth > 0 && at < text.length; at++) depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0
    yield text.slice(index + begin.length, at - 1)
  }
}

it('every key that a page names is there', () => {
  const missing = sources.flatMap(([file, text]) =>
    [...calls(text)].flatMap((call) => {
      const keys = [...call.matchAll(/'([a-z]\w*(?:\.\w+)+)'/gi)].map(([, key]) => key ?? '')
      const made = [...call.matchAll(/`([a-z]\w*(?:\.\w+)*)\.\$\{/gi)].map(([, group]) => group ?? '')
      return [...keys.filter((key) => !all.has(key)), ...made.filter((group) => !groups.has(group))].map((key) => `${file}: ${key}`)
    }),
  )
  expect(missing).toEqual([])
})

it('no word is there that nothing names', () => {
  const said = sources.map(([, text]) => text).join('\n')
  const named = new Set([...said.matchAll(/['"`]([a-z]\w*(?:\.\w+)*)['"`]/gi)].map(([, key]) => key))
  /** `group.${...}` and `group.${...}rest` */
  const made = [...said.matchAll(/`([a-z]\w*(?:\.\w+)*)\.\$\{[^`]*?\}(\w*(?:\.\w+)*)(?=`)/gi)].map(([, group, rest]) => [group ?? '', rest ?? ''] as const)
  const values = new Set(Object.values(enums).flat())
  // What the desk has settings for it says itself.
  const isSetting = (key: string) => key.startsWith('setting.')
  const isUsed = (key: string) => {
    if (named.has(key) || isSetting(key)) return true
    return made.some(([group, rest]) => {
      if (!key.startsWith(`${group}.`) || !key.endsWith(rest)) return false
      const value = key.slice(group.length + 1, key.length - rest.length).replace(/\.$/, '')
      return Boolean(rest) || value.split('.').every((it) => named.has(it) || values.has(it as never) || /^\d+$/.test(it) || said.includes(`${it}:`))
    })
  }
  /** Handed on as a group, whose values are the desk's. */
  const isGroup = (key: string) => named.has(key.slice(0, key.lastIndexOf('.'))) && values.has(key.slice(key.lastIndexOf('.') + 1) as never)
  expect([...all.keys()].filter((key) => !isUsed(key) && !isGroup(key))).toEqual([])
})
