import { Lightbulb } from '@lucide/vue'
import { TicketRaiseChangeDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'RAISE_CHANGE',
  order: 230,
  icon: Lightbulb,
  rare: true,
  form: actForm(
    TicketRaiseChangeDocument,
    (it) => ({ title: typed(it, 'title'), description: typed(it, 'description') }),
    (say) => [say.line('title', { optional: true }), say.text('description', { optional: true })],
  ),
})
