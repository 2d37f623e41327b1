import { CalendarClock } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import { ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'HOLD',
  order: 130,
  icon: CalendarClock,
  dialog: { component: defineAsyncComponent(() => import('../HoldDialog.vue')) },
})
