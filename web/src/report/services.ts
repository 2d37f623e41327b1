import type { ReportServiceFragment } from '@/api/generated/operations'
import type { KindChoice } from './kinds'
import { UNKNOWN } from './kinds'

export type ReportService = ReportServiceFragment

/** The services that take such a report, by group; those used lately come first of all. */
export function servicesFor(all: readonly ReportService[], kind: KindChoice | ''): ReportService[] {
  const fits = (it: ReportService) => kind === '' || kind === UNKNOWN || it.kinds.includes(kind)
  const order = ['INFRASTRUKTUR_TIK', 'ADMINISTRASI_PEMERINTAHAN', 'LAYANAN_PUBLIK']
  return all.filter(fits).sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group) || a.code.localeCompare(b.code))
}
