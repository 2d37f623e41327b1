import { Building2 } from '@lucide/vue'
import { TicketForwardDocument } from '@/api/generated/operations'
import { units } from '@/api/shared'
import { typed } from '@/form/fields'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'FORWARD',
  order: 140,
  icon: Building2,
  form: actForm(
    TicketForwardDocument,
    (it, { version }) => ({ seen: version, unit: typed(it, 'unit'), reason: typed(it, 'reason') }),
    (say) => [say.pick('unit', units.use().value.map(({ id, name, shortName }) => ({ id, name, detail: shortName }))), say.text('reason')],
  ),
})
