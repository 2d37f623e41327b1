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

/** A draft of another window or computer. */
export interface Other {
  text: string
  savedAt: string
}
export type Which = 'mine' | 'theirs' | 'both'
/** The desk has another draft than the one that was seen. */
const STALE_DRAFT = 'STALE_DRAFT'

/**
 * What somebody has begun to write on a ticket: kept on the desk, so that it is there after a reload and on another computer, and theirs alone. What the
 * desk does not have yet is in the window's own storage, which is emptied when they sign out. A window that has not seen what another one saved does not
 * write over it: both texts are shown.
 */
export function useDraft(ticket: string, kept: readonly Kept[]) {
  // The window outlives a session that ends by itself, and the next one in it may be somebody else's.
  const person = useViewer().value.person.id
  const place = (kind: DraftKind) => `draft ${person} ${kind} ${ticket}`
  const start = (kind: DraftKind) => sessionStorage.getItem(place(kind)) ?? kept.find((it) => it.kind === kind)?.text ?? ''
  const texts = reactive<Record<DraftKind, string>>({ REPLY: start('REPLY'), NOTE: start('NOTE') })
  const savedAt = ref<string | null>(kept[0]?.savedAt ?? null)
  /** Which draft of the desk this window rests on; null: none. It stays with what is not saved yet. */
  const base = (kind: DraftKind) => `${place(kind)} seen`
  const seen = reactive<Record<DraftKind, string | null>>({ REPLY: begun('REPLY'), NOTE: begun('NOTE') })
  function begun(kind: DraftKind) {
    const own = sessionStorage.getItem(place(kind)) === null ? null : sessionStorage.getItem(base(kind))
    return own === null ? (kept.find((it) => it.kind === kind)?.savedAt ?? null) : own || null
  }
  /** What another window or computer has saved meanwhile, until its writer has chosen. */
  const other = reactive<Record<DraftKind, Other | null>>({ REPLY: null, NOTE: null })
  const dirty = reactive(new Set<DraftKind>((['REPLY', 'NOTE'] as const).filter((kind) => sessionStorage.getItem(place(kind)) !== null)))
  let due: ReturnType<typeof setTimeout> | undefined
  let saving: Promise<void> = Promise.resolve()

  async function saveNow() {
    for (const kind of [...dirty].filter((it) => !other[it])) {
      const text = texts[kind]
      try {
        const { saved } = await ask(DraftSaveDocument, { input: { ticket, kind, text, seen: seen[kind] } })
        const [refused] = saved.userErrors
        if (refused?.code === STALE_DRAFT) {
          // Thrown away there: what is here is all there is.
          if (saved.kept) other[kind] = saved.kept
          else {
            seen[kind] = null
            soon(AGAIN)
          }
          continue
        }
        if (refused) throw new Fault(refused.code, refused.message)
        seen[kind] = saved.savedAt
        // What was typed meanwhile is saved next time.
        if (texts[kind] !== text) {
          remember(kind)
          continue
        }
        settle(kind)
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
    remember(kind)
    soon()
  }
  function remember(kind: DraftKind) {
    dirty.add(kind)
    sessionStorage.setItem(place(kind), texts[kind])
    sessionStorage.setItem(base(kind), seen[kind] ?? '')
  }
  function settle(kind: DraftKind) {
    dirty.delete(kind)
    sessionStorage.removeItem(place(kind))
    sessionStorage.removeItem(base(kind))
  }
  /** Of two texts, the one that goes on; both, one below the other, if neither may be lost. */
  function choose(kind: DraftKind, which: Which) {
    const theirs = other[kind]
    if (!theirs) return
    other[kind] = null
    seen[kind] = theirs.savedAt
    if (which === 'theirs') {
      texts[kind] = theirs.text
      savedAt.value = theirs.savedAt
      settle(kind)
      return
    }
    if (which === 'both') texts[kind] = [theirs.text, texts[kind]].join('\n\n')
    remember(kind)
    soon(0)
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
    seen[kind] = null
    settle(kind)
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

  return { texts, seen, other, choose, write, hold, sent, soon, savedAt, saved: computed(() => savedAt.value !== null && dirty.size === 0) }
}
