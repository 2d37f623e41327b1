import { vi } from 'vitest'
import type { ViewerFragment } from '@/api/generated/operations'

type Answers = Record<string, (variables: Record<string, unknown>) => unknown>

export const VIEWER: ViewerFragment = {
  person: { id: 'me', name: 'Sari', requesterType: 'CIVIL_SERVANT', unit: null },
  language: 'ID',
  zone: 'Asia/Makassar',
  roles: ['TIER1'],
  handles: true,
  coordinator: false,
  administers: false,
  serves: [],
  teams: [],
}

/** What an operation answers that was done. */
export const done = (more: Record<string, unknown> = {}) => ({ ticket: null, userErrors: [], ...more })
export const refusedAt = (field: string | null, message: string, code = 'BLANK') => ({ ticket: null, userErrors: [{ code, message, field, changes: null }] })

/** A desk that answers each operation by its name, and notes what it was asked. */
export function fakeDesk(answers: Answers) {
  const all: Answers = { Viewer: () => ({ viewer: VIEWER }), ...answers }
  const asked: { name: string; variables: Record<string, unknown> }[] = []
  vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
    const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> }
    const name = /^\w+ (\w+)/.exec(query)?.[1] ?? ''
    asked.push({ name, variables })
    const answer = all[name]
    const said = answer ? { data: answer(variables) } : { errors: [{ message: `no answer for ${name}` }] }
    return Promise.resolve({ ok: true, status: 200, headers: new Headers(), json: () => Promise.resolve(said) })
  })
  return { asked, inputs: (name: string) => asked.filter((it) => it.name === name).map(({ variables }) => variables.input as Record<string, unknown>) }
}
