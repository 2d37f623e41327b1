import { ask, Fault, SignedOut, Unreachable } from '@/api/ask'
import { TicketAttachDocument } from '@/api/generated/operations'
import { toast } from '@/look/toast'
import { i18n } from '@/words'
import type { Uploads } from './uploads'

/** Attaches to a report the files that were still on their way when it was sent. */
export function attachLater(ticket: string, uploads: Uploads) {
  for (const upload of uploads.waiting.value) {
    void upload.settled.then(async () => {
      if (upload.id && (await attached(ticket, upload.id))) return
      toast(i18n.global.t('upload.lost', { name: upload.name }))
    })
  }
}

async function attached(ticket: string, file: string): Promise<boolean> {
  try {
    const { outcome } = await ask(TicketAttachDocument, { input: { ticket, files: [file], requestId: file } })
    return outcome.userErrors.length === 0
  } catch (error) {
    if (error instanceof Unreachable || error instanceof Fault || error instanceof SignedOut) return false
    throw error
  }
}
