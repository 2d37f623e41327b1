import type { Directive } from 'vue'
import { i18n } from '@/words'
import { forInput } from '@/words/format'

/** What a browser calls a picture that was only in the clipboard. */
const NAMELESS = /^image\.(png|jpe?g|webp)$/i

/** A pasted picture has no name of its own: it gets one that says when it was taken. */
export function named(file: File, local: string): File {
  const ending = NAMELESS.exec(file.name)?.[1]
  if (!ending) return file
  const name = `${i18n.global.t('upload.screenshot', { at: local.replace('T', ' ').replace(':', '.') })}.${ending.toLowerCase()}`
  return new File([file], name, { type: file.type })
}

/** The files of a paste: none where there are words, too, as a table has a picture of itself beside them. */
function pasted(data: DataTransfer | null): File[] {
  if (!data || data.types.includes('text/plain')) return []
  return Array.from(data.files, (file) => named(file, forInput(new Date())))
}

const bringsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

interface Takes {
  take: (files: File[]) => void
  stop: AbortController
}
const taking = new WeakMap<HTMLElement, Takes>()

/** `v-files="take"`: what is pasted into the form or dropped on it is attached. */
export const vFiles: Directive<HTMLElement, Takes['take']> = {
  mounted(form, { value }) {
    const it: Takes = { take: value, stop: new AbortController() }
    taking.set(form, it)
    const { signal } = it.stop
    const mark = (on: boolean) => form.toggleAttribute('data-dropping', on)
    form.addEventListener(
      'paste',
      (event) => {
        const files = pasted(event.clipboardData)
        if (!files.length) return
        event.preventDefault()
        it.take(files)
      },
      { signal },
    )
    form.addEventListener(
      'dragover',
      (event) => {
        if (!bringsFiles(event)) return
        event.preventDefault()
        mark(true)
      },
      { signal },
    )
    form.addEventListener('dragleave', ({ relatedTarget }) => (relatedTarget instanceof Node && form.contains(relatedTarget)) || mark(false), { signal })
    form.addEventListener(
      'drop',
      (event) => {
        if (!bringsFiles(event)) return
        event.preventDefault()
        mark(false)
        const files = [...(event.dataTransfer?.files ?? [])]
        if (files.length) it.take(files)
      },
      { signal },
    )
  },
  updated(form, { value }) {
    const it = taking.get(form)
    if (it) it.take = value
  },
  unmounted(form) {
    taking.get(form)?.stop.abort()
  },
}

// A file that is dropped beside the form would be opened in place of the page, with everything that was typed.
for (const kind of ['dragover', 'drop'] as const) addEventListener(kind, (event) => bringsFiles(event) && event.preventDefault())
