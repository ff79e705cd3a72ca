#!/usr/bin/env -S node --max-semi-space-size=4
import { enableCompileCache } from 'node:module';

// What the first run compiles serves the next ones: a third less time to an answer. It must be switched on before the rest is loaded.
enableCompileCache();
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever read the output may be gone ("| head"): then nothing went wrong.
  if (error.code === 'EPIPE') return;
  console.error(`versus: cannot write the answer: ${error.message}`);
  process.once('exit', () => {
    process.exitCode = 2;
  });
});
const { run } = await import('./run.ts');
process.exitCode = await run(process.argv.slice(2));
