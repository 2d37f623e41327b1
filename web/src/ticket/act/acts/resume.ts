import { Play } from '@lucide/vue'
import { TicketResumeDocument } from '@/api/generated/operations'
import { actForm, seen, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'RESUME',
  order: 30,
  icon: Play,
  form: actForm(TicketResumeDocument, seen),
})
