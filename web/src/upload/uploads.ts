import { computed, onScopeDispose, reactive } from 'vue'
import { answerOf, Fault, Unreachable } from '@/api/ask'
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

/** Sends one file. XMLHttpRequest, because fetch tells nothing of how far it is. */
function sendOnce(file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/files')
    request.setRequestHeader('x-tanggap', '1')
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name))
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    request.onerror = () => reject(new Unreachable())
    request.onabort = () => reject(new DOMException('', 'AbortError'))
    request.onload = () => {
      answerOf(new Response(request.responseText || null, { status: request.status })).then(
        (answer) => resolve((answer as { id: string }).id),
        reject,
      )
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

async function sendPatiently(file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await sendOnce(file, onProgress, signal)
    } catch (error) {
      const worthIt = error instanceof Unreachable || (error instanceof Fault && error.code === 'BUSY')
      if (!worthIt || attempt === TRIES) throw error
      await new Promise((go) => setTimeout(go, 1000 * 2 ** attempt))
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
