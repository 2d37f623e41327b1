import { SlidersHorizontal } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import { ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'RECLASSIFY',
  order: 170,
  icon: SlidersHorizontal,
  // Without kind and service nothing can be solved.
  next: ({ kind, service }) => !kind || !service,
  dialog: { component: defineAsyncComponent(() => import('../ReclassifyDialog.vue')) },
})
