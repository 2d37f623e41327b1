import { Handshake } from '@lucide/vue'
import { TicketAcceptDocument } from '@/api/generated/operations'
import { actForm, seen, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'ACCEPT',
  order: 10,
  icon: Handshake,
  key: 'a',
  form: actForm(TicketAcceptDocument, seen),
})
