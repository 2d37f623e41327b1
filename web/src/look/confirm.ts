import { shallowRef } from 'vue'

/** Something that is done by one click and missed afterwards. */
export interface Question {
  /** What is done, as a verb with what it is done to. */
  title: string
  /** What comes of it. */
  text?: string | undefined
  /** The verb on the button. */
  action: string
  /** What the other button says, if not *Batal*. */
  no?: string
  /** It only asks: nothing is taken away. */
  harmless?: boolean
  /** A page that has to be opened first. */
  link?: { href: string; label: string } | undefined
}

export const asked = shallowRef<(Question & { answer: (yes: boolean) => void }) | null>(null)

/** Asks before it is done; false: it is left alone. */
export function confirmed(question: Question): Promise<boolean> {
  asked.value?.answer(false)
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer: (yes) => {
        asked.value = null
        resolve(yes)
      },
    }
  })
}
