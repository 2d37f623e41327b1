import { ArrowRightLeft } from '@lucide/vue'
import { TicketHandOverDocument } from '@/api/generated/operations'
import { teams } from '@/api/shared'
import { typed } from '@/form/fields'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'HAND_OVER',
  order: 150,
  icon: ArrowRightLeft,
  form: actForm(
    TicketHandOverDocument,
    (it, { version }) => ({ seen: version, team: typed(it, 'team'), reason: typed(it, 'reason') }),
    (say, { team }) => [say.pick('team', teams.use().value.filter(({ id }) => id !== team?.id).map(({ id, name, covers }) => ({ id, name, detail: covers }))), say.text('reason')],
  ),
})
