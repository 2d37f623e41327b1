import { MessageCircle } from '@lucide/vue'
import type { TicketAct } from '../ticketAct'
import { sendByWhatsApp } from '../whatsapp'

export default {
  name: 'WHATSAPP',
  verb: null,
  order: 310,
  icon: MessageCircle,
  rare: true,
  apart: true,
  fits: ({ requester }) => Boolean(requester?.phone),
  run: (ticket) => sendByWhatsApp(ticket),
} satisfies TicketAct
