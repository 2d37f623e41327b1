import { RefreshCcwDot } from '@lucide/vue'
import { TicketPromoteToProblemDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'PROMOTE_TO_PROBLEM',
  order: 220,
  icon: RefreshCcwDot,
  rare: true,
  form: actForm(
    TicketPromoteToProblemDocument,
    (it) => ({ title: typed(it, 'title'), description: typed(it, 'description') }),
    (say) => [say.line('title', { optional: true }), say.text('description', { optional: true })],
  ),
})
