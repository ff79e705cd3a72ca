/** Work in steps, between which something else may be done. */
export type Steps<Result> = Generator<undefined, Result>;

/** All steps at once. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** How long steps may go on before something else has its turn. */
const SLICE_MS = 10;

/** The same steps, and all else that waits has its turn between them. */
export async function inTurns<Result>(steps: Steps<Result>): Promise<Result> {
  let sliceStart = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - sliceStart < SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    sliceStart = performance.now();
  }
}
