import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const PASSWORD = 'sawah-gunung-pantai-7'
/** What the demo calls those who look, and under which name they are wanted here. */
const WHO = { 'Tier 1': 'agent', 'Pelapor (ASN)': 'requester' }

/** Starts the release build with the demo's data in a folder of its own; sessions run what they do in production. */
export async function startDemo() {
  const folder = mkdtempSync(join(tmpdir(), 'tanggap-web-bench-'))
  const binary = process.env.TANGGAP ?? new URL('../../target/release/tanggap', import.meta.url).pathname
  const options = ['serve', '--demo', '--demo-password', PASSWORD, '--listen', '127.0.0.1:0', '--data-dir', folder, '--any-operation', 'false']
  // The program refuses a `TANGGAP_*` it does not know.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TANGGAP')))
  const child = spawn(binary, [...options, '--log-filter', 'warn'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], env })
  const ended = new Promise((done) => child.once('exit', done))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const desk = { password: PASSWORD, stop }
  for await (const line of createInterface({ input: child.stdout })) {
    // `  198906282015042002     Nining Kurniasih, S.E. (Pelapor (ASN)): Staf keuangan ...`
    const account = /^ {2}(\S+) +.+? \(((?:[^()]|\([^()]*\))+)\): /.exec(line)
    if (account && WHO[account[2]]) desk[WHO[account[2]]] = account[1]
    const address = /mendengarkan di (http:\S+)/.exec(line)
    if (address) {
      child.stdout.resume()
      return { ...desk, url: address[1] }
    }
  }
  throw new Error('the program does not become ready')
}
