import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests of whole processes, which need the machine: one file after the other, once everything else is done. */
const WHOLE = ['test/soak/*.test.ts', 'test/replicas.test.ts', 'test/playground/page*.test.ts'];

// biome-ignore lint/style/noDefaultExport: vitest reads the default export.
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    // Node runs the modules itself, as it does in production: many times faster than through a bundler's runner.
    experimental: { viteModuleRunner: false },
    // Most tests wait for somebody most of the time.
    maxWorkers: Math.max(3, availableParallelism()),
    setupFiles: ['./test/patience.ts'],
    expect: { poll: { timeout: 20_000 } },
    reporters: ['default', './test/summary-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'parts', include: ['test/**/*.test.ts'], exclude: WHOLE, testTimeout: 120_000 } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: WHOLE,
          testTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    // Only with "npm run coverage": counting makes the code slower.
    coverage: {
      provider: 'v8',
      include: ['src/core/**'],
      reporter: ['text-summary'],
      thresholds: { lines: 96, branches: 90 },
    },
  },
});
