import { i18n } from '@/words'

/** What a browser says of a field that is not filled in, in the language of the page and not in its own. */
export function sayWhatIsMissing() {
  addEventListener(
    'invalid',
    (event) => {
      const field = event.target
      if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement)) return
      const { validity } = field
      if (validity.valueMissing) field.setCustomValidity(i18n.global.t('form.required'))
      else if (validity.tooShort || validity.tooLong || validity.badInput) field.setCustomValidity(i18n.global.t('form.wrong'))
    },
    { capture: true },
  )
  // What was said of it counts until it is changed.
  for (const change of ['input', 'change']) {
    addEventListener(change, ({ target }) => (target as HTMLInputElement).setCustomValidity?.(''), { capture: true })
  }
}
