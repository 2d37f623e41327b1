import type { Component } from 'vue'

/** One of a list that is found by typing. */
export interface Item {
  id: string
  name: string
  detail?: string
  /** Further words by which the item is found. */
  words?: string
}
export interface Choice {
  value: string
  label: string
}

interface Base {
  /** As the input calls the field, so that refusals stand under it. */
  name: string
  label: string
  hint?: string | undefined
  /** The field may stay empty, and says so. */
  optional?: boolean | undefined
  /** Stands beside its neighbour that has this, too, where there is room. */
  half?: boolean
  /** Whether it belongs to what was chosen so far; else it is not there, and counts as empty. */
  when?: (values: Values) => boolean
}

/** What a browser holds a text to while it is typed. */
interface Limits {
  minlength?: number
  maxlength?: number
  min?: number | string
  max?: number | string
}

/** A field of a form. */
export type Field =
  | (Base & { kind: 'line' | 'date' | 'moment' | 'number'; placeholder?: string; limits?: Limits })
  /** Several lines; as a `list`, each line is an entry. */
  | (Base & { kind: 'text'; lines?: number })
  | (Base & { kind: 'list'; lines?: number })
  | (Base & { kind: 'check' })
  /** One of a few; `none` stands there while nothing is chosen, null where something always is. */
  | (Base & { kind: 'choice'; choices: readonly Choice[]; none?: string | null })
  /** Some of a few, one below the other or side by side. */
  | (Base & { kind: 'several'; choices: readonly Choice[]; beside?: boolean })
  | (Base & { kind: 'pick'; items: readonly Item[] })
  /** A control of its own: its model is the chosen thing, of which the form takes the id. */
  | (Base & { kind: 'own'; control: Component; props?: Record<string, unknown> })

/** What the fields hold, by name: text, text in lines, switches, or chosen values. */
export type Values = Record<string, string | boolean | string[]>

/** What was chosen in fields of their own kind, by name. */
export type Things = Record<string, { id: string } | null>

/** A text exactly as it was typed. */
export const typed = (values: Values, name: string): string => String(values[name] ?? '')
export const line = (values: Values, name: string): string => typed(values, name).trim()
export const lineOrNone = (values: Values, name: string): string | null => line(values, name) || null
export const flag = (values: Values, name: string): boolean => values[name] === true
export const list = (values: Values, name: string): string[] => {
  const value = values[name]
  return Array.isArray(value) ? value : String(value ?? '').split('\n').map((it) => it.trim()).filter(Boolean)
}
/** Whether one of these fields holds something else than at the start. */
export const changes = (start: Values, values: Values, names: readonly string[]): boolean =>
  names.some((name) => JSON.stringify(values[name] || '') !== JSON.stringify(start[name] || ''))
