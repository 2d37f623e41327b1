
interface Base {
  /** As the input calls it, so that refusals stand under it. */
  name: string
  label: string
  hint?: string
  optional?: boolean
}

/** A field of a record that an administrator edits. */
export type Field =
  | (Base & { kind: 'line' | 'text' | 'date' | 'moment' | 'number' })
  /** Several lines of text, one an entry. */
  | (Base & { kind: 'list' })
  | (Base & { kind: 'check' })
  | (Base & { kind: 'choice'; choices: readonly { value: string; label: string }[]; none?: string })
  | (Base & { kind: 'several'; choices: readonly { value: string; label: string }[] })
  | (Base & { kind: 'pick'; items: readonly { id: string; name: string; detail?: string }[] })
  | (Base & { kind: 'person' })

/** What the fields hold, by name: text, text in lines, switches, or chosen values. */
export type Values = Record<string, string | boolean | string[]>


export const line = (values: Values, name: string): string => String(values[name] ?? '').trim()
export const lineOrNone = (values: Values, name: string): string | null => line(values, name) || null
export const flag = (values: Values, name: string): boolean => values[name] === true
export const list = (values: Values, name: string): string[] => {
  const value = values[name]
  return Array.isArray(value) ? value : String(value ?? '').split('\n').map((it) => it.trim()).filter(Boolean)
}
