import { FieldType } from '@/api/generated/enums'

interface FormField {
  key: string
  label: string
  fieldType: FieldType
  required: boolean
  choices: string[]
}

/** A field of a service's form as a line: `Label* | CHOICE | one, two`; the star says that it must be filled in. */
export function formFieldsText(fields: readonly FormField[]): string[] {
  return fields.map(({ label, required, fieldType, choices }) =>
    [`${label}${required ? '*' : ''}`, fieldType === 'TEXT' ? '' : fieldType, choices.join(', ')].filter(Boolean).join(' | '),
  )
}

/** The fields of such lines. A label that was there keeps its key: answers are kept under it. */
export function formFieldsFrom(lines: readonly string[], before: readonly FormField[]): FormField[] {
  const known = new Map(before.map(({ label, key }) => [label, key]))
  return lines.map((line) => {
    const [head = '', type = '', choices = ''] = line.split('|').map((it) => it.trim())
    const label = head.replace(/\*$/, '').trim()
    const key = known.get(label) ?? label.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '')
    return {
      key,
      label,
      required: head.endsWith('*'),
      fieldType: FieldType.find((it) => it === type.toUpperCase()) ?? 'TEXT',
      choices: choices.split(',').map((it) => it.trim()).filter(Boolean),
    }
  })
}
