import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** What the stories have to know of the program they talk to. */
export interface Program {
  url: string
  password: string
  /** By what somebody is: `Tier 1`, `Koordinator` ... */
  accounts: Record<string, { login: string; name: string }>
}

/** Where it is written down: the stories run in another process. */
export const PROGRAM = new URL('results/program.json', import.meta.url)

const PASSWORD = 'sawah-gunung-pantai-7'
/** The demo's ninety days take about a minute in a debug build. */
const PATIENCE = 300_000

/** A database of its own on the server of `tests/with-postgres`, where one is wanted. */
function database(): string[] {
  const server = process.env.TANGGAP_TEST_POSTGRES
  if (!server || process.env.TANGGAP_BROWSER_DATABASE !== 'postgres') return []
  return ['--database-url', `${server}/postgres`]
}

/** The program refuses a `TANGGAP_*` it does not know, and the tests have some of their own. */
function withoutSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TANGGAP_')))
}

/** Starts the program with the demo's data in a folder of its own, and stops it when the stories are told. */
export default async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'tanggap-browser-'))
  const root = new URL('../../', import.meta.url).pathname
  const binary = process.env.TANGGAP ?? join(root, 'target/debug/tanggap')
  const options = ['serve', '--demo', '--demo-password', PASSWORD, '--listen', '127.0.0.1:0', '--data-dir', folder]
  // Sessions run what they do in production: the portal's own operations, and no other.
  const child = spawn(binary, [...options, '--any-operation', 'false', ...database()], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...withoutSettings(), TANGGAP_LOG_FILTER: 'warn' },
  })
  const program = await ready(child)
  mkdirSync(new URL('.', PROGRAM), { recursive: true })
  writeFileSync(PROGRAM, JSON.stringify(program))
  return async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}

function ready(child: ChildProcess): Promise<Program> {
  return new Promise((resolve, reject) => {
    const accounts: Program['accounts'] = {}
    const late = setTimeout(() => reject(new Error('the program does not become ready')), PATIENCE)
    child.once('exit', (code) => reject(new Error(`the program ended with ${String(code)}`)))
    const lines = createInterface({ input: child.stdout! })
    lines.on('line', (line) => {
      // `  198906282015042002     Nining Kurniasih, S.E. (Pelapor (ASN)): Staf keuangan ...`
      const account = /^ {2}(\S+) +(.+?) \(((?:[^()]|\([^()]*\))+)\): /.exec(line)
      if (account) accounts[account[3]!] = { login: account[1]!, name: account[2]! }
      const address = /mendengarkan di (http:\S+)/.exec(line)
      if (!address) return
      clearTimeout(late)
      resolve({ url: address[1]!, password: PASSWORD, accounts })
    })
  })
}
