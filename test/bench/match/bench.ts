// Prints how the engine as shipped compares with the libraries a team would otherwise pick, on public sets of questions.
// usage: npm run bench:match -- <datasets folder> [--quick] [--only <system>[,<system>…]] [--part accuracy|speed]
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { OURS, SYSTEMS } from './systems.ts';

/** A job that takes longer did not finish; those that measure accuracy ask thousands of questions and get more. */
const SPEED_LIMIT_MS = 60_000;
const ACCURACY_LIMIT_MS = 900_000;
/** Test questions put to a peer, evenly spread; ours answers all of them. */
const PEER_QUESTIONS = 1500;
const QUICK_QUESTIONS = 200;
const SIZES = [1_000, 10_000, 100_000] as const;

const resultSchema = z.object({ layout: z.string(), figures: z.record(z.string(), z.number()) });
type Result = z.infer<typeof resultSchema>;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    part: { type: 'string', default: '' },
  },
});
const [folder] = positionals;
if (folder === undefined || !existsSync(join(folder, 'banking77.jsonl'))) {
  console.error(
    'usage: npm run bench:match -- <folder with banking77.jsonl, clinc150.jsonl, hint3_v1.jsonl, robust_*.jsonl>',
  );
  process.exit(2);
}
if (!existsSync(join(import.meta.dirname, 'node_modules'))) {
  console.error('the libraries to compare with are not installed: run "npm ci --ignore-scripts" in test/bench/match');
  process.exit(2);
}
const systems = values.only === '' ? SYSTEMS : values.only.split(',');
console.log(
  `node ${process.versions.node}, load of the machine ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}\n`,
);

const layouts = new Map<string, string>();
if (values.part !== 'speed') await measureAccuracy(folder);
if (values.part !== 'accuracy') await measureSpeed(folder);

/** Prints how often the first answer is right. */
async function measureAccuracy(folder: string): Promise<void> {
  const accuracyRows = [];
  const noiseRows = [];
  for (const system of systems) {
    const most = values.quick ? QUICK_QUESTIONS : system === OURS ? 1e9 : PEER_QUESTIONS;
    const fewShot = async (set: string, shots: number) =>
      run({ kind: 'few-shot', system, folder, set, shots, most }, ACCURACY_LIMIT_MS);
    const banking5 = values.quick ? undefined : await fewShot('banking77', 5);
    const banking10 = await fewShot('banking77', 10);
    const clinc5 = values.quick ? undefined : await fewShot('clinc150', 5);
    const clinc10 = await fewShot('clinc150', 10);
    const layout = clinc10?.layout ?? '';
    layouts.set(system, layout);
    const hint3 = await run({ kind: 'hint3', system, folder, layout, most }, ACCURACY_LIMIT_MS);
    accuracyRows.push([
      system,
      shown(banking5, 'test'),
      shown(banking10, 'test'),
      shown(clinc5, 'test'),
      shown(clinc10, 'test'),
      shown(clinc10, 'auroc'),
      ...['curekart', 'powerplay11', 'sofmattress'].map(
        (bot) => `${shown(hint3, `hint3 ${bot}`)} / ${shown(hint3, `hint3 ${bot} auroc`)}`,
      ),
      layout,
    ]);
    noiseRows.push([
      system,
      ...['clean', 'typo', 'terse', 'typo_terse', 'chatty', 'runon'].map(
        (set) => `${shown(banking10, set)} / ${shown(clinc10, set)}`,
      ),
    ]);
    console.error(`${system}: accuracy measured`);
  }
  print('Right first answers, in percent; for HINT3 beside the AUROC of in scope against out of scope', [
    [
      'system',
      'BANKING77 5-shot',
      '10-shot',
      'CLINC150 5-shot',
      '10-shot',
      'AUROC 10-shot',
      'HINT3 Curekart',
      'Powerplay11',
      'SOFMattress',
      'layout picked on validation',
    ],
    ...accuracyRows,
  ]);
  print('The same with noise, 10-shot, BANKING77 / CLINC150', [
    ['system', 'clean', 'typos', 'terse', 'typos and terse', 'chatty', 'run-on'],
    ...noiseRows,
  ]);
}

/** Prints how long a question takes, what the process takes, and how long the index takes to build; without accuracy, each system in its first layout. */
async function measureSpeed(folder: string): Promise<void> {
  const speedRows = [];
  for (const system of systems) {
    const row = [system];
    for (const examples of values.quick ? SIZES.slice(0, 2) : SIZES) {
      const job = { kind: 'speed', system, folder, layout: layouts.get(system) ?? '', examples };
      const result = await run(job, SPEED_LIMIT_MS);
      row.push(
        result
          ? `${shown(result, 'p50', 2)} / ${shown(result, 'p99', 2)} ms, ${shown(result, 'megabytes', 0)} MB (${shown(result, 'idleMegabytes', 0)} before), ${((result.figures.buildMs ?? 0) / 1000).toFixed(1)} s`
          : 'did not finish',
      );
    }
    speedRows.push(row);
    console.error(`${system}: speed measured`);
  }
  print(
    `p50 / p99 of a question, memory of the process, time to build; load of the machine now ${loadavg()[0]?.toFixed(1)}`,
    [['system', ...SIZES.map((examples) => `${examples} examples`)], ...speedRows],
  );
}

/** Runs a job in a process of its own; undefined when it did not finish in time, or failed. */
function run(job: Readonly<Record<string, string | number>>, limitMs: number): Promise<Result | undefined> {
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=6000', join(import.meta.dirname, 'run-job.ts'), JSON.stringify(job)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
  let output = '';
  let errors = '';
  child.stdout.on('data', (bytes) => {
    output += String(bytes);
  });
  child.stderr.on('data', (bytes) => {
    errors += String(bytes);
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const line = output.split('\n').findLast((one) => one.startsWith('RESULT '));
      if (line === undefined && signal === null)
        console.error(`${JSON.stringify(job)}: exit ${code}: ${errors.slice(-600)}`);
      resolve(line === undefined ? undefined : resultSchema.parse(JSON.parse(line.slice('RESULT '.length))));
    });
  });
}

function shown(result: Result | undefined, figure: string, digits = 1): string {
  return result?.figures[figure]?.toFixed(digits) ?? '-';
}

/** A Markdown table under a title. */
function print(title: string, rows: readonly (readonly string[])[]) {
  const [head = [], ...rest] = rows;
  console.log(`${title}\n`);
  for (const row of [head, head.map(() => '---'), ...rest]) console.log(`| ${row.join(' | ')} |`);
  console.log('');
}
