import { CircleHelp } from '@lucide/vue'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { Impact, TicketKind, Urgency } from '@/api/generated/enums'
import { KIND } from '@/ticket/marks'

export const UNKNOWN = 'UNKNOWN'
export type KindChoice = TicketKind | typeof UNKNOWN

/** The questions people are asked instead of kind, impact and urgency. */
export function useQuestions() {
  const { t } = useI18n()
  return {
    kinds: computed(() => [
      ...TicketKind.map((value) => ({ value: value as KindChoice, label: t(`question.kind.${value}`), icon: KIND[value] })),
      { value: UNKNOWN as KindChoice, label: t('question.kind.UNKNOWN'), icon: CircleHelp },
    ]),
    impacts: computed(() => [...Impact].reverse().map((value) => ({ value, label: t(`question.impact.${value}`) }))),
    urgencies: computed(() => Urgency.map((value) => ({ value, label: t(`question.urgency.${value}`) }))),
  }
}
