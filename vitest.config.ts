import { defineConfig } from 'vitest/config'

// Two groups, one after the other: the tests of rooms share the cores; the drills (real processes, real kills, a browser)
// run one file at a time, since they watch clocks that belong to the product: leases, grace times, start times.
// NO_COLOR: picocolors colours everything where CI is set, and outputs are compared as text.
const common = { globalSetup: ['test/support/global-setup.ts'], pool: 'forks' as const, testTimeout: 60_000, hookTimeout: 60_000, env: { NO_COLOR: '1' } }

export default defineConfig({
  test: {
    reporters: ['default'],
    // A drill that fails once and passes at once is a busy machine; one that fails twice is a defect.
    retry: process.env.CI === 'true' ? 1 : 0,
    projects: [
      { test: { ...common, name: 'rooms', include: ['src/**/*.test.ts', 'test/*.test.ts', 'test/support/**/*.test.ts'], maxWorkers: 2, sequence: { groupOrder: 0 } } },
      { test: { ...common, name: 'drills', include: ['test/failure/**/*.test.ts', 'test/journeys/**/*.test.ts'], maxWorkers: 1, fileParallelism: false, sequence: { groupOrder: 1 } } },
    ],
  },
})
