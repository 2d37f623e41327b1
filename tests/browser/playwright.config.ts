import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: '.',
  outputDir: 'results/failures',
  globalSetup: './program.ts',
  // One desk for all: the stories are told one after the other.
  workers: 1,
  fullyParallel: false,
  // Longer than anything takes on a machine that is busy with something else; reached only where something is broken.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['./summary.ts']],
  use: {
    locale: 'id-ID',
    timezoneId: 'Asia/Makassar',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      // As root, which is who tests run as in a container, Chromium starts only without its sandbox.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
})
