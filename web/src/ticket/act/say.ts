import type { Component } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Choice, Field, Item } from '@/form/fields'
import PersonPicker from '@/people/PersonPicker.vue'

interface More {
  /** Whether the hint of the act, `actHint.NAME`, stands under this field. */
  hint?: boolean
  optional?: boolean
}

/** Describes the fields of an act, with its words: a label is `actField.NAME.field` or, if the act has none of its own, `form.field`. */
export function useSay(act: () => string) {
  const { t, te } = useI18n()
  const base = (name: string, { hint, optional }: More) => {
    const own = `actField.${act()}.${name}`
    return { name, label: te(own) ? t(own) : t(`form.${name}`), hint: hint ? t(`actHint.${act()}`) : undefined, optional }
  }
  return {
    text: (name: string, more: More = {}): Field => ({ ...base(name, more), kind: 'text', lines: 4 }),
    line: (name: string, more: More = {}): Field => ({ ...base(name, more), kind: 'line' }),
    choice: (name: string, values: readonly string[], word: (value: string) => string): Field => ({
      ...base(name, {}),
      kind: 'choice',
      choices: values.map((value): Choice => ({ value, label: t(word(value)) })),
    }),
    pick: (name: string, items: readonly Item[]): Field => ({ ...base(name, {}), kind: 'pick', items }),
    person: (name: string, more: More = {}): Field => ({ ...base(name, more), kind: 'own', control: PersonPicker }),
    own: (name: string, control: Component, props: Record<string, unknown>, more: More = {}): Field => ({ ...base(name, more), kind: 'own', control, props }),
  }
}
export type Say = ReturnType<typeof useSay>
