import { computed, reactive, shallowRef } from 'vue'
import { ask, reach, send, SignedOut, whenSignedOut } from '@/api/ask'
import { ViewerDocument, type ViewerFragment } from '@/api/generated/operations'
import { leave } from '@/api/leaving'
import { hangUp } from '@/api/live'
import { forgetShared } from '@/api/shared'
import { forgetPerson } from '@/kept/kept'
import { emptyWindow, forgetHere, tidyHere } from '@/kept/window'
import { needWords, setLocale } from '@/words'
import { setZone } from '@/words/format'

export type Viewer = ViewerFragment

interface About {
  region: string
  office: string
  zone: string
  demo: boolean
  /** Whether the desk can store anything just now. */
  stores: boolean
  version: string
  /** The endings of the files that the desk takes, each with its dot. */
  files: string[]
}

const viewer = shallowRef<Viewer | null>(null)
const known = reactive({ yet: false })

/** Whose desk this is. */
export const about = reactive<About>({ region: '', office: '', zone: 'Asia/Jakarta', demo: false, stores: true, version: '', files: [] })

/** What all windows of this browser know of the session. */
const SHARED = 'shared'

export const session = {
  viewer: computed(() => viewer.value),
  /** Whether this browser said to be a shared computer when signing in. */
  get shared() {
    return localStorage.getItem(SHARED) !== 'no'
  },
}

/** The person who is signed in, on pages that only they see. */
export function useViewer() {
  const { value } = viewer
  if (!value) throw new Error('this page needs somebody who is signed in')
  let last = value
  // Whoever signs out stays on the page until the next one is there.
  return computed(() => (last = viewer.value ?? last))
}

/** Whether somebody audits, with or without the mandate that opens what is confidential. */
export function audits(it: Viewer): boolean {
  return it.roles.includes('AUDITOR') || it.roles.includes('SECURITY_AUDITOR')
}

/** Staff have a console; whoever only reports has not. */
export function isStaff(it: Viewer): boolean {
  return it.roles.length > 0
}

export async function loadAbout() {
  Object.assign(about, await (await reach('/about', { method: 'GET' })).json())
  if (!viewer.value) setZone(about.zone)
}

/** Who is signed in, asked once; null: nobody. */
export async function whoIsThere(): Promise<Viewer | null> {
  if (!known.yet) {
    try {
      await entered()
    } catch (error) {
      if (!(error instanceof SignedOut)) throw error
    }
    known.yet = true
  }
  return viewer.value
}

async function entered() {
  const { viewer: me } = await ask(ViewerDocument, {})
  await setLocale(me.language === 'EN' ? 'en' : 'id')
  // Before there is somebody: what stands above every page is drawn then, and words that come later would not be seen there.
  if (isStaff(me)) await needWords('staff')
  setZone(me.zone)
  tidyHere(me.person.id)
  viewer.value = me
}

export async function refreshViewer() {
  await entered()
}

interface Begun {
  mustChangePassword: boolean
}

async function begin(path: string, body: Record<string, unknown>, shared: boolean): Promise<Begun> {
  const begun = await send<Begun>('POST', path, { ...body, sharedComputer: shared })
  if (shared) localStorage.removeItem(SHARED)
  else localStorage.setItem(SHARED, 'no')
  await entered()
  known.yet = true
  return begun
}

export function signIn(login: string, password: string, shared: boolean) {
  return begin('/session', { login, password }, shared)
}

export function redeemCode(code: string, password: string, shared: boolean) {
  return begin('/session/code', { code, password }, shared)
}

/** Forgets everything of the person on this screen. */
export function forget() {
  viewer.value = null
  known.yet = true
  forgetShared()
  hangUp()
  emptyWindow()
  localStorage.removeItem(SHARED)
}

/** Ends the session; what they have begun waits in this browser until they are back. */
export async function lock() {
  await leave()
  await send('DELETE', '/session')
  forget()
}

/** The person goes: on a shared computer nothing of them stays in the browser. */
export async function signOut() {
  const { shared } = session
  const person = viewer.value?.person.id
  await lock()
  if (!shared || !person) return
  forgetHere(person)
  await forgetPerson(person)
}

whenSignedOut(() => {
  if (viewer.value) sessionOver()
  viewer.value = null
  hangUp()
})

let sessionOver: () => void = () => undefined

/** What happens on the page when a session that was there is over. */
export function whenSessionIsOver(react: () => void) {
  sessionOver = react
}
