import { SendHorizontal } from '@lucide/vue'
import { TicketAnswerDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'ANSWER',
  order: 50,
  icon: SendHorizontal,
  form: actForm(
    TicketAnswerDocument,
    (it, { version }) => ({ seen: version, solution: typed(it, 'solution') }),
    (say) => [say.text('solution', { hint: true })],
  ),
})
