import { MailQuestion } from '@lucide/vue'
import { TicketAskDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'ASK',
  order: 110,
  icon: MailQuestion,
  key: 'i',
  form: actForm(
    TicketAskDocument,
    (it, { version }) => ({ seen: version, question: typed(it, 'question') }),
    (say) => [say.text('question', { hint: true })],
  ),
})
