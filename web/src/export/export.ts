import { answerOf, Fault, reach } from '@/api/ask'
import type { TicketOrder, TicketViewName } from '@/api/generated/enums'
import type { AuditEventsQueryVariables, TicketListQueryVariables } from '@/api/generated/operations'
import { askProof } from '@/session/proof'

/** A list with what narrows it, as the desk knows lists. */
export type ExportedList =
  | { list: 'TICKETS'; view: TicketViewName; order: TicketOrder; filter: Partial<NonNullable<TicketListQueryVariables['filter']>> | null }
  | { list: 'EVENTS'; filter: AuditEventsQueryVariables['filter'] }
  | { list: 'PEOPLE' | 'SERVICES'; search: string }
  | { list: 'HOLIDAYS'; year: number }
  | { list: 'BOARD' | 'UNITS' | 'TEAMS' | 'SETTINGS' | 'MACROS' }
export type Format = 'CSV' | 'XLSX'

/** Taking a list along is asked for with the password at hand (R26); whether it came. */
export async function downloadList(list: ExportedList, format: Format): Promise<boolean> {
  const ask = () => reach('/export', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...list, format }) })
  let response = await ask()
  if (!response.ok) {
    try {
      await answerOf(response)
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'PASSWORD_AGAIN') throw error
      if (!(await askProof())) return false
      response = await ask()
    }
  }
  if (!response.ok) await answerOf(response)
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? `tanggap.${format.toLowerCase()}`
  keep(name, await response.blob())
  return true
}

/** Gives the browser a file to keep. */
function keep(name: string, bytes: Blob) {
  const url = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
