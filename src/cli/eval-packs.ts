import { compile, type Knowledge } from '../core/compile.ts';
import { bestPoint, confusionsOf, curveOf, figuresOf, type Judged, judge } from '../core/evaluate.ts';
import { guessLanguage } from '../pack/read-language.ts';
import { type LoadedPack, problemLine, readPacks } from '../pack/read-pack.ts';
import { wordVectorsOf } from '../pack/read-word-vectors.ts';
import { type KeptSet, keptOf, writeFigures } from './eval-figures.ts';
import { NOISES, type Noise, spoilt } from './eval-noise.ts';
import { scoreProjectFile } from './eval-projects.ts';
import { type EvalOptions, type Measured, reportLines } from './eval-report.ts';
import { EVAL_FILES, type EvalFile, readEvalRows } from './eval-rows.ts';
import { UsageError } from './usage.ts';

/** Measures something of a pack beside its labelled messages, such as how it understands projects; undefined where it has nothing to measure. */
export type Scorer = {
  readonly name: string;
  readonly score: (
    loaded: LoadedPack,
    knowledge: Knowledge,
    file: EvalFile,
    /** Whether the words of what went wrong may be among the lines. */
    withWords: boolean,
  ) => { readonly figures: Readonly<Record<string, number>>; readonly lines: readonly string[] } | undefined;
};

/** What is measured beside messages; all of a scorer's figures are better when they are higher. */
const SCORERS: readonly Scorer[] = [
  {
    name: 'described projects',
    score: ({ folder }, knowledge, file, withWords) => scoreProjectFile(folder, knowledge, file, withWords),
  },
];

/** `versus eval`: plays the labelled messages of the packs and prints how well they are answered; exit code 1 when a pack is broken. */
export function evalPacks(
  knowledgeDir: string,
  named: string | undefined,
  files: readonly EvalFile[],
  options: EvalOptions,
): number {
  const { packs, problems } = readPacks(knowledgeDir);
  for (const problem of problems) console.log(problemLine(problem));
  if (problems.length > 0) return 1;
  const wanted = packs.filter(({ pack }) => named === undefined || pack.id === named);
  if (wanted.length === 0)
    throw new UsageError(`no pack is called "${named}"; there are ${packs.map(({ pack }) => pack.id).join(', ')}`);
  const rows = wanted.map((loaded) => {
    const { folder, pack, version } = loaded;
    const knowledge = compiled(loaded, knowledgeDir);
    const measured = files.flatMap((file) => measure(loaded, knowledge, file, options.show) ?? []);
    if (!options.json) {
      if (measured.length === 0) console.log(`${pack.id} ${version}: no labelled messages in its folder "eval"`);
      for (const one of measured) for (const line of reportLines(pack.id, version, one, options)) console.log(line);
    }
    if (options.write) writeFigures(folder, { version, ...keptOfAll(measured) });
    return { id: pack.id, version, sets: measured.map((one) => jsonOf(one, options)) };
  });
  if (options.json) console.log(JSON.stringify({ packs: rows }));
  return 0;
}

function compiled({ pack, version, fitted }: LoadedPack, knowledgeDir: string): Knowledge {
  return compile(pack, version, { fitted, vectors: wordVectorsOf(knowledgeDir), guessLanguage });
}

function measure(loaded: LoadedPack, knowledge: Knowledge, file: EvalFile, show: boolean): Measured | undefined {
  const rows = readEvalRows(loaded.folder, file);
  if (rows.length === 0) return undefined;
  const judgedWith = (noise: Noise) => rows.map((row) => judge(spoilt(row, noise), [knowledge], DAY));
  const judged = judgedWith('as they stand');
  return {
    file,
    figures: figuresOf(judged),
    noises: NOISES.slice(1).map((noise) => ({ noise, figures: figuresOf(judgedWith(noise)) })),
    curve: curveOf(judged, CURVE),
    best: bestPoint(judged),
    confusions: confusionsOf(judged),
    beside: besideOf(loaded, knowledge, file, show || file === 'tune'),
  };
}

/** The headline of both files as it is now, without noise: what is compared with the figures that are kept. */
export function keptNow(loaded: LoadedPack, knowledge: Knowledge): Partial<Record<EvalFile, KeptSet>> {
  const kept = EVAL_FILES.flatMap((file) => {
    const judged = judgedOf(loaded, knowledge, file);
    const beside = Object.fromEntries(
      besideOf(loaded, knowledge, file, false).map(({ name, figures }) => [name, figures]),
    );
    return judged.length === 0 ? [] : [[file, keptOf(figuresOf(judged), beside)] as const];
  });
  return Object.fromEntries(kept);
}

/** The labelled messages of a pack, each played and judged. */
export function judgedOf({ folder }: LoadedPack, knowledge: Knowledge, file: EvalFile): Judged[] {
  return readEvalRows(folder, file).map((row) => judge(row, [knowledge], DAY));
}

function besideOf(loaded: LoadedPack, knowledge: Knowledge, file: EvalFile, withWords: boolean): Measured['beside'] {
  return SCORERS.flatMap(({ name, score }) => {
    const scored = score(loaded, knowledge, file, withWords);
    return scored ? [{ name, ...scored }] : [];
  });
}

/** Nothing that is measured depends on the day. */
const DAY = '2000-01-01';
/** Confidences from which the bot might answer. */
const CURVE = [0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

function keptOfAll(measured: readonly Measured[]): Partial<Record<EvalFile, KeptSet>> {
  return Object.fromEntries(
    measured.map(({ file, figures, beside }) => [
      file,
      keptOf(figures, Object.fromEntries(beside.map((one) => [one.name, one.figures]))),
    ]),
  );
}

function jsonOf({ file, figures, noises, curve, best, confusions, beside }: Measured, { show }: EvalOptions) {
  return {
    set: file,
    figures,
    noises: Object.fromEntries(noises.map((one) => [one.noise, one.figures])),
    curve,
    best: best ?? null,
    confusions: confusions.map(({ texts, ...pair }) => (show ? { ...pair, texts } : pair)),
    beside: Object.fromEntries(beside.map((one) => [one.name, one.figures])),
  };
}
