import { reactive } from 'vue'

export interface Toast {
  id: number
  text: string
  /** Something that can still be taken back, or looked at. */
  action?: { label: string; run: () => void } | undefined
}

const SHOWN = 6_000
let next = 1

/** Only for what can be undone, or what happened elsewhere; never for what the page shows already. */
export const toasts = reactive<Toast[]>([])

export function toast(text: string, action?: Toast['action']) {
  const id = next++
  toasts.push({ id, text, action })
  setTimeout(() => dismiss(id), action ? SHOWN * 2 : SHOWN)
}

export function dismiss(id: number) {
  const at = toasts.findIndex((it) => it.id === id)
  if (at >= 0) toasts.splice(at, 1)
}
