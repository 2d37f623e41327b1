import { computed, onScopeDispose, reactive, watch } from 'vue'
import { CANNOT_STORE } from '@/api/condition'
import { answerOf, Fault, reach, Unreachable } from '@/api/ask'
import { drop, keep, keptOf, type Kept } from '@/kept/kept'
import { session } from '@/session/session'
import { shrink } from './shrink'

/** What the desk takes, in bytes; it says so itself, but only after the file has gone all the way. */
export const LARGEST = 25_000_000
const TRIES = 4
/** So long the desk keeps a file that belongs to nothing yet, less what somebody needs to send a report; in milliseconds. */
const COLLECTED = 23 * 3_600_000

export interface Upload {
  key: string
  name: string
  size: number
  /** For photos: how it looks, from memory. */
  picture: string | null
  /** 0 to 1. */
  progress: number
  /** The file's id, once the desk has it. */
  id: string | null
  /** Why not, in words of the desk, or a key of ours. */
  refusal: string | null
  /** It did not get through; another try may. */
  again: boolean
  /** Ends when the file is there, or the trying is over. */
  settled: Promise<void>
}

/** A file on its way, with its bytes: after a reload it goes on from where the desk says it is. */
interface KeptFile extends Kept {
  file: File
  /** Under which the desk gathers its parts. */
  upload: string | null
  /** The desk's id of it, and when it was there. */
  sent: { id: string; at: number } | null
}

class RefusedHere extends Error {}

/** A file larger than this goes in parts, so that a lost line costs one of them and no more; in bytes. */
const PART = 512_000
/** So often in a row a part is tried, with longer and longer pauses, before the file is given up. */
const PART_TRIES = 8
const LONGEST_PAUSE = 30_000

interface Sent {
  /** The file, once all of it is there. */
  id: string | null
  received: number
}

/** Sends bytes. XMLHttpRequest, because fetch tells nothing of how far it is. */
function sendBytes(method: string, path: string, headers: Record<string, string>, body: Blob, onProgress: (bytes: number) => void, signal: AbortSignal): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, path)
    request.setRequestHeader('x-tanggap', '1')
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => onProgress(event.loaded)
    request.onerror = () => reject(new Unreachable())
    request.onabort = () => reject(new DOMException('', 'AbortError'))
    request.onload = () => {
      answerOf(new Response(request.responseText || null, { status: request.status })).then((answer) => resolve(answer as Sent), reject)
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(body)
  })
}

const named = (file: File) => ({ 'x-file-name': encodeURIComponent(file.name) })
const typed = (file: File) => ({ 'content-type': file.type || 'application/octet-stream' })
/** What the desk says of a file that it will never take. */
const NEVER = ['FILE_TOO_LARGE', 'FILE_KIND', 'BLANK']
const never = (error: unknown) => error instanceof RefusedHere || (error instanceof Fault && NEVER.includes(error.code))
const worthIt = (error: unknown) => error instanceof Unreachable || (error instanceof Fault && ['BUSY', CANNOT_STORE].includes(error.code))

/** Waits longer and longer, and no longer than until there is a line again. */
function pause(attempt: number): Promise<void> {
  return new Promise((go) => {
    const done = () => {
      clearTimeout(late)
      removeEventListener('online', done)
      go()
    }
    const late = setTimeout(done, Math.min(LONGEST_PAUSE, 1000 * 2 ** attempt))
    addEventListener('online', done)
  })
}

async function patiently<It>(work: () => Promise<It>): Promise<It> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!worthIt(error) || attempt === TRIES) throw error
      await pause(attempt)
    }
  }
}

/** Begins a file that goes in parts. */
async function begin(file: File, signal: AbortSignal): Promise<string> {
  const headers = { ...named(file), 'content-type': 'application/json', 'x-file-size': String(file.size) }
  const begun = (await answerOf(await reach('/files/parts', { method: 'POST', headers, signal }))) as { upload: string }
  return begun.upload
}

/** Sends a file, in parts where it is large: after a lost line or a reload it goes on from where the desk says it is. */
async function sendPatiently(it: KeptFile, onProgress: (part: number) => void, signal: AbortSignal): Promise<string> {
  const { file } = it
  const tell = (bytes: number) => onProgress(Math.min(1, bytes / file.size))
  if (file.size <= PART) {
    const { id } = await patiently(() => sendBytes('POST', '/files', { ...named(file), ...typed(file) }, file, tell, signal))
    return id ?? ''
  }
  let at: number | null = null
  for (let tries = 0; ; ) {
    try {
      if (!it.upload) {
        it.upload = await begin(file, signal)
        at = 0
        await keep('files', it)
      }
      const path = `/files/parts/${it.upload}`
      // After a reload, or a part whose answer never came, only the desk knows how far it is.
      const from: number = at ?? ((await answerOf(await reach(path, { method: 'GET', signal }))) as Sent).received
      const part = file.slice(from, from + PART)
      const headers = { ...typed(file), 'upload-offset': String(from) }
      const { id, received } = await sendBytes('PATCH', path, headers, part, (bytes) => tell(from + bytes), signal)
      if (id) return id
      at = received
      tries = 0
    } catch (error) {
      tries += 1
      // The desk has collected it meanwhile, or has all of it and the answer was lost.
      const gone = it.upload !== null && error instanceof Fault && error.code === 'NOT_FOUND'
      if (!(gone || worthIt(error)) || tries === PART_TRIES) throw error
      at = null
      if (gone) it.upload = null
      else await pause(tries)
    }
  }
}

