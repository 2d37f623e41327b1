import { UserRoundCheck } from '@lucide/vue'
import { TicketAssignDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import { actForm, ticketAct } from '../ticketAct'
import { handBack } from '../undo'

export default ticketAct({
  verb: 'ASSIGN',
  order: 160,
  icon: UserRoundCheck,
  form: actForm(
    TicketAssignDocument,
    (it, { version }) => ({ seen: version, assignee: typed(it, 'assignee') }),
    (say) => [say.person('assignee')],
  ),
  undo: handBack,
})
