import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knowledge } from '../core/compile.ts';
import { type ProjectRow, type ProjectScores, projectRowSchema, scoreProjects } from '../core/score-projects.ts';

/** The figures of a set of described projects, and lines that show them to a person. */
export type ScoredProjects = {
  readonly figures: Readonly<Record<string, number>>;
  readonly lines: readonly string[];
};

/** How well a pack understands the projects described in `eval/projects-<set>.jsonl`, with each miss where the words may be shown; undefined where it has none. */
export function scoreProjectFile(
  folder: string,
  knowledge: Knowledge,
  set: string,
  withMisses: boolean,
): ScoredProjects | undefined {
  const rows = projectRows(join(folder, 'eval', `projects-${set}.jsonl`));
  if (rows.length === 0) return undefined;
  const scores = scoreProjects(rows, knowledge);
  const { projects, precision, recall, agreement, strength, facts } = scores;
  const figures = { precision, recall, 'verdict agreement': agreement, strength, facts };
  const line = Object.entries(figures).map(([name, value]) => `${name} ${value.toFixed(3)}`);
  return {
    figures,
    lines: [`${projects} descriptions; ${line.join(', ')}`, ...(withMisses ? missLines(scores) : [])],
  };
}

const MAX_TEXT_CHARS = 88;

function missLines({ misses }: ProjectScores): string[] {
  return misses.flatMap(({ text, wrong, missed, verdict }) =>
    [
      `- ${text.replaceAll(/\s+/g, ' ')}`,
      ...wrong.map(({ need, said }) => `    wrong: ${need} ("${said}")`),
      ...missed.map((need) => `    missed: ${need}`),
      ...(verdict ? [`    verdict ${verdict.given}, not ${verdict.accepted.join(' or ')}`] : []),
    ].map(clipped),
  );
}

function clipped(line: string): string {
  return line.length > MAX_TEXT_CHARS ? `${line.slice(0, MAX_TEXT_CHARS - 1)}…` : line;
}

function projectRows(path: string): ProjectRow[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [rowOf(line, `${path}:${index + 1}`)]));
}

function rowOf(line: string, place: string): ProjectRow {
  const read = projectRowSchema.safeParse(jsonOf(line));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(
    `${place}: ${issue?.path.join('.')}: ${issue?.message}; knowledge/README.md shows how a line of this file looks`,
  );
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
