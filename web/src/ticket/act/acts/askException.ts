import { TimerReset } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import { ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'ASK_EXCEPTION',
  order: 250,
  icon: TimerReset,
  rare: true,
  dialog: { component: defineAsyncComponent(() => import('../ExceptionDialog.vue')), props: { verb: 'ASK_EXCEPTION' } },
})