/** The files that go with one thing. They go on while other pages are open, and after a reload. */
function filesOf(person: string, owner: string) {
  const list = reactive<Upload[]>([])
  const files = new Map<string, KeptFile>()
  const stops = new Map<string, AbortController>()

  function enlist(key: string, file: File): Upload {
    const upload = reactive<Upload>({
      key,
      name: file.name,
      size: file.size,
      picture: file.type.startsWith('image/') ? URL.createObjectURL(file) : null,
      progress: 0,
      id: null,
      refusal: null,
      again: false,
      settled: Promise.resolve(),
    })
    list.push(upload)
    return upload
  }

  function add(chosen: Iterable<File>) {
    for (const file of chosen) {
      const upload = enlist(crypto.randomUUID(), file)
      start(upload, async () => {
        const small = await shrink(file)
        upload.size = small.size
        if (small.size > LARGEST) throw new RefusedHere('upload.tooLarge')
        const { key: id } = upload
        return { id, person, owner, shared: session.shared, at: new Date().toISOString(), file: small, upload: null, sent: null }
      })
    }
  }

  function start(upload: Upload, prepare: () => Promise<KeptFile>) {
    const stop = new AbortController()
    stops.set(upload.key, stop)
    upload.refusal = null
    upload.again = false
    upload.settled = run(upload, prepare, stop.signal)
  }

  async function run(upload: Upload, prepare: () => Promise<KeptFile>, signal: AbortSignal) {
    try {
      const it = await prepare()
      if (signal.aborted) return
      files.set(upload.key, it)
      await keep('files', it)
      if (!it.sent || Date.now() - it.sent.at > COLLECTED) {
        const id = await sendPatiently(it, (part) => (upload.progress = part), signal)
        if (signal.aborted) return
        it.sent = { id, at: Date.now() }
        await keep('files', it)
      }
      upload.id = it.sent.id
      upload.progress = 1
    } catch (error) {
      if (signal.aborted) return
      upload.again = !never(error)
      upload.refusal = error instanceof Fault || error instanceof RefusedHere ? error.message : 'upload.noLine'
      if (!upload.again) await drop('files', upload.key)
    }
  }

  function retry() {
    for (const upload of list) {
      const it = files.get(upload.key)
      if (upload.again && it) start(upload, () => Promise.resolve(it))
    }
  }

  function remove(upload: Upload) {
    stops.get(upload.key)?.abort()
    if (upload.picture) URL.revokeObjectURL(upload.picture)
    const at = list.findIndex(({ key }) => key === upload.key)
    if (at >= 0) list.splice(at, 1)
    void drop('files', upload.key)
  }
  /** They were sent along: what did not get through stays, with why. */
  function clear() {
    for (const upload of list.filter(({ id }) => id)) remove(upload)
  }
  /** Nothing goes on, and what is kept stays. */
  function stop() {
    for (const it of stops.values()) it.abort()
    for (const { picture } of list) if (picture) URL.revokeObjectURL(picture)
    list.splice(0)
  }

  /** What an earlier page left goes on. */
  const loaded = keptOf<KeptFile>('files', person, owner).then((earlier) => {
    for (const it of earlier ?? []) start(enlist(it.id, it.file), () => Promise.resolve(it))
  })

  /** The ids of those that are there. */
  const ready = computed(() => list.flatMap(({ id }) => id ?? []))
  /** Those that did not get through, for ever or for now. */
  const refused = computed(() => list.filter(({ refusal }) => refusal))
  /** Those still on their way. */
  const waiting = computed(() => list.filter(({ id, refusal }) => !id && !refusal))
  return reactive({ list, loaded, ready, refused, waiting, add, retry, remove, clear, stop })
}

export type Uploads = ReturnType<typeof filesOf>

const all = new Map<string, Uploads>()

/** The files of a report that is being written or of a ticket, with what an earlier page left of them. */
export function uploadsOf(owner: string): Uploads {
  const person = session.viewer.value?.person.id ?? ''
  let it = all.get(owner)
  if (!it) all.set(owner, (it = filesOf(person, owner)))
  return it
}

/** The same for a component; what is on its way goes on when it is gone. */
export function useUploads(owner: string): Uploads {
  const uploads = uploadsOf(owner)
  onScopeDispose(() => {
    if (!uploads.list.length) all.delete(owner)
  })
  return uploads
}

/** Sends them no further; what is kept of them stays. */
export function letGo(owner: string) {
  all.get(owner)?.stop()
  all.delete(owner)
}

// Whoever comes next begins with nothing; what went on under another name would be refused.
watch(
  () => session.viewer.value?.person.id,
  () => [...all.keys()].forEach(letGo),
  { flush: 'sync' },
)
