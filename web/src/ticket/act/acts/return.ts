import { CornerDownLeft } from '@lucide/vue'
import { TicketReturnDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'RETURN',
  order: 80,
  icon: CornerDownLeft,
  form: actForm(
    TicketReturnDocument,
    (it, { version }) => ({ seen: version, missing: typed(it, 'missing') }),
    (say) => [say.text('missing', { hint: true })],
  ),
})
