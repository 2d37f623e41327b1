import { TimerReset } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import { ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'DECIDE_EXCEPTION',
  order: 260,
  icon: TimerReset,
  rare: true,
  dialog: { component: defineAsyncComponent(() => import('../ExceptionDialog.vue')), props: { verb: 'DECIDE_EXCEPTION' } },
})
