/** The tables that can be imported, in the order in which one needs the other. */
export const SHEETS = ['units', 'people', 'appointments', 'services'] as const
export type Sheet = (typeof SHEETS)[number]

/** What an import did, would do, or what is wrong with the file. */
export interface Report {
  rows: number
  added: number
  changed: number
  unchanged: number
  written: number
  dryRun: boolean
  /** Headers that nobody knows. */
  ignored: string[]
  problems: { line: number; column: string | null; code: string; message: string }[]
}
