import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Figures } from '../core/evaluate.ts';
import { EVAL_FILES, type EvalFile } from './eval-rows.ts';

/** The file in a pack that keeps its figures, so that a change for the worse is seen. */
export const FIGURES_FILE = join('eval', 'figures.json');

/** The figures that may not get worse, by name; those of `LOWER_IS_BETTER` may not grow. */
export type Headline = Readonly<Record<string, number>>;

const LOWER_IS_BETTER: ReadonlySet<string> = new Set(['out of scope answered', 'calibration error']);
/** A figure may get worse by this much: one point in a hundred. */
const TOLERANCE = 0.01;

/** The figures that count most, to three digits. */
export function headlineOf({ scope, out, auroc, calibrationError }: Figures): Headline {
  const exact = {
    'right first': scope.first,
    'right in the first three': scope.firstThree,
    MRR: scope.mrr,
    answered: scope.answered,
    'answers right': scope.right,
    'out of scope answered': out.answered,
    AUROC: auroc,
    'calibration error': calibrationError,
  };
  return rounded(exact);
}

const countSchema = z.record(z.string(), z.number());
const setSchema = z.strictObject({
  headline: countSchema,
  messages: countSchema,
  /** What other scorers say, a record for each. */
  beside: z.record(z.string(), countSchema),
});
const figuresSchema = z.strictObject({
  /** The version (content hash) of the pack they were measured on. */
  version: z.string(),
  tune: setSchema.optional(),
  final: setSchema.optional(),
});
export type KeptSet = z.infer<typeof setSchema>;
export type KeptFigures = z.infer<typeof figuresSchema>;

/** The figures kept in a pack; undefined where there are none. */
export function readFigures(folder: string): KeptFigures | undefined {
  const path = join(folder, FIGURES_FILE);
  return existsSync(path) ? figuresSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
}

/** Keeps the figures in the pack. */
export function writeFigures(folder: string, figures: KeptFigures) {
  writeFileSync(join(folder, FIGURES_FILE), `${JSON.stringify(figures, null, 2)}\n`);
}

/** What is kept of one set's figures. */
export function keptOf(figures: Figures, beside: KeptSet['beside']): KeptSet {
  const { sets, out, small, gap } = figures;
  const counted = { ...sets, out, small, gap };
  return {
    headline: headlineOf(figures),
    messages: Object.fromEntries(Object.entries(counted).map(([set, { messages }]) => [set, messages])),
    beside: Object.fromEntries(Object.entries(beside).map(([name, of]) => [name, rounded(of)])),
  };
}

/** Every headline figure that is worse than the kept one by more than a point, a line for each that says which and by how much. */
export function dropsSince(kept: KeptFigures, now: Partial<Record<EvalFile, KeptSet>>): string[] {
  return EVAL_FILES.flatMap((file) => {
    const [before, after] = [kept[file], now[file]];
    if (!before || !after) return [];
    const compared = [
      { name: file, of: before.headline, now: after.headline },
      ...Object.entries(before.beside).map(([name, of]) => ({ name: `${file}, ${name}`, of, now: after.beside[name] })),
    ];
    return compared.flatMap(({ name, of, now: present }) =>
      Object.entries(of).flatMap(([figure, value]) => {
        const is = present?.[figure];
        if (is === undefined) return [];
        const worse = LOWER_IS_BETTER.has(figure) ? is - value : value - is;
        return worse > TOLERANCE + Number.EPSILON ? [`${name}: ${figure} was ${value}, is ${is}`] : [];
      }),
    );
  });
}

/** Numbers to three digits. */
export function rounded(figures: Headline): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.round(value * 1000) / 1000]));
}
