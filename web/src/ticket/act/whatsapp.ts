import { useI18n } from 'vue-i18n'
import { ask } from '@/api/ask'
import { UnmaskedDocument, type TicketQuery } from '@/api/generated/operations'

/** *Kirim lewat WhatsApp*: opens a chat with the last public word ready to be sent. Seeing the number leaves a trace. */
export function useWhatsApp() {
  const { t } = useI18n()
  return async (ticket: NonNullable<TicketQuery['ticket']>) => {
    if (!ticket.requester) return
    // Opened now, while it is the answer to a click; a browser blocks what comes later.
    const page = window.open('', '_blank')
    try {
      const { personUnmasked } = await ask(UnmaskedDocument, { id: ticket.requester.id })
      const said = ticket.timeline.flatMap(({ messages }) => messages).findLast(({ audience, kind }) => audience === 'PUBLIC' && kind !== 'REPORT')
      const text = t('whatsapp.text', { number: ticket.number, title: ticket.title ?? '', said: said?.text ?? '' })
      const phone = personUnmasked?.phone?.replace(/\D/g, '')
      if (phone && page) {
        page.opener = null
        page.location.href = `https://wa.me/${phone}?text=${encodeURIComponent(text)}`
      } else page?.close()
    } catch (error) {
      page?.close()
      throw error
    }
  }
}
