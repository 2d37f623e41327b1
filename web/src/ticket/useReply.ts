import { computed, ref, watch } from 'vue'
import { useAct } from '@/api/act'
import { TicketNoteDocument, TicketReplyDocument, TicketSuperviseDocument, type TicketActsFragment, type TicketTalkFragment } from '@/api/generated/operations'
import { useViewer } from '@/session/session'
import { useUploads } from '@/upload/uploads'
import { useLost } from '@/upload/useLost'
import { arrivedSince, lastSeq } from './arrived'
import { useDraft, type Which } from './draft'
import { usePresence } from './presence'

/** What of a ticket a reply rests on. */
export type ReplyTicket = { id: string } & TicketActsFragment & TicketTalkFragment

export type Mode = 'REPLY' | 'NOTE'

/** The ticket on which a reply was sent, if that had ended too long ago and another one was opened for it. */
export interface Sent {
  followUp: { number: string } | null
}

/** Shown for this long, something new counts as seen. */
const NOTICED = 1500

/**
 * A reply to the requester, or a note that they never see, while it is written: its draft, its files, who else is there, and what came meanwhile. It is
 * not sent over something that its writer has not seen: the first try shows that, the second one sends.
 */
export function useReply(ticket: () => ReplyTicket, refresh: () => Promise<void>) {
  const viewer = useViewer()
  const { busy, refusals, act } = useAct()
  const uploads = useUploads(ticket().id)
  const draft = useDraft(ticket().id, ticket().drafts)

  const modes = computed(() => (['REPLY', 'NOTE'] as const).filter((it) => ticket().viewerCan.includes(it)))
  const chosen = ref<Mode>(draft.texts.REPLY || !draft.texts.NOTE ? 'REPLY' : 'NOTE')
  const mode = computed<Mode>({
    get: () => (modes.value.includes(chosen.value) ? chosen.value : (modes.value[0] ?? 'NOTE')),
    set: (wanted) => (chosen.value = wanted),
  })
  const text = computed({
    get: () => draft.texts[mode.value],
    set: (now) => {
      draft.write(mode.value, now)
      if (now) presence.types()
      else presence.rests()
    },
  })
  const open = ref(text.value !== '')
  // Files of an earlier page go on, and show it.
  void uploads.loaded.then(() => (open.value ||= uploads.list.length > 0))

  /** To those who handle it, by whoever oversees them. */
  const supervision = ref(false)
  const mayOversee = computed(() => mode.value === 'NOTE' && ticket().viewerSupervises && !uploads.list.length)

  // Only those who may write notes here see each other.
  const presence = usePresence(() => (ticket().viewerCan.includes('NOTE') ? ticket().id : null))

  /** What was there when somebody began to write: what came later is shown before they send. */
  const began = ref(text.value ? lastSeq(ticket().timeline, draft.savedAt.value ?? undefined) : null)
  watch(
    () => text.value !== '',
    (some) => (began.value = some ? (began.value ?? lastSeq(ticket().timeline)) : null),
  )
  const arrived = computed(() => (began.value === null ? [] : arrivedSince(ticket().timeline, began.value, viewer.value.person.id)))
  /** The newest that has been on the screen for a moment. */
  const seen = ref(0)
  watch(
    () => (open.value ? (arrived.value.at(-1)?.seq ?? 0) : 0),
    (newest, _, onCleanup) => {
      const noticed = setTimeout(() => (seen.value = newest), NOTICED)
      onCleanup(() => clearTimeout(noticed))
    },
  )

  const { withoutFiles, lost } = useLost(() => uploads)
  const isEmpty = computed(() => !text.value.trim() && uploads.list.length === uploads.refused.length)

  /** What came of it; null: it was not sent, and says why on the page. */
  async function send(): Promise<Sent | null> {
    if (busy.value || isEmpty.value) return null
    await Promise.all([draft.hold(), refresh()])
    // Which of two texts is meant, its writer says first.
    if (draft.other[mode.value] || (await lost())) return null
    const newest = arrived.value.at(-1)?.seq ?? 0
    if (newest > seen.value) {
      seen.value = newest
      return null
    }
    const kind = mode.value
    const input = { ticket: ticket().id, text: text.value, files: uploads.ready }
    const variables = (requestId: string) => ({ input: { ...input, draftSeen: draft.seen[kind], requestId } })
    const supervise = (requestId: string) => ({ input: { ticket: input.ticket, text: input.text, requestId } })
    const done =
      kind === 'REPLY'
        ? await act(TicketReplyDocument, variables, (it) => it.outcome)
        : mayOversee.value && supervision.value
          ? await act(TicketSuperviseDocument, supervise, (it) => ({ ...it.outcome, followUp: false }))
          : await act(TicketNoteDocument, variables, (it) => ({ ...it.outcome, followUp: false }))
    if (!done) {
      draft.soon()
      return null
    }
    // A note of supervision takes no draft with it.
    if (kind === 'NOTE' && mayOversee.value && supervision.value) draft.write(kind, '')
    else draft.sent(kind)
    supervision.value = false
    presence.rests()
    uploads.clear()
    // What was not sent is still there.
    open.value = uploads.list.length > 0
    return { followUp: done.followUp ? done.ticket : null }
  }

  return { modes, mode, text, texts: draft.texts, saved: draft.saved, open, uploads, supervision, mayOversee, others: presence.others, arrived, busy, refusals, isEmpty, withoutFiles, other: computed(() => draft.other[mode.value]), choose: (which: Which) => draft.choose(mode.value, which), send }
}
