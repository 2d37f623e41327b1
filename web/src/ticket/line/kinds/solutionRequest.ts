import type { Line } from '../lines'

/** A solution request has a record of its own below the timeline. */
export default {
  events: ['REQUEST_OPENED', 'REQUEST_CHANGED'],
  forStaff: () => false,
} satisfies Line
