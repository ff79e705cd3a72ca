import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fitted, fittedSchema } from '../core/fitted.ts';
import type { Pack } from '../core/knowledge.ts';

/** The file in a pack's folder that holds what was learned from its examples. */
export const FITTED_FILE = 'fitted.json';
/** The labelled utterances that confidence is learned from. */
export const TUNING_FILE = join('eval', 'tune.jsonl');

/** What the file says, or why it cannot be used; a pack may have none. */
export type FittedFile = {
  readonly fitted: Fitted | undefined;
  /** The hash of what it was learned from. */
  readonly of: string | undefined;
  readonly text: string;
  readonly problem: { readonly field: string; readonly message: string } | undefined;
};

/** Reads what was learned from a pack's examples. */
export function readFitted(folder: string): FittedFile {
  const path = join(folder, FITTED_FILE);
  if (!existsSync(path)) return { fitted: undefined, of: undefined, text: '', problem: undefined };
  const text = readFileSync(path, 'utf8');
  const read = fittedSchema.safeParse(jsonOf(text));
  if (read.success) {
    const { of, ...fitted } = read.data;
    return { fitted, of, text, problem: undefined };
  }
  const [issue] = read.error.issues;
  const problem = {
    field: issue?.path.join('.') ?? '',
    message: `${issue?.message ?? 'not readable'}; this file is written by "versus eval --fit": run it again, or delete the file`,
  };
  return { fitted: undefined, of: undefined, text, problem };
}

/** Writes what was learned from a pack's examples. */
export function writeFitted(folder: string, pack: Pack, fitted: Fitted) {
  writeFileSync(
    join(folder, FITTED_FILE),
    `${JSON.stringify({ of: learnedFrom(folder, pack), ...fitted }, null, 2)}\n`,
  );
}

/** Whether the pack's questions, examples, answers, vocabulary or tuning utterances have changed since it was fitted. */
export function isFittedStale(folder: string, pack: Pack): boolean {
  const { of } = readFitted(folder);
  return of !== undefined && of !== learnedFrom(folder, pack);
}

/** The hash of all that a fit depends on. */
function learnedFrom(folder: string, { entries, vocabulary }: Pack): string {
  const asked = [...entries.values()]
    .map(({ id, question, examples, options, answer }) => ({ id, question, examples, options, answer }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const tuning = join(folder, TUNING_FILE);
  return createHash('sha256')
    .update(JSON.stringify([asked, vocabulary]))
    .update(existsSync(tuning) ? readFileSync(tuning, 'utf8').replace(/\r\n/g, '\n') : '')
    .digest('hex')
    .slice(0, 12);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
