import { Hand } from '@lucide/vue'
import { TicketTakeDocument } from '@/api/generated/operations'
import { actForm, seen, ticketAct } from '../ticketAct'
import { handBack } from '../undo'

export default ticketAct({
  verb: 'TAKE',
  order: 20,
  icon: Hand,
  key: 't',
  alias: ({ assignee }) => (assignee ? 'TAKE_OVER' : 'TAKE'),
  fits: ({ assignee }, me) => assignee?.id !== me,
  // Taking over from somebody is never the next step, and to accept is to take.
  rare: ({ assignee, viewerCan }) => assignee !== null || viewerCan.includes('ACCEPT'),
  form: actForm(TicketTakeDocument, seen),
  undo: handBack,
})
