import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { hangUp, useHints } from './live'
import type { Operation } from './operation'

/** A line to a desk that is away: each try to connect is closed at once. */
class ClosedSocket {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3
  static made = 0
  readyState = ClosedSocket.CONNECTING
  onclose: ((event: unknown) => void) | null = null
  onerror: ((event: unknown) => void) | null = null

  constructor() {
    ClosedSocket.made += 1
    queueMicrotask(() => {
      this.readyState = ClosedSocket.CLOSED
      this.onclose?.({ code: 1006, reason: '' })
    })
  }

  close() {
    this.readyState = ClosedSocket.CLOSED
  }
}

const rejected: unknown[] = []
const note = (reason: unknown) => void rejected.push(reason)

beforeEach(() => {
  vi.stubGlobal('WebSocket', ClosedSocket)
  process.on('unhandledRejection', note)
})
afterEach(() => {
  process.off('unhandledRejection', note)
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('hanging up while the socket is still being tried again rejects nothing that nobody hears', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const page = effectScope()
  page.run(() => useHints('subscription Hint' as Operation<unknown, object>, () => ({}), () => undefined))
  await vi.waitFor(() => expect(ClosedSocket.made).toBe(1), { interval: 1 })
  await vi.advanceTimersByTimeAsync(10)

  hangUp()
  page.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  await new Promise((go) => setImmediate(go))
  expect(rejected).toEqual([])
})
