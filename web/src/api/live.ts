import type { Client } from 'graphql-ws/client'
import { onScopeDispose, watch } from 'vue'
import { bring } from './bring'
import { line } from './line'
import type { Operation } from './operation'

/** How often everything is asked again while live messages do not come. */
const POLL = 30_000
/** The code of a socket that is closed because it is no longer needed. */
const IN_ORDER = 1000
/** Several hints at once are answered by one question. */
const GATHER = 300

let client: Promise<Client> | null = null
const reconnected = new Set<() => void>()

async function connect(): Promise<Client> {
  const { createClient } = await bring(() => import('graphql-ws/client'))
  let before = false
  return createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql/live`,
    retryAttempts: Infinity,
    // The next page will want it again.
    lazyCloseTimeout: 5_000,
    // A revoked session is noticed by the next question; until then the rights are read anew.
    shouldRetry: () => true,
    retryWait: (retries) =>
      new Promise((go) => setTimeout(go, Math.min(30_000, 1000 * 2 ** retries) * (0.75 + Math.random() / 2))),
    on: {
      connected: () => {
        line.socket(true)
        line.found()
        // Whatever happened in between was not told.
        if (before) for (const react of reconnected) react()
        before = true
      },
      // One that nobody listens to any more is closed in order.
      closed: (event) => line.socket((event as CloseEvent).code === IN_ORDER),
    },
  })
}

/** Ends the socket: the session is over, or another one begins. */
export function hangUp() {
  // The page does not wait for a socket that is not there yet. If that socket never comes, the client rejects with a plain object: there is nothing to hang up.
  client?.then((old) => old.dispose()).catch(() => undefined)
  client = null
  line.socket(true)
}

/** Listens as long as the component lives; null variables listen to nothing. */
function listen<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: () => Variables | null,
  hear: (result: Result) => void,
  silent: () => void = () => undefined,
) {
  return watch(
    () => JSON.stringify(variables()),
    (text, _, onCleanup) => {
      if (text === 'null') return silent()
      let ended = false
      let end: (() => void) | undefined
      client ??= connect()
      void client.then((client) => {
        if (ended) return
        end = client.subscribe<Result>(
          { query: operation, variables: JSON.parse(text) as Record<string, unknown> },
          // Ended by ourselves it is not lost: the next one is on its way.
          { next: ({ data }) => data && hear(data), error: silent, complete: () => ended || silent() },
        )
      })
      onCleanup(() => {
        ended = true
        end?.()
      })
    },
    { immediate: true },
  )
}

/** Hears something that is nowhere to be asked for: it counts while it is told, and no longer. */
export function useSubscription<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: () => Variables | null,
  hear: (result: Result) => void,
  silent: () => void,
) {
  const stop = listen(operation, variables, hear, silent)
  const lost = watch(line.live, (live) => live || silent())
  onScopeDispose(() => {
    stop()
    lost()
  })
}

/**
 * Listens to hints as long as the component lives, and reacts to each, to every reconnection, and now and then while there is no live line.
 * A hint is no data: whoever hears it asks again as themselves.
 */
export function useHints<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: () => Variables | null,
  react: () => void,
) {
  let due: ReturnType<typeof setTimeout> | undefined
  const soon = () => {
    clearTimeout(due)
    due = setTimeout(react, GATHER)
  }
  const stop = listen(operation, variables, soon)
  reconnected.add(soon)
  const poll = setInterval(() => {
    if (!line.live.value && !document.hidden) react()
  }, POLL)
  onScopeDispose(() => {
    stop()
    reconnected.delete(soon)
    clearInterval(poll)
    clearTimeout(due)
  })
}
