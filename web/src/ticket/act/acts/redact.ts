import { FileLock2 } from '@lucide/vue'
import { TicketRedactDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import { actForm, ticketAct, type ActForm } from '../ticketAct'

/** *Sembunyikan isi* of one text or file, or of the report's head. */
export function redaction({ message = null, head = false }: { message?: string | null; head?: boolean }): ActForm {
  return actForm(
    TicketRedactDocument,
    (it, { version }) => ({ seen: version, message, file: null, head, reason: typed(it, 'reason') }),
    (say) => [say.text('reason', { hint: true })],
    true,
  )
}

export default ticketAct({
  verb: 'REDACT',
  order: 270,
  icon: FileLock2,
  rare: true,
  form: redaction({ head: true }),
})
