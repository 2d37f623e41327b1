import { EyeOff } from '@lucide/vue'
import { TicketUnfollowDocument } from '@/api/generated/operations'
import { actForm, type TicketAct } from '../ticketAct'

export default {
  name: 'UNFOLLOW',
  verb: null,
  order: 300,
  icon: EyeOff,
  rare: true,
  fits: ({ viewerFollows }) => viewerFollows,
  form: actForm(TicketUnfollowDocument, () => ({})),
} satisfies TicketAct
