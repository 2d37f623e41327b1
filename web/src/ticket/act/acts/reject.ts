import { Ban } from '@lucide/vue'
import { TicketRejectDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'REJECT',
  order: 280,
  icon: Ban,
  rare: true,
  danger: true,
  apart: true,
  form: actForm(
    TicketRejectDocument,
    (it, { version }) => ({ seen: version, reason: typed(it, 'reason') }),
    (say) => [say.text('reason', { hint: true })],
    true,
  ),
})
