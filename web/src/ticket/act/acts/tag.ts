import { Tag } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import { ticketAct } from '../ticketAct'

export default ticketAct({
  verb: 'TAG',
  order: 200,
  icon: Tag,
  rare: true,
  dialog: { component: defineAsyncComponent(() => import('../TagDialog.vue')) },
})
