import { GitMerge } from '@lucide/vue'
import { TicketMergeDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import TicketPicker from '../TicketPicker.vue'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'MERGE',
  order: 240,
  icon: GitMerge,
  rare: true,
  form: actForm(
    TicketMergeDocument,
    (it, { version }) => ({ seen: version, target: typed(it, 'target'), reason: typed(it, 'reason') }),
    (say, { id }) => [say.own('target', TicketPicker, { beside: id }, { hint: true }), say.text('reason')],
    true,
  ),
})
