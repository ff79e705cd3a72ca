// One measurement in a process of its own, so that its memory is its own. Prints one line that begins with "RESULT ".
import * as z from 'zod';
import { type Example, fewShotTask, hint3Tasks, type Question, type Task, trainTexts } from './datasets.ts';
import { accuracy, auroc, quantile } from './figures.ts';
import { madeUpExamples } from './speed.ts';
import { type Ask, build, layoutsOf } from './systems.ts';

const jobSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('few-shot'),
    system: z.string(),
    folder: z.string(),
    set: z.enum(['banking77', 'clinc150']),
    shots: z.union([z.literal(5), z.literal(10)]),
    most: z.number(),
  }),
  z.object({ kind: z.literal('hint3'), system: z.string(), folder: z.string(), layout: z.string(), most: z.number() }),
  z.object({
    kind: z.literal('speed'),
    system: z.string(),
    folder: z.string(),
    layout: z.string(),
    examples: z.number(),
  }),
]);

/** What a job found: figures by name, and the layout they were found with. */
export type JobResult = { readonly layout: string; readonly figures: Readonly<Record<string, number>> };

/** Questions of the validation set that a layout is chosen on. */
const LAYOUT_QUESTIONS = 300;
/** Questions timed, and the time after which no more are begun. */
const TIMED_QUESTIONS = 1000;
const TIMED_MS = 15_000;
const WARM_UP_QUESTIONS = 50;

const job = jobSchema.parse(JSON.parse(process.argv[2] ?? ''));
console.log(`RESULT ${JSON.stringify(await run())}`);
process.exit(0);

async function run(): Promise<JobResult> {
  switch (job.kind) {
    case 'few-shot':
      return fewShot(fewShotTask(job.folder, job.set, job.shots), job.system, job.most);
    case 'hint3':
      return hint3(hint3Tasks(job.folder), job.system, job.layout, job.most);
    case 'speed':
      return speed(madeUpExamples(trainTexts(job.folder), job.examples), timedQuestions(job.folder));
  }
}

async function fewShot({ examples, questions }: Task, system: string, most: number): Promise<JobResult> {
  let best: { readonly layout: string; readonly ask: Ask; readonly val: number } | undefined;
  for (const layout of layoutsOf(system)) {
    const ask = await build(system, examples, { layout, isFitted: true });
    const val = accuracy(await answers(ask, some(questions.val ?? [], LAYOUT_QUESTIONS)));
    if (!best || val > best.val) best = { layout, ask, val };
  }
  if (!best) throw new Error(`${system} has no layout`);
  const figures: Record<string, number> = { val: best.val };
  const inScope = await answers(best.ask, some(questions.test ?? [], most));
  figures.test = accuracy(inScope);
  const outOfScope = questions.oosTest ?? [];
  if (outOfScope.length > 0)
    figures.auroc = auroc(scores(inScope), scores(await answers(best.ask, some(outOfScope, most))));
  for (const set of ['clean', 'typo', 'terse', 'typo_terse', 'chatty', 'runon'])
    figures[set] = accuracy(await answers(best.ask, some(questions[set] ?? [], most)));
  return { layout: best.layout, figures };
}

async function hint3(tasks: readonly Task[], system: string, layout: string, most: number): Promise<JobResult> {
  const figures: Record<string, number> = {};
  for (const { name, examples, questions } of tasks) {
    const ask = await build(system, examples, { layout, isFitted: true });
    const inScope = await answers(ask, some(questions.test ?? [], most));
    figures[name] = accuracy(inScope);
    figures[`${name} auroc`] = auroc(scores(inScope), scores(await answers(ask, some(questions.oosTest ?? [], most))));
  }
  return { layout, figures };
}

async function speed(examples: readonly Example[], questions: readonly Question[]): Promise<JobResult> {
  if (job.kind !== 'speed') throw new Error('a speed job was expected');
  const idleMegabytes = process.memoryUsage().rss / 2 ** 20;
  const started = performance.now();
  const ask = await build(job.system, examples, { layout: job.layout, isFitted: false });
  // What is loaded with the first question belongs to the building.
  await ask('how does this work for me at all');
  const buildMs = performance.now() - started;
  const times: number[] = [];
  const begun = performance.now();
  for (const { text } of [...some(questions, WARM_UP_QUESTIONS), ...some(questions, TIMED_QUESTIONS)]) {
    if (times.length > WARM_UP_QUESTIONS && performance.now() - begun > TIMED_MS) break;
    const start = performance.now();
    await ask(text);
    times.push(performance.now() - start);
  }
  const timed = times.slice(WARM_UP_QUESTIONS);
  return {
    layout: job.layout,
    figures: {
      buildMs,
      p50: quantile(timed, 0.5),
      p99: quantile(timed, 0.99),
      idleMegabytes,
      megabytes: process.memoryUsage().rss / 2 ** 20,
    },
  };
}

/** Short questions and long ones: every other one is of either set. */
function timedQuestions(folder: string): Question[] {
  const [short, long] = (['clinc150', 'banking77'] as const).map((name) =>
    some(fewShotTask(folder, name, 10).questions.test ?? [], TIMED_QUESTIONS / 2),
  );
  return (short ?? []).flatMap((question, index) => [question, ...(long?.[index] ? [long[index]] : [])]);
}

async function answers(ask: Ask, questions: readonly Question[]) {
  const found: { readonly isRight: boolean; readonly score: number }[] = [];
  for (const { text, label } of questions) {
    const [best] = await ask(text);
    found.push({ isRight: best !== undefined && best.label === label, score: best?.score ?? 0 });
  }
  return found;
}

function scores(found: readonly { readonly score: number }[]): number[] {
  return found.map(({ score }) => score);
}

/** At most so many of them, evenly spread. */
function some<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, index) => all[Math.floor((index * all.length) / most)]).flatMap((one) =>
    one === undefined ? [] : [one],
  );
}
