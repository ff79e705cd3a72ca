import * as z from 'zod';
import { briefOf } from './brief.ts';
import type { Knowledge } from './compile.ts';
import { wanted } from './needs.ts';
import { STRENGTHS } from './qualify.ts';
import { recommend, type Verdict } from './recommend.ts';

/** One line of a pack's `eval/projects-*.jsonl`: a project as somebody wrote it, what it needs, and the verdicts a fair engineer would accept, best first. */
export const projectRowSchema = z.strictObject({
  text: z.string(),
  needs: z.array(
    z.strictObject({ criterion: z.string(), strength: z.enum(['must', 'should', 'nice']), negated: z.boolean() }),
  ),
  facts: z.array(z.string()),
  /** The id of an option, or both, either, neither, ask. */
  verdicts: z.array(z.string()).min(1),
  note: z.string().optional(),
});

export type ProjectRow = z.infer<typeof projectRowSchema>;

/** How well a set of projects is understood. All shares are from 0 to 1; one of nothing is 1. */
export type ProjectScores = {
  readonly projects: number;
  /** Of the needs that were found (denied ones among them), the share that is there. */
  readonly precision: number;
  /** Of the needs that are there, the share that was found. */
  readonly recall: number;
  /** The share of projects whose verdict is among the accepted ones. */
  readonly agreement: number;
  /** Of the needs rightly found and wanted, the share with the right strength. */
  readonly strength: number;
  /** Of the facts that are there, the share that was found. */
  readonly facts: number;
  readonly misses: readonly ProjectMiss[];
};

/** What was not understood of one project: needs by criterion, a denied one with "no" in front. */
export type ProjectMiss = {
  readonly text: string;
  /** Found, and not there; with the words that were taken for it. */
  readonly wrong: readonly { readonly need: string; readonly said: string }[];
  /** There, and not found. */
  readonly missed: readonly string[];
  /** The verdict, where it is none of the accepted ones. */
  readonly verdict: { readonly given: string; readonly accepted: readonly string[] } | undefined;
};

/** Reads every project afresh and compares what was understood with what should have been. */
export function scoreProjects(rows: readonly ProjectRow[], knowledge: Knowledge): ProjectScores {
  const read = rows.map((row) => readRow(row, knowledge));
  const count = (of: (one: ReadRow) => number) => read.reduce((total, one) => total + of(one), 0);
  const right = count((one) => one.right);
  return {
    projects: rows.length,
    precision: share(right, right + count((one) => one.miss.wrong.length)),
    recall: share(right, right + count((one) => one.miss.missed.length)),
    agreement: share(
      count((one) => (one.miss.verdict ? 0 : 1)),
      rows.length,
    ),
    strength: share(
      count((one) => one.rightStrength),
      count((one) => one.rightWanted),
    ),
    facts: share(
      count((one) => one.rightFacts),
      count((one) => one.facts),
    ),
    misses: read.flatMap(({ miss }) => (miss.wrong.length + miss.missed.length > 0 || miss.verdict ? [miss] : [])),
  };
}

/** A verdict as the rows name it: the id of the option, or the kind. */
export function verdictName(verdict: Verdict): string {
  return verdict.kind === 'option' ? verdict.option.id : verdict.kind;
}

type ReadRow = {
  readonly right: number;
  readonly rightWanted: number;
  readonly rightStrength: number;
  readonly facts: number;
  readonly rightFacts: number;
  readonly miss: ProjectMiss;
};

function readRow(row: ProjectRow, { pack, readNeeds }: Knowledge): ReadRow {
  const heard = readNeeds(row.text);
  const found = heard.needs.map((need) => ({ ...need, name: named(need) }));
  const expected = new Map(row.needs.map((need) => [named(need), need]));
  const right = found.filter(({ name }) => expected.has(name));
  const rightWanted = wanted(right);
  const given = verdictName(recommend(briefOf(heard), pack));
  return {
    right: right.length,
    rightWanted: rightWanted.length,
    rightStrength: rightWanted.filter(
      (need) => STRENGTHS[expected.get(need.criterion)?.strength ?? 'should'] === need.strength,
    ).length,
    facts: row.facts.length,
    rightFacts: row.facts.filter((id) => heard.facts.some(({ fact }) => fact === id)).length,
    miss: {
      text: row.text,
      wrong: found.flatMap(({ name, said }) => (expected.has(name) ? [] : [{ need: name, said }])),
      missed: [...expected.keys()].filter((name) => found.every((need) => need.name !== name)),
      verdict: row.verdicts.includes(given) ? undefined : { given, accepted: row.verdicts },
    },
  };
}

function named({ criterion, negated }: { readonly criterion: string; readonly negated: boolean }): string {
  return negated ? `no ${criterion}` : criterion;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}
