import { troubleOf } from '@/api/answer'
import { ask } from '@/api/ask'
import { TicketTellDocument, UnmaskedDocument, type TicketRowFragment, type TicketTalkFragment } from '@/api/generated/operations'
import { confirmed } from '@/look/confirm'
import { toast } from '@/look/toast'
import { i18n } from '@/words'

type Ticket = TicketRowFragment & TicketTalkFragment

/** The last thing on a ticket that the desk has said in public. */
function lastWord({ timeline, requester }: Ticket) {
  const ours = timeline.filter(({ actor }) => actor?.id !== requester?.id)
  return ours.flatMap(({ messages }) => messages).findLast(({ audience, kind }) => audience === 'PUBLIC' && kind !== 'REPORT')
}

/**
 * *Kirim lewat WhatsApp*: opens a chat with a public word ready to be sent, and asks whether it was sent: only then it is noted by whom they were told. Seeing
 * the number leaves a trace.
 */
export async function sendByWhatsApp(ticket: Ticket, word = lastWord(ticket)) {
  if (!ticket.requester) return
  const { t } = i18n.global
  // Opened now, while it is the answer to a click; a browser blocks what comes later.
  const page = window.open('', '_blank')
  try {
    const { personUnmasked } = await ask(UnmaskedDocument, { id: ticket.requester.id })
    const text = t('whatsapp.text', { number: ticket.number, title: ticket.title ?? '', said: word?.text ?? '' })
    const phone = personUnmasked?.phone?.replace(/\D/g, '')
    if (!phone) {
      page?.close()
      toast(t('whatsapp.noPhone'))
      return
    }
    const href = `https://wa.me/${phone}?text=${encodeURIComponent(text)}`
    if (page) {
      page.opener = null
      page.location.href = href
    }
    const sent = await confirmed({
      title: t('whatsapp.sent'),
      text: t(page ? 'whatsapp.sentWhy' : 'whatsapp.blocked'),
      action: t('whatsapp.yes'),
      no: t('whatsapp.notYet'),
      harmless: true,
      link: page ? undefined : { href, label: t('whatsapp.open') },
    })
    if (!sent) return
    const input = { ticket: ticket.id, by: 'WHATSAPP' as const, message: word?.id ?? null, requestId: crypto.randomUUID() }
    const [refused] = (await ask(TicketTellDocument, { input })).outcome.userErrors
    if (refused) toast(refused.message)
  } catch (error) {
    page?.close()
    troubleOf(error)
  }
}
