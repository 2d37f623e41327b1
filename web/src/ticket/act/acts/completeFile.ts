import { FileCheck } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import { ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'COMPLETE_FILE',
  order: 120,
  icon: FileCheck,
  dialog: { component: defineAsyncComponent(() => import('../CompleteFileDialog.vue')) },
})
