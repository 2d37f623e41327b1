import { UserRoundCheck } from '@lucide/vue'
import { TicketAssignDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import AssigneePicker from '../AssigneePicker.vue'
import { actForm, ticketAct } from '../ticketAct'
import { handBack } from '../undo'

export default ticketAct({
  verb: 'ASSIGN',
  order: 160,
  icon: UserRoundCheck,
  form: actForm(
    TicketAssignDocument,
    (it, { version }) => ({ seen: version, assignee: typed(it, 'assignee') }),
    (say, { id }) => [say.own('assignee', AssigneePicker, { ticket: id })],
  ),
  undo: handBack,
})
