import { troubleOf } from '@/api/answer'
import { ask } from '@/api/ask'
import { TicketAssignDocument, TicketReleaseDocument, type OutcomeFragment } from '@/api/generated/operations'
import { toast } from '@/look/toast'
import { i18n } from '@/words'
import type { Done, TicketAct } from './ticketAct'

/** Gives a ticket back to whoever had it before, or to nobody. */
export async function handBack({ id: ticket, version: seen, assignee }: Done, requestId: string): Promise<OutcomeFragment> {
  const { outcome } = assignee
    ? await ask(TicketAssignDocument, { input: { ticket, seen, assignee: assignee.id, requestId } })
    : await ask(TicketReleaseDocument, { input: { ticket, seen, requestId } })
  return outcome
}

/** Says what was done, with the opposite beside it where there is one. */
export function offerUndo({ name, undo }: TicketAct, done: Done, then: () => void) {
  if (!undo) return
  // One key, however often it is pressed: taken back once.
  const requestId = crypto.randomUUID()
  const takeBack = async () => {
    try {
      const [refused] = (await undo(done, requestId)).userErrors
      // The page may show another ticket by now.
      if (refused) toast(refused.message)
    } catch (error) {
      troubleOf(error)
    }
    then()
  }
  const { t } = i18n.global
  toast(t(`undo.${name}`, { number: done.number }), { label: t('undo.undo'), run: () => void takeBack() })
}
