import { PhoneCall } from '@lucide/vue'
import { TicketConfirmDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'CONFIRM',
  order: 90,
  icon: PhoneCall,
  form: actForm(
    TicketConfirmDocument,
    (it, { version }) => ({ seen: version, how: typed(it, 'how') }),
    (say) => [say.text('how', { hint: true })],
  ),
})
