import type { Operation } from './operation'
import { line } from './line'

/** The desk could not be reached: no line, or it is starting anew. What was typed is still here. */
export class Unreachable extends Error {}

/** The session is over. */
export class SignedOut extends Error {}

/** The desk answered, but not with what was asked for. */
export class Fault extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly field: string | null = null,
    /** Seconds after which it may be tried again. */
    readonly wait: number | null = null,
  ) {
    super(message)
  }
}

type Answer<Result> = { data?: Result; errors?: { message: string; extensions?: { code?: string } }[] }

let onSignedOut: () => void = () => undefined

/** What happens when the desk says that the session is over. */
export function whenSignedOut(react: () => void) {
  onSignedOut = react
}

/** Every request that is ours says so: another site's page cannot (R27). */
const OURS = { 'x-tanggap': '1' }

export async function reach(path: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, { ...init, headers: { ...OURS, ...init.headers } })
  } catch (error) {
    if (init.signal?.aborted) throw error
    line.lost()
    throw new Unreachable()
  }
  // What stands before the desk answers for it while it is away.
  if ([502, 503, 504].includes(response.status) && !response.headers.has('x-request-id')) {
    line.lost()
    throw new Unreachable()
  }
  line.found()
  return response
}

/** Runs an operation. */
export async function ask<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const response = await reach('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query: operation, variables }),
    signal: signal ?? null,
  })
  const answer = (await response.json().catch(() => ({}))) as Answer<Result>
  const [error] = answer.errors ?? []
  const code = error?.extensions?.code ?? (answer.data ? '' : 'INTERNAL')
  if (response.status === 401 || code === 'UNAUTHENTICATED') {
    onSignedOut()
    throw new SignedOut()
  }
  if (error || !answer.data) throw new Fault(code, error?.message ?? '')
  return answer.data
}

/** Asks what is not GraphQL's: signing in and out. */
export async function send<Result>(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<Result> {
  const response = await reach(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })
  return (await answerOf(response)) as Result
}

/** The JSON of an answer that may be a no. */
export async function answerOf(response: Response): Promise<unknown> {
  const said = response.status === 204 ? null : await response.json().catch(() => null)
  if (response.ok) return said
  const no = said as { code?: string; message?: string; field?: string } | null
  const wait = response.headers.get('retry-after')
  throw new Fault(no?.code ?? 'INTERNAL', no?.message ?? '', no?.field ?? null, wait ? Number(wait) : null)
}
