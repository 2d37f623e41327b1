import { ArrowUpFromLine } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import { ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'ESCALATE',
  order: 60,
  icon: ArrowUpFromLine,
  key: 'e',
  dialog: { component: defineAsyncComponent(() => import('../EscalateDialog.vue')), props: { verb: 'ESCALATE' } },
})
