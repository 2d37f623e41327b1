import { RotateCcw } from '@lucide/vue'
import { TicketReopenDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'REOPEN',
  order: 100,
  icon: RotateCcw,
  form: actForm(
    TicketReopenDocument,
    (it, { version }) => ({ seen: version, reason: typed(it, 'reason') }),
    (say) => [say.text('reason')],
  ),
})
