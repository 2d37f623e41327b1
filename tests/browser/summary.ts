import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

/** Says at the very end how many stories there were, as `make test` does for the others. */
export default class Summary implements Reporter {
  private readonly count = { passed: 0, failed: 0, skipped: 0 }

  onTestEnd(_: TestCase, { status }: TestResult) {
    if (status === 'passed') this.count.passed++
    else if (status === 'skipped') this.count.skipped++
    else this.count.failed++
  }

  onEnd() {
    const { passed, failed, skipped } = this.count
    const database = process.env.TANGGAP_BROWSER_DATABASE === 'postgres' ? 'PostgreSQL' : 'SQLite'
    console.log(`\nbrowser on ${database}: ${passed} passed, ${failed} failed, ${skipped} skipped`)
  }
}
