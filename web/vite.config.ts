import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { createHash } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/** Where the program listens that the pages under development talk to. */
const desk = process.env.TANGGAP_DESK ?? 'http://127.0.0.1:8080'

/**
 * Puts style and theme into the page itself: the first paint waits for one round trip instead of three. The policy that the program sends lets nothing else
 * be inline; it learns their digests from `inline.json`.
 */
function inThePage(out: string) {
  const digests: Record<'script' | 'style', string[]> = { script: [], style: [] }
  const put = (kind: 'script' | 'style', name: string) => {
    const content = readFileSync(join(out, name), 'utf8').trim()
    rmSync(join(out, name))
    digests[kind].push(`sha256-${createHash('sha256').update(content).digest('base64')}`)
    return `<${kind}>${content}</${kind}>`
  }
  const page = join(out, 'index.html')
  const html = readFileSync(page, 'utf8')
    .replace(/<script src="\/(theme\.js)"><\/script>/, (_, name: string) => put('script', name))
    .replace(/<link rel="stylesheet"[^>]* href="\/([^"]+)">/, (_, name: string) => put('style', name))
  if (!digests.script.length || !digests.style.length) throw new Error('index.html has another theme or style than expected')
  writeFileSync(page, html)
  writeFileSync(join(out, 'inline.json'), JSON.stringify(digests))
}

/** Writes the compressed forms beside each file, so that the program need not, and the list of operations that it lets pass. */
function forTheProgram(): Plugin {
  let out = ''
  return {
    name: 'for-the-program',
    apply: 'build',
    configResolved: (config) => void (out = resolve(config.root, config.build.outDir)),
    // When everything is written: until then other plugins still change what is in the files.
    closeBundle() {
      inThePage(out)
      for (const name of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|svg|html)$/.test(name)) continue
        const content = readFileSync(join(out, name))
        if (content.length < 1024) continue
        writeFileSync(join(out, `${name}.br`), brotliCompressSync(content))
        writeFileSync(join(out, `${name}.gz`), gzipSync(content, { level: 9 }))
      }
      copyFileSync(new URL('src/api/generated/operations.json', import.meta.url), join(out, 'operations.json'))
    },
  }
}

export default defineConfig({
  plugins: [vue(), tailwindcss(), forTheProgram()],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    // src/words/message.ts does it.
    __INTLIFY_DROP_MESSAGE_COMPILER__: true,
  },
  build: {
    target: 'es2022',
    // A policy without inline scripts would refuse what Vite adds for browsers that cannot preload modules.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // A style of its own for a page would be one more file that its first paint waits for; all of them are 10 kB.
    cssCodeSplit: false,
    // Each file costs a round trip on a bad line, and there are six at once: what every page needs comes in two pieces, what the pages of a requester share in
    // one, what those of the staff share in another, and what draws forms in a third.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'vue', test: /node_modules\/(@vue|vue|vue-router|vue-i18n|@intlify)\//, priority: 4 },
            { name: 'base', test: /src\/(look|api|app|kept|session|words\/(index|format|indonesian|message|join|id\.ts))|\/words\.id\.ts|node_modules/, minShareCount: 2, priority: 3 },
            { name: 'report', test: /src\/(report|upload|ticket\/(StatusMark|marks|requesterStatus|TimelineList|EventLine|Message|line))/, minShareCount: 2, priority: 2 },
            { name: 'form', test: /src\/form\//, minShareCount: 2, priority: 2 },
            { name: 'staff', test: /src\/(clock|export|people|queue|ticket)\//, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/graphql', '/session', '/files', '/about'].map((path) => [
        path,
        { target: desk, ws: true, changeOrigin: true, headers: { origin: desk } },
      ]),
    ),
  },
  test: { environment: 'happy-dom' },
})
