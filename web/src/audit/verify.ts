import { ref, shallowRef } from 'vue'
import { answerOf, Fault, reach, SignedOut, Unreachable } from '@/api/ask'

export interface Report {
  clean: boolean
  streams: number
  events: number
  seals: number
  unsealed: number
  withKeys: boolean
  provenUntilSeal: number | null
  omitted: number
  note: string
  findings: { code: string; sentence: string }[]
}
/** What a report comes to, in one word. */
export function verdict(report: Report): 'broken' | 'proven' | 'unproven' {
  if (!report.clean) return 'broken'
  return report.provenUntilSeal === null ? 'unproven' : 'proven'
}

type Line = { seconds?: number; report?: Report; error?: string | { message: string } }

/** Lines of JSON as they come. */
export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    rest += decoder.decode(value, { stream: !done })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim()) yield JSON.parse(line)
    if (done) return
  }
}

/** The verification of the whole record: a long question, with a sign of life every second. */
export function useVerification() {
  const running = ref(false)
  const seconds = ref(0)
  const report = shallowRef<Report | null>(null)
  const trouble = ref<string | null>(null)
  let stop: AbortController | null = null

  async function verify(broken: string, lost: string) {
    stop?.abort()
    const mine = (stop = new AbortController())
    running.value = true
    seconds.value = 0
    report.value = trouble.value = null
    try {
      const response = await reach('/audit/verify', { method: 'POST', signal: mine.signal })
      if (!response.ok || !response.body) await answerOf(response)
      else
        for await (const it of linesOf(response.body)) {
          const line = it as Line
          seconds.value = line.seconds ?? seconds.value
          report.value = line.report ?? null
          if (line.error) trouble.value = typeof line.error === 'string' ? line.error : line.error.message
        }
      if (!report.value && !trouble.value) trouble.value = lost
    } catch (error) {
      if (mine.signal.aborted || error instanceof SignedOut) return
      if (error instanceof Fault) trouble.value = error.message || broken
      else if (error instanceof Unreachable || error instanceof TypeError) trouble.value = lost
      else throw error
    } finally {
      if (stop === mine) running.value = false
    }
  }
  return { running, seconds, report, trouble, verify, cancel: () => stop?.abort() }
}
