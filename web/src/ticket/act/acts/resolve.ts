import { CircleCheckBig } from '@lucide/vue'
import { CauseCode } from '@/api/generated/enums'
import { TicketResolveDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'RESOLVE',
  order: 40,
  icon: CircleCheckBig,
  key: 's',
  form: actForm(
    TicketResolveDocument,
    (it, { version }) => ({ seen: version, resolution: typed(it, 'resolution'), cause: typed(it, 'cause') as CauseCode }),
    (say) => [say.text('resolution', { hint: true }), say.choice('cause', CauseCode, (it) => `cause.${it}`)],
  ),
})
