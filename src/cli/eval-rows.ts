import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { EVAL_SETS, type EvalRow } from '../core/evaluate.ts';

/** The files of labelled messages: all may be tuned on the first; the last only tells how good a pack is. */
export const EVAL_FILES = ['tune', 'final'] as const;
export type EvalFile = (typeof EVAL_FILES)[number];

const rowSchema = z
  .object({
    set: z.enum(EVAL_SETS).optional(),
    text: z.string().optional(),
    turns: z.array(z.string()).min(1).optional(),
    entries: z.array(z.string()).default([]),
    intent: z.string().optional(),
    verdict: z.boolean().default(false),
    gap: z.boolean().default(false),
  })
  .refine(({ text, turns }) => (text === undefined) !== (turns === undefined), 'either "text" or "turns" is needed');

/** The labelled messages of a pack; none where it has no such file. A row without a set is in scope when an entry answers it. */
export function readEvalRows(folder: string, file: EvalFile): EvalRow[] {
  const path = join(folder, 'eval', `${file}.jsonl`);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [rowOf(line, `${path}:${index + 1}`)]));
}

function rowOf(line: string, place: string): EvalRow {
  const read = rowSchema.safeParse(jsonOf(line));
  if (!read.success)
    throw new Error(`${place}: ${read.error.issues[0]?.message ?? 'not readable'}; write one JSON object a line`);
  const { set, text, turns, entries, intent, verdict, gap } = read.data;
  const usual = entries.length > 0 ? 'in' : 'out';
  return {
    set: gap ? 'gap' : (set ?? usual),
    turns: turns ?? [text ?? ''],
    entries,
    takesVerdict: verdict || set === 'verdict',
    intent,
  };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
