import { computed, reactive } from 'vue'

const state = reactive({ reached: true, online: navigator.onLine, socket: true })

addEventListener('online', () => (state.online = true))
addEventListener('offline', () => (state.online = false))

/** Whether there is a line to the desk. */
export const line = {
  /** False as soon as a request did not get through. */
  up: computed(() => state.online && state.reached),
  /** False while live messages do not come: then everything is asked again now and then. */
  live: computed(() => state.socket),
  lost: () => (state.reached = false),
  found: () => (state.reached = true),
  socket: (open: boolean) => (state.socket = open),
}
