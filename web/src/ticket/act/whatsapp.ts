import { troubleOf } from '@/api/answer'
import { ask } from '@/api/ask'
import { TicketTellDocument, UnmaskedDocument, type TicketRowFragment, type TicketTalkFragment } from '@/api/generated/operations'
import { i18n } from '@/words'

type Ticket = TicketRowFragment & TicketTalkFragment

/** The last thing on a ticket that the desk has said in public. */
function lastWord({ timeline, requester }: Ticket) {
  const ours = timeline.filter(({ actor }) => actor?.id !== requester?.id)
  return ours.flatMap(({ messages }) => messages).findLast(({ audience, kind }) => audience === 'PUBLIC' && kind !== 'REPORT')
}

/** *Kirim lewat WhatsApp*: opens a chat with a public word ready to be sent, and notes by whom they were told. Seeing the number leaves a trace. */
export async function sendByWhatsApp(ticket: Ticket, word = lastWord(ticket)) {
  if (!ticket.requester) return
  // Opened now, while it is the answer to a click; a browser blocks what comes later.
  const page = window.open('', '_blank')
  try {
    const { personUnmasked } = await ask(UnmaskedDocument, { id: ticket.requester.id })
    const text = i18n.global.t('whatsapp.text', { number: ticket.number, title: ticket.title ?? '', said: word?.text ?? '' })
    const phone = personUnmasked?.phone?.replace(/\D/g, '')
    if (!phone || !page) {
      page?.close()
      return
    }
    page.opener = null
    page.location.href = `https://wa.me/${phone}?text=${encodeURIComponent(text)}`
    const input = { ticket: ticket.id, by: 'WHATSAPP' as const, message: word?.id ?? null, requestId: crypto.randomUUID() }
    await ask(TicketTellDocument, { input })
  } catch (error) {
    page?.close()
    troubleOf(error)
  }
}
