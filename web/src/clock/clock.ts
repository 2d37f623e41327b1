import type { ClockFaceFragment } from '@/api/generated/operations'
import type { Tone } from '@/look/UiBadge.vue'

/** What a chip says of a clock: in words by key, and in colour. */
export interface Face {
  tone: Tone
  words: 'left' | 'late' | 'paused' | 'outside' | 'met' | 'missed' | 'uncounted' | 'running'
  /** Seconds that the words speak of. */
  seconds: number | null
}

/** How a clock stands now. The desk sends instants and lets us count. */
export function faceOf(clock: Pick<ClockFaceFragment, 'state' | 'dueAt' | 'remainingSeconds' | 'atRisk' | 'breachedAt' | 'outsideControl'>, now: number): Face {
  const { state, dueAt, remainingSeconds, atRisk, breachedAt, outsideControl } = clock
  switch (state) {
    case 'PAUSED':
      return { tone: 'paused', words: outsideControl ? 'outside' : 'paused', seconds: remainingSeconds }
    case 'RUNNING': {
      if (!dueAt) return { tone: 'plain', words: 'running', seconds: null }
      const left = (Date.parse(dueAt) - now) / 1000
      if (left < 0 || breachedAt) return { tone: 'danger', words: 'late', seconds: Math.max(0, -left) }
      return { tone: atRisk ? 'warn' : 'plain', words: 'left', seconds: left }
    }
    case 'BREACHED':
      return { tone: 'danger', words: 'missed', seconds: null }
    case 'MET':
      return { tone: 'ok', words: 'met', seconds: null }
    case 'RECORDED':
    case 'VOID':
    case 'CANCELLED':
      return { tone: 'plain', words: 'uncounted', seconds: null }
  }
}
