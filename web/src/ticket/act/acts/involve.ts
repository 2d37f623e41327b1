import { UserPlus } from '@lucide/vue'
import { TicketInvolveDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'INVOLVE',
  order: 180,
  icon: UserPlus,
  rare: true,
  form: actForm(
    TicketInvolveDocument,
    (it) => ({ person: typed(it, 'person') }),
    (say) => [say.person('person', { hint: true })],
  ),
})
