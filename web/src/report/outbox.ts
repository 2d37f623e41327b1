import { reactive, watch } from 'vue'
import { ask, Fault, SignedOut, Unreachable } from '@/api/ask'
import { TicketAttachDocument, TicketOpenDocument } from '@/api/generated/operations'
import { CANNOT_STORE, condition } from '@/api/condition'
import { beforeLeaving } from '@/api/leaving'
import { line } from '@/api/line'
import { drop, keep, keptOf, tidy } from '@/kept/kept'
import { toast } from '@/look/toast'
import { session } from '@/session/session'
import { uploadsOf, type Upload } from '@/upload/uploads'
import { i18n } from '@/words'
import { discard, type Begun, type Waiting } from './begun'

/** *Belum terkirim*: reports of whoever is signed in that wait for a line, and those that became tickets while files are still on their way. */
export const outbox = reactive<Waiting[]>([])

const me = () => session.viewer.value?.person.id
const plain = <It>(it: It) => JSON.parse(JSON.stringify(it)) as It

async function load() {
  const person = me()
  const kept = person ? await keptOf<Begun>('reports', person, 'report') : []
  // A browser that keeps nothing has what is here.
  if (kept) outbox.splice(0, outbox.length, ...kept.flatMap((it) => (it.sending ? [{ ...it, sending: it.sending }] : [])))
}

function leave(id: string) {
  const at = outbox.findIndex((it) => it.id === id)
  if (at >= 0) outbox.splice(at, 1)
}

/** It waits, as it was written down. */
export function wait(it: Waiting) {
  leave(it.id)
  outbox.push(it)
  if (line.up.value) go()
}

export function throwAway(it: Waiting) {
  return discard(plain(it), () => void load())
}

/** Gives a refused report back to its form. */
export async function takeBack(it: Waiting) {
  const begun: Begun = { ...plain(it), sending: null }
  await keep('reports', begun)
  leave(it.id)
}

/** The report has become a ticket; files that were still on their way follow. */
export async function opened(it: Waiting, ticket: string) {
  const uploads = uploadsOf(it.id)
  await uploads.loaded
  const along = new Set(it.sending.input.report.files)
  for (const upload of [...uploads.list]) if (upload.id && along.has(upload.id)) uploads.remove(upload)
  leave(it.id)
  if (!uploads.list.length) return drop('reports', it.id)
  const rest = { ...it, sending: { ...it.sending, ticket } }
  outbox.push(rest)
  await keep('reports', plain(rest))
  void follow(rest, ticket)
}

/** One window does it: two would send each file twice. */
function follow(it: Waiting, ticket: string) {
  return navigator.locks.request(`files ${it.id}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    const uploads = uploadsOf(it.id)
    await uploads.loaded
    uploads.retry()
    await Promise.all([...uploads.list].map((upload) => deliver(upload, ticket, () => uploads.remove(upload))))
    if (uploads.list.length || me() !== it.person) return
    leave(it.id)
    await drop('reports', it.id)
  })
}

async function deliver(upload: Upload, ticket: string, remove: () => void) {
  await upload.settled
  // It waits for the line, or for whoever it belongs to.
  if (!upload.id && !upload.refusal) return
  if (upload.again) return
  const fate = upload.id ? await attach(ticket, upload.id) : 'refused'
  if (fate === 'later') return
  if (fate === 'refused') toast(i18n.global.t('upload.lost', { name: upload.name }))
  remove()
}

async function attach(ticket: string, file: string): Promise<'done' | 'refused' | 'later'> {
  try {
    const { outcome } = await ask(TicketAttachDocument, { input: { ticket, files: [file], requestId: file } })
    if (outcome.userErrors.some(({ code }) => code === CANNOT_STORE)) return 'later'
    return outcome.userErrors.length === 0 ? 'done' : 'refused'
  } catch (error) {
    if (error instanceof Unreachable || error instanceof SignedOut) return 'later'
    if (error instanceof Fault) return 'refused'
    throw error
  }
}

/** Sends what waits, in order; stops where there is no line. One window at a time. */
export function sendWaiting(): Promise<void> {
  return navigator.locks.request('outbox', async () => {
    await load()
    for (const it of [...outbox]) {
      if (it.sending.ticket) void follow(it, it.sending.ticket)
      else if (!it.sending.refusal && !(await send(it))) return
    }
  })
}

/** False: there is no line, nobody to send as, or nothing can be stored. */
async function send(it: Waiting): Promise<boolean> {
  try {
    const { outcome } = await ask(TicketOpenDocument, { input: plain(it.sending.input) })
    if (outcome.ticket) {
      toast(i18n.global.t('outbox.sent', { number: outcome.ticket.number }))
      await opened(plain(it), outcome.ticket.id)
      return true
    }
    if (outcome.userErrors.some(({ code }) => code === CANNOT_STORE)) return false
    it.sending.refusal = outcome.userErrors.map(({ message }) => message).join(' ')
  } catch (error) {
    if (error instanceof Unreachable || error instanceof SignedOut) return false
    if (!(error instanceof Fault)) throw error
    it.sending.refusal = error.message
  }
  await keep('reports', plain(it))
  return true
}

function go() {
  if (me()) void sendWaiting()
}
watch(line.up, (up) => up && go())
watch(() => condition.stores, (stores) => stores && go())
addEventListener('online', go)
beforeLeaving(sendWaiting)

/** What was left here goes on, for whoever has come. */
export async function goOn() {
  const person = me()
  if (person) await tidy(person)
  await load()
  if (outbox.length) await sendWaiting()
}
watch(me, () => void goOn(), { immediate: true })
