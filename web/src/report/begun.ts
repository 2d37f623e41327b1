import { computed, ref, shallowRef, watch } from 'vue'
import type { TicketOpenMutationVariables } from '@/api/generated/operations'
import { drop, keep, keptOf, type Kept } from '@/kept/kept'
import { toast } from '@/look/toast'
import { session, useViewer } from '@/session/session'
import { letGo, uploadsOf } from '@/upload/uploads'
import { i18n } from '@/words'

/** Where a report is written: by its requester, or by a handler in *Catat laporan*. */
export type Form = 'report' | 'record'

/** What was sent and has no answer yet. */
export interface Sending {
  input: TicketOpenMutationVariables['input']
  refusal: string | null
  /** The ticket that it became; files still follow. */
  ticket: string | null
}

/** A report that the desk does not have yet, as it was typed. Its id is also the key of the request: sent twice, done once (R7). */
export interface Begun extends Kept {
  owner: Form
  title: string
  values: Record<string, unknown>
  sending: Sending | null
}

/** One that is sent. */
export interface Waiting extends Begun {
  sending: Sending
}

/** The reports that somebody has begun in a form and not sent. */
export async function begunIn(form: Form, person: string): Promise<Begun[]> {
  const kept = (await keptOf<Begun>('reports', person, form)) ?? []
  return kept.filter(({ sending }) => !sending).reverse()
}

/** Throws a report away, with its files; for a moment it can be had back. */
export async function discard(it: Begun, changed: () => void) {
  const files = (await keptOf('files', it.person, it.id)) ?? []
  letGo(it.id)
  await Promise.all([drop('reports', it.id), ...files.map(({ id }) => drop('files', id))])
  changed()
  const back = async () => {
    if (session.viewer.value?.person.id !== it.person) return
    await Promise.all([keep('reports', it), ...files.map((file) => keep('files', file))])
    changed()
  }
  const { t } = i18n.global
  toast(t('begun.discarded'), { label: t('begun.undo'), run: () => void back() })
}

/**
 * Keeps what is typed in a form: it outlives a reload, a session that ended and a browser that fell over, and is the person's alone. `values` is all of
 * it, as plain data; `wanted` is the id of one to go on with at once.
 */
export function useBegun<Values extends { title: string; description: string }>(form: Form, values: Values, wanted?: string) {
  const person = useViewer().value.person.id
  const fresh = JSON.stringify(values)
  const id = ref<string>(crypto.randomUUID())
  const uploads = computed(() => uploadsOf(id.value))
  /** Whether it is kept as it is now. */
  const kept = ref(false)
  /** Others that wait to be gone on with. */
  const others = shallowRef<Begun[]>([])
  let changed = false
  let writing: Promise<void> | null = null
  let sent = false

  const begun = (): Begun => ({
    id: id.value,
    person,
    owner: form,
    shared: session.shared,
    at: new Date().toISOString(),
    title: values.title.trim() || values.description.trim().slice(0, 80),
    values: JSON.parse(JSON.stringify(values)) as Record<string, unknown>,
    sending: null,
  })

  async function save() {
    // Whoever has signed out leaves nothing more behind.
    if (sent || session.viewer.value?.person.id !== person) return
    const worth = JSON.stringify(values) !== fresh || uploads.value.list.length > 0
    if (worth) kept.value = await keep('reports', begun())
    else if (kept.value) {
      kept.value = false
      await drop('reports', id.value)
    }
  }
  /** With every change, one at a time: a page that falls over says nothing before. */
  async function write() {
    while (changed) {
      changed = false
      await save()
    }
    writing = null
  }
  watch([values, () => uploads.value.list.length], () => {
    changed = true
    writing ??= write()
  })

  async function look() {
    others.value = (await begunIn(form, person)).filter((it) => it.id !== id.value)
  }

  /** Goes on with one that was begun earlier; what stands in the form now is kept beside it. */
  async function resume(it: Begun) {
    await writing
    id.value = it.id
    kept.value = true
    for (const key of Object.keys(values)) if (key in it.values) (values as Record<string, unknown>)[key] = it.values[key]
    await look()
  }

  /** An empty form, with what stood in it thrown away. */
  async function startAnew() {
    await writing
    const old = begun()
    id.value = crypto.randomUUID()
    kept.value = false
    Object.assign(values, JSON.parse(fresh) as Values)
    await discardOther(old)
  }
  const discardOther = (it: Begun) => discard(it, () => void look())

  /** Written down before it goes: should everything fall over on the way, it is sent on, once. */
  async function handOver(input: Sending['input']): Promise<Waiting> {
    sent = true
    await writing
    const it = { ...begun(), sending: { input, refusal: null, ticket: null } }
    await keep('reports', it)
    return it
  }
  /** It was refused, or the session had ended: it is the person's again. */
  async function takeBack() {
    sent = false
    kept.value = await keep('reports', begun())
  }
  /** The desk has it. */
  async function done() {
    sent = true
    await writing
    await drop('reports', id.value)
  }

  async function begin() {
    const it = wanted && (await begunIn(form, person)).find(({ id }) => id === wanted)
    await (it ? resume(it) : look())
  }
  void begin()

  return { id, uploads, kept, others, resume, startAnew, discardOther, handOver, takeBack, done }
}
