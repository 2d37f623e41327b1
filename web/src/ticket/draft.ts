import { computed, onScopeDispose, reactive, ref } from 'vue'
import { CANNOT_STORE } from '@/api/condition'
import { ask, Fault, SignedOut, Unreachable } from '@/api/ask'
import { DraftSaveDocument } from '@/api/generated/operations'
import type { DraftKind } from '@/api/generated/enums'
import { beforeLeaving } from '@/api/leaving'
import { useViewer } from '@/session/session'

/** A pause in typing after which the draft is saved. */
const PAUSE = 1000
/** After this long it is tried again, if it could not be saved. */
const AGAIN = 8000

interface Kept {
  kind: DraftKind
  text: string
  savedAt: string
}

/**
 * What somebody has begun to write on a ticket: kept on the desk, so that it is there after a reload and on another computer, and theirs alone. What the
 * desk does not have yet is in the window's own storage, which is emptied when they sign out.
 */
export function useDraft(ticket: string, kept: readonly Kept[]) {
  // The window outlives a session that ends by itself, and the next one in it may be somebody else's.
  const person = useViewer().value.person.id
  const place = (kind: DraftKind) => `draft ${person} ${kind} ${ticket}`
  const start = (kind: DraftKind) => sessionStorage.getItem(place(kind)) ?? kept.find((it) => it.kind === kind)?.text ?? ''
  const texts = reactive<Record<DraftKind, string>>({ REPLY: start('REPLY'), NOTE: start('NOTE') })
  const savedAt = ref<string | null>(kept[0]?.savedAt ?? null)
  const dirty = reactive(new Set<DraftKind>((['REPLY', 'NOTE'] as const).filter((kind) => sessionStorage.getItem(place(kind)) !== null)))
  let due: ReturnType<typeof setTimeout> | undefined
  let saving: Promise<void> = Promise.resolve()

  async function saveNow() {
    for (const kind of [...dirty]) {
      const text = texts[kind]
      try {
        const { saved } = await ask(DraftSaveDocument, { input: { ticket, kind, text } })
        const [refused] = saved.userErrors
        if (refused) throw new Fault(refused.code, refused.message)
        // What was typed meanwhile is saved next time.
        if (texts[kind] !== text) continue
        dirty.delete(kind)
        sessionStorage.removeItem(place(kind))
        savedAt.value = saved.savedAt
      } catch (error) {
        if (error instanceof SignedOut) return
        // What is refused for good, as on a ticket that was closed meanwhile, stays in the window.
        if (error instanceof Unreachable || (error instanceof Fault && ['SLOW_DOWN', CANNOT_STORE].includes(error.code))) soon(AGAIN)
        else if (!(error instanceof Fault)) throw error
      }
    }
  }
  /** One after the other: an older text must not arrive after a newer one. */
  function save() {
    clearTimeout(due)
    saving = saving.then(saveNow)
    return saving
  }
  function soon(after = PAUSE) {
    clearTimeout(due)
    due = setTimeout(() => void save(), after)
  }

  function write(kind: DraftKind, text: string) {
    if (texts[kind] === text) return
    texts[kind] = text
    dirty.add(kind)
    sessionStorage.setItem(place(kind), text)
    soon()
  }
  /** To be called before sending: a draft that is saved afterwards would come back. */
  async function hold() {
    clearTimeout(due)
    await saving
    clearTimeout(due)
  }
  /** It was sent, and the desk has thrown the draft away with it. */
  function sent(kind: DraftKind) {
    texts[kind] = ''
    dirty.delete(kind)
    sessionStorage.removeItem(place(kind))
    savedAt.value = null
  }

  const hidden = () => document.hidden && void save()
  document.addEventListener('visibilitychange', hidden)
  const stay = beforeLeaving(save)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', hidden)
    stay()
    void save()
  })
  if (dirty.size) soon()

  return { texts, write, hold, sent, soon, savedAt, saved: computed(() => savedAt.value !== null && dirty.size === 0) }
}
