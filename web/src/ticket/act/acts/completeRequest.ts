import { FilePenLine } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import { ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'COMPLETE_REQUEST',
  order: 70,
  icon: FilePenLine,
  dialog: { component: defineAsyncComponent(() => import('../EscalateDialog.vue')), props: { verb: 'COMPLETE_REQUEST' } },
})
