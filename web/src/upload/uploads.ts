import { computed, onScopeDispose, reactive } from 'vue'
import { answerOf, Fault, reach, Unreachable } from '@/api/ask'
import { shrink } from './shrink'

/** What the desk takes, in bytes; it says so itself, but only after the file has gone all the way. */
export const LARGEST = 25_000_000
const TRIES = 4

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
  /** Ends when the file is there, or never will be. */
  settled: Promise<void>
}

class Told extends Error {}

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
const worthIt = (error: unknown) => error instanceof Unreachable || (error instanceof Fault && error.code === 'BUSY')

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

async function patiently<It>(work: () => Promise<It>, tries: number): Promise<It> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!worthIt(error) || attempt === tries) throw error
      await pause(attempt)
    }
  }
}

/** Sends a file, in parts where it is large: after a lost line it goes on from where the desk says it is. */
async function sendPatiently(file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<string> {
  const tell = (bytes: number) => onProgress(Math.min(1, bytes / file.size))
  if (file.size <= PART) {
    const { id } = await patiently(() => sendBytes('POST', '/files', { ...named(file), ...typed(file) }, file, tell, signal), TRIES)
    return id ?? ''
  }
  const json = { 'content-type': 'application/json' }
  const begin = async () => {
    const headers = { ...named(file), ...json, 'x-file-size': String(file.size) }
    return (await answerOf(await reach('/files/parts', { method: 'POST', headers, signal }))) as { upload: string }
  }
  const { upload } = await patiently(begin, TRIES)
  const path = `/files/parts/${upload}`
  let at: number | null = 0
  for (let tries = 0; ; ) {
    try {
      // After a part whose answer never came only the desk knows how far it is.
      const from: number = at ?? ((await answerOf(await reach(path, { method: 'GET', signal }))) as Sent).received
      const part = file.slice(from, from + PART)
      const headers = { ...typed(file), 'upload-offset': String(from) }
      const { id, received } = await sendBytes('PATCH', path, headers, part, (bytes) => tell(from + bytes), signal)
      if (id) return id
      at = received
      tries = 0
    } catch (error) {
      tries += 1
      if (!worthIt(error) || tries === PART_TRIES) throw error
      at = null
      await pause(tries)
    }
  }
}

/** Files that are sent while somebody is still writing. */
export function useUploads() {
  const list = reactive<Upload[]>([])
  const stops = new Map<string, AbortController>()

  function add(files: Iterable<File>) {
    for (const file of files) {
      const stop = new AbortController()
      const upload = reactive<Upload>({
        key: crypto.randomUUID(),
        name: file.name,
        size: file.size,
        picture: file.type.startsWith('image/') ? URL.createObjectURL(file) : null,
        progress: 0,
        id: null,
        refusal: null,
        settled: Promise.resolve(),
      })
      stops.set(upload.key, stop)
      list.push(upload)
      upload.settled = run(file, upload, stop.signal)
    }
  }

  async function run(file: File, upload: Upload, signal: AbortSignal) {
    try {
      const small = await shrink(file)
      upload.size = small.size
      if (small.size > LARGEST) throw new Told('upload.tooLarge')
      upload.id = await sendPatiently(small, (part) => (upload.progress = part), signal)
      upload.progress = 1
    } catch (error) {
      if (signal.aborted) return
      upload.refusal = error instanceof Fault || error instanceof Told ? error.message : 'upload.noLine'
    }
  }

  function remove(upload: Upload) {
    stops.get(upload.key)?.abort()
    if (upload.picture) URL.revokeObjectURL(upload.picture)
    const at = list.findIndex(({ key }) => key === upload.key)
    if (at >= 0) list.splice(at, 1)
  }

  /** The ids of those that are there. */
  const ready = computed(() => list.flatMap(({ id }) => id ?? []))
  /** Those still on their way. */
  const waiting = computed(() => list.filter(({ id, refusal }) => !id && !refusal))
  function clear() {
    for (const upload of [...list]) remove(upload)
  }
  onScopeDispose(() => {
    for (const { picture } of list) if (picture) URL.revokeObjectURL(picture)
  })
  return { list, add, remove, clear, ready, waiting }
}

export type Uploads = ReturnType<typeof useUploads>
