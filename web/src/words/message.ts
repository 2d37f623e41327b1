import type { MessageContext, MessageFunction } from 'vue-i18n'

const made = new Map<string, MessageFunction<string>>()

/** Our texts hold `{name}` and nothing else. The library's own compiler knows a whole language; making sense of it cost a slow telephone a fifth of a page. */
export function compile(text: string): MessageFunction<string> {
  let message = made.get(text)
  if (!message) {
    // Every second piece is a name.
    const pieces = text.split(/\{(\w+)\}/)
    message = ({ named }: MessageContext<string>) => pieces.map((piece, at) => (at % 2 ? String(named(piece) ?? '') : piece)).join('')
    made.set(text, message)
  }
  return message
}
