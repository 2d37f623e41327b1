import { ref } from 'vue'

const MINUTE = 60_000

/** The time, fresh to the minute: what counts down on a page does so together. */
export const now = ref(Date.now())
setInterval(() => (now.value = Date.now()), MINUTE / 2)
