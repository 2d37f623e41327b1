import { Eye } from '@lucide/vue'
import { ask } from '@/api/ask'
import { TicketFollowDocument, TicketUnfollowDocument } from '@/api/generated/operations'
import { actForm, ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'FOLLOW',
  order: 190,
  icon: Eye,
  rare: true,
  fits: ({ viewerFollows }) => !viewerFollows,
  form: actForm(TicketFollowDocument, () => ({})),
  undo: async ({ id: ticket }, requestId) => (await ask(TicketUnfollowDocument, { input: { ticket, requestId } })).outcome,
})
