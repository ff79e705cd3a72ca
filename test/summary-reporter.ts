import type { Reporter, TestModule } from 'vitest/node';

/** Prints what was skipped, and at the very end "N passed, N failed", whatever else is printed. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export.
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]) {
    let passed = 0;
    let failed = unhandledErrors.length;
    const skipped: string[] = [];
    for (const module of modules) {
      if (module.errors().length > 0) failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failed += 1;
        else skipped.push(`${module.relativeModuleId}: ${test.fullName}`);
      }
    }
    for (const name of skipped) console.log(`skipped: ${name}`);
    process.once('exit', (code) => {
      if (code !== 0 && failed === 0)
        console.log('failed although every test passed: see above (coverage below its bar?)');
      console.log(`${passed} passed, ${failed} failed`);
    });
  }
}
