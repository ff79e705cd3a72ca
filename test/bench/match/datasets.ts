import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

export type Example = { readonly text: string; readonly label: string };
/** A question with the label that is right; null when none is. */
export type Question = { readonly text: string; readonly label: string | null };
/** The examples to learn from, and questions by the name of their set. */
export type Task = {
  readonly name: string;
  readonly examples: readonly Example[];
  readonly questions: Readonly<Record<string, readonly Question[]>>;
};

const rowSchema = z.object({
  s: z.string(),
  l: z.string().nullable(),
  t: z.string(),
  b: z.string().optional(),
  fs: z.number().optional(),
});
const noisySchema = z.object({ set: z.string(), l: z.string(), t: z.string() });

/** The few-shot sets: BANKING77 and CLINC150, each with as many examples for a label as `shots`, clean and noisy questions. */
export function fewShotTask(folder: string, name: 'banking77' | 'clinc150', shots: 5 | 10): Task {
  const rows = readRows(folder, `${name}.jsonl`, rowSchema);
  const noisy = readRows(folder, `robust_${name}.jsonl`, noisySchema);
  const of = (split: string) => rows.filter(({ s }) => s === split).map(({ t, l }) => ({ text: t, label: l }));
  return {
    name: `${name}, ${shots}-shot`,
    examples: examplesOf(rows.filter(({ s, fs }) => s === 'train' && fs !== undefined && fs <= shots)),
    questions: {
      val: of('val'),
      oosVal: of('oosVal'),
      test: of('test'),
      oosTest: of('oosTest'),
      ...Object.fromEntries(
        [...new Set(noisy.map(({ set }) => set))].map((set) => [
          set,
          noisy.filter((row) => row.set === set).map(({ t, l }) => ({ text: t, label: l })),
        ]),
      ),
    },
  };
}

/** The three chatbots of HINT3, each with its whole training set and its real traffic. */
export function hint3Tasks(folder: string): Task[] {
  const rows = readRows(folder, 'hint3_v1.jsonl', rowSchema);
  return [...new Set(rows.map(({ b }) => b))].map((bot) => {
    const of = (split: string) => rows.filter(({ s, b }) => s === split && b === bot);
    return {
      name: `hint3 ${bot}`,
      examples: examplesOf(of('train')),
      questions: {
        test: of('test').map(({ t, l }) => ({ text: t, label: l })),
        oosTest: of('oosTest').map(({ t, l }) => ({ text: t, label: l })),
      },
    };
  });
}

/** The texts of both training sets, to make up larger ones from. */
export function trainTexts(folder: string): string[] {
  return ['banking77', 'clinc150'].flatMap((name) =>
    readRows(folder, `${name}.jsonl`, rowSchema)
      .filter(({ s }) => s === 'train')
      .map(({ t }) => t),
  );
}

function examplesOf(rows: readonly z.infer<typeof rowSchema>[]): Example[] {
  return rows.flatMap(({ t, l }) => (l === null ? [] : [{ text: t, label: l }]));
}

function readRows<T>(folder: string, file: string, schema: z.ZodType<T>): T[] {
  return readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}
