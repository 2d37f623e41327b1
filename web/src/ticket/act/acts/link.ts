import { Link } from '@lucide/vue'
import { ask } from '@/api/ask'
import { LinkKind } from '@/api/generated/enums'
import { TicketLinkDocument, TicketUnlinkDocument } from '@/api/generated/operations'
import { typed } from '@/form/fields'
import TicketPicker from '../TicketPicker.vue'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'LINK',
  order: 210,
  icon: Link,
  rare: true,
  form: actForm(
    TicketLinkDocument,
    (it) => ({ other: typed(it, 'other'), kind: typed(it, 'kind') as LinkKind }),
    (say, { id }) => [say.choice('kind', LinkKind, (it) => `link.${it}.out`), say.own('other', TicketPicker, { beside: id })],
  ),
  undo: async ({ id: ticket, values }, requestId) => {
    const input = { ticket, other: typed(values, 'other'), kind: typed(values, 'kind') as LinkKind, requestId }
    return (await ask(TicketUnlinkDocument, { input })).outcome
  },
})
