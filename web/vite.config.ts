import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/** Where the program listens that the pages under development talk to. */
const desk = process.env.TANGGAP_DESK ?? 'http://127.0.0.1:8080'

/** Writes the compressed forms beside each file, so that the program need not, and the list of operations that it lets pass. */
function forTheProgram(): Plugin {
  let out = ''
  return {
    name: 'for-the-program',
    apply: 'build',
    configResolved: (config) => void (out = resolve(config.root, config.build.outDir)),
    // When everything is written: until then other plugins still change what is in the files.
    closeBundle() {
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
    // What every page needs comes in one piece, not in forty: each costs a round trip on a bad line.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'vue', test: /node_modules\/(@vue|vue|vue-router|vue-i18n|@intlify)\//, priority: 2 },
            { name: 'base', test: /src\/(look|api|words\/(index|format|id\.ts)|session\/(session|said|idle))|lucide/, minShareCount: 3, priority: 1 },
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
