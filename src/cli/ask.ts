import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import type { Library } from '../core/library.ts';
import { type Reply, respond } from '../core/respond.ts';
import { EMPTY_THREAD } from '../core/thread.ts';
import { loadLibrary } from '../pack/load-knowledge.ts';
import { renderCard } from '../platforms/terminal/render.ts';
import { answerRow } from './answer-row.ts';
import { explain } from './explain.ts';
import { parsed, UsageError } from './usage.ts';

/** `versus ask` with its arguments. */
export async function askCommand(args: readonly string[]): Promise<number> {
  const { positionals, values } = parsed(() =>
    parseArgs({ args: [...args], allowPositionals: true, options: { json: FLAG, turns: FLAG, explain: FLAG } }),
  );
  const utterance = positionals.join(' ');
  if (utterance.trim() === '') throw new UsageError('ask what? Put the words in quotes, or "-" to read standard input');
  if (values.turns && utterance !== '-')
    throw new UsageError('--turns goes with "-": the turns are lines of standard input');
  await ask(utterance, values, loadLibrary(readConfig(process.env).knowledgeDir));
  return 0;
}

const FLAG = { type: 'boolean', default: false } as const;

export type AskOptions = {
  /** One line of JSON for each utterance, as the command-line contract says. */
  readonly json: boolean;
  /** The lines of standard input are turns of one thread; a blank line starts a new one. */
  readonly turns: boolean;
  /** Print why, below each reply. */
  readonly explain: boolean;
};

/** How replies are drawn when they are read by a person. */
const STYLE = { columns: 96, colour: false } as const;

/** `versus ask`: answers one utterance, or with "-" each line of standard input. */
export async function ask(utterance: string, options: AskOptions, library: Library): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  let state = EMPTY_THREAD;
  const answer = (text: string) => {
    const reply = respond({ content: { type: 'utterance', text } }, state, library, today);
    if (options.turns) state = reply.state;
    process.stdout.write(`${show(text, reply, options, library)}\n`);
  };
  if (utterance !== '-') return answer(utterance);
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (options.turns && line.trim() === '') state = EMPTY_THREAD;
    else answer(line);
  }
}

function show(text: string, reply: Reply, options: AskOptions, library: Library): string {
  if (options.json)
    return JSON.stringify({
      ...answerRow(text, reply, library),
      ...(options.explain ? { trace: explain(reply.trace) } : {}),
    });
  return [renderCard(reply.card, STYLE), ...(options.explain ? ['', ...explain(reply.trace)] : [])].join('\n');
}
