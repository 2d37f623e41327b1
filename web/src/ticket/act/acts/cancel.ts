import { Ban } from '@lucide/vue'
import { TicketCancelDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'CANCEL',
  order: 290,
  icon: Ban,
  rare: true,
  danger: true,
  form: actForm(
    TicketCancelDocument,
    (it, { version }) => ({ seen: version, reason: typed(it, 'reason') }),
    (say) => [say.text('reason')],
    true,
  ),
})
