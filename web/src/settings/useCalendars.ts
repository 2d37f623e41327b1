import { computed } from 'vue'
import { useAnswer } from '@/api/answer'
import { CalendarsDocument } from '@/api/generated/operations'

/** The calendars to choose from. */
export function useCalendarChoices() {
  const { data } = useAnswer(CalendarsDocument, () => ({}))
  return computed(() => data.value?.calendars.map(({ code, name }) => ({ value: code, label: name })) ?? [])
}
