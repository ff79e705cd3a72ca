import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { at } from '../core/check-schema.ts';
import type { Gap, Gaps } from '../core/gaps.ts';
import { type Library, packWith } from '../core/library.ts';
import { type DecisionKind, wordsId } from '../core/note.ts';
import { withExample } from '../pack/add-example.ts';
import { type LocatedProblem, openPacks, problemLine } from '../pack/read-pack.ts';
import type { Store } from '../store/store.ts';
import { type Inspection, inspectAll } from './check.ts';
import { type Figure, figuresOf } from './figures.ts';
import { shownWords } from './gaps-lines.ts';
import { UsageError } from './usage.ts';

/** What a person says to a suggestion: yes, not now, or never. */
export type Said = 'yes' | 'no' | 'never';

export type GapsWriteParts = {
  readonly gaps: Gaps;
  readonly library: Library;
  readonly knowledgeDir: string;
  readonly store: Pick<Store, 'commits'>;
  /** `<id>` or `<id>=<entry>`: what was said yes to on the command line. */
  readonly accept: readonly string[];
  /** Asks about one suggestion; the terminal unless given, and nobody where that is none. */
  readonly ask?: Ask | undefined;
  readonly print?: (line: string) => void;
};

export type Ask = (question: string) => Promise<Said>;

/** Words that become an example of an entry, because somebody said so. */
type Yes = { readonly pack: string; readonly entry: string; readonly words: string };

/**
 * `versus gaps --write`: adds what somebody said yes to, in the digest, here, or with `--accept`, to the examples of the packs, and
 * prints what that changes. A change after which the packs could not be used is taken back; exit code 1 then.
 */
export async function gapsWrite(parts: GapsWriteParts): Promise<number> {
  const { gaps, library, knowledgeDir, accept, print = console.log } = parts;
  const all = [...gaps.chosen, ...gaps.unanswered.filter(({ id }) => !gaps.chosen.some((other) => other.id === id))];
  for (const line of wantedEntries(all, library)) print(line);
  const decided = all.flatMap(({ pack, decision }): Yes[] =>
    decision?.kind === 'example' && decision.entry !== undefined
      ? [{ pack, entry: decision.entry, words: decision.words }]
      : [],
  );
  const accepted =
    accept.length > 0 ? accept.map((name) => acceptedBy(name, all, library)) : await saidYesTo(all, parts, print);
  const yes = [...decided, ...accepted].filter(
    ({ pack, words }, place, list) => list.findIndex((other) => other.pack === pack && other.words === words) === place,
  );
  if (yes.length === 0) {
    print('Nothing was accepted, so nothing was changed.');
    return 0;
  }
  const inspection = inspectAll(knowledgeDir, false);
  const before = { inspection, figures: figuresOf(knowledgeDir, inspection) };
  const changes = yes.map((one) => changeFor(one, knowledgeDir));
  return written(changes, before, knowledgeDir, print);
}

/** The entries that somebody wants written, with the command that begins one. */
function wantedEntries(gaps: readonly Gap[], library: Library): string[] {
  return gaps.flatMap(({ pack, words, entry, decision }) => {
    if (decision?.kind !== 'new-entry') return [];
    const topic = packWith(pack, library)?.pack.entries.get(entry ?? '')?.topic ?? '<topic>';
    return [`New entry wanted for ${shownWords(words)}: versus new-entry ${topic}/<id> "<question>"`];
  });
}

function acceptedBy(name: string, gaps: readonly Gap[], library: Library): Yes {
  const [id = '', other] = name.split('=');
  const gap = gaps.find((one) => one.id === id);
  if (!gap) throw new UsageError(`no suggestion has the id "${id}"; "versus gaps" lists them`);
  const entry = other ?? gap.entry;
  if (entry === undefined) throw new UsageError(`nothing is near "${id}"; name the entry: --accept ${id}=<entry>`);
  if (!packWith(gap.pack, library)?.pack.entries.has(entry))
    throw new UsageError(`the pack ${gap.pack} has no entry "${entry}"`);
  return { pack: gap.pack, entry, words: gap.words };
}

/** Asks about what nobody has decided on. */
async function saidYesTo(gaps: readonly Gap[], parts: GapsWriteParts, print: (line: string) => void): Promise<Yes[]> {
  const open = gaps.filter(({ decision, entry }) => decision === undefined && entry !== undefined);
  const terminal = parts.ask || open.length === 0 ? undefined : terminalAsk();
  const ask = parts.ask ?? terminal?.ask;
  if (!ask) {
    if (open.length > 0)
      print(
        `${open.length} ${open.length === 1 ? 'suggestion waits' : 'suggestions wait'} for a person: run this in a terminal, or name them with --accept.`,
      );
    return [];
  }
  const yes: Yes[] = [];
  try {
    for (const [place, { id, pack, words, others, count, entry = '' }] of open.entries()) {
      const question = packWith(pack, parts.library)?.pack.entries.get(entry)?.question ?? entry;
      const more = others.length > 0 ? `, and ${others.length} more like it` : '';
      const answer = await ask(
        `${place + 1}/${open.length}  ${shownWords(words)} (${count}×${more})\n  an example of "${question}"? [y]es, [n]ot now, ne[v]er: `,
      );
      if (answer === 'yes') yes.push({ pack, entry, words });
      if (answer === 'never') await keepDecision(parts.store, { pack, words: id, decision: 'not-ours' }, parts.library);
    }
  } finally {
    terminal?.close();
  }
  return yes;
}

async function keepDecision(
  store: Pick<Store, 'commits'>,
  note: { readonly pack: string; readonly words: string; readonly decision: DecisionKind },
  library: Library,
): Promise<void> {
  const moment = Date.now();
  const version = packWith(note.pack, library)?.version ?? '';
  const notes = [{ kind: 'decision', ...note, version, thread: 'terminal:gaps' } as const];
  await store.commits.keep({
    key: `gaps:${randomUUID()}`,
    states: [],
    posts: [],
    notes,
    holder: 'gaps',
    at: moment,
    until: moment,
  });
}

/** Asks on the terminal; undefined where there is none. The end of the input is "not now" to all that is left. */
function terminalAsk(): { readonly ask: Ask; readonly close: () => void } | undefined {
  if (!process.stdin.isTTY) return undefined;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  let isOver = false;
  lines.once('close', () => {
    isOver = true;
    process.stdout.write('\n');
  });
  return {
    ask: async (question) => {
      if (isOver) return 'no';
      const ended = new Promise<string>((resolveEnd) => lines.once('close', () => resolveEnd('')));
      const answer = (await Promise.race([lines.question(question), ended])).trim().toLowerCase();
      if (answer.startsWith('y')) return 'yes';
      return answer === 'v' || answer === 'never' ? 'never' : 'no';
    },
    close: () => lines.close(),
  };
}

type Change = Yes & { readonly path: string; readonly problem: string | undefined };

/** Where the example goes, or why it does not. */
function changeFor(one: Yes, knowledgeDir: string): Change {
  const pack = openPacks(knowledgeDir).packs.find(({ checked }) => checked.pack?.id === one.pack);
  const document = pack?.documents.find(({ kind, value }) => kind === 'entry' && at(value, ['id']) === one.entry);
  if (!pack || !document) return { ...one, path: one.entry, problem: 'the entry is not there any more' };
  const id = wordsId(one.pack, one.words);
  const owner = [...(pack.checked.pack?.entries.values() ?? [])].find(({ question, examples }) =>
    [question, ...examples].some((example) => wordsId(one.pack, example) === id),
  );
  const problem =
    owner !== undefined
      ? `"${owner.id}" has it already`
      : isForMeasuring(one, pack.folder)
        ? 'it stands in the folder eval, which is for measuring, not for learning'
        : undefined;
  return { ...one, path: resolve(document.file), problem };
}

/** Whether a pack is measured with these words: then it must not learn them. */
function isForMeasuring({ pack, words }: Yes, folder: string): boolean {
  const id = wordsId(pack, words);
  return ['tune.jsonl', 'final.jsonl']
    .map((name) => join(folder, 'eval', name))
    .filter((path) => existsSync(path))
    .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
    .some((line) => line.trim() !== '' && textsIn(JSON.parse(line)).some((text) => wordsId(pack, text) === id));
}

/** Every text in a row, whatever its form: a question alone, or the turns of a conversation. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

type State = { readonly inspection: Inspection; readonly figures: readonly Figure[] };

function written(
  changes: readonly Change[],
  before: State,
  knowledgeDir: string,
  print: (line: string) => void,
): number {
  const originals = new Map<string, string>();
  let added = 0;
  for (const { path, words, entry, problem: known } of changes) {
    const text = known === undefined ? readFileSync(path, 'utf8') : '';
    const { text: changed, problem = known } = known === undefined ? withExample(text, words) : { problem: known };
    if (changed === undefined) {
      print(`Left out: ${shownWords(words)} as an example of "${entry}": ${problem}`);
      continue;
    }
    originals.set(path, originals.get(path) ?? text);
    writeFileSync(path, changed);
    added += 1;
    print(`Added: ${shownWords(words)} as an example of "${entry}"`);
  }
  if (added === 0) return 0;
  const inspection = inspectAll(knowledgeDir, false);
  const fresh = (kind: 'problems' | 'warnings') => {
    // Their counts change with every example.
    const nameOf = ({ file, message }: LocatedProblem) => `${file} ${message.replaceAll(/\d+/g, '')}`;
    const known = new Set(before.inspection[kind].map(nameOf));
    return inspection[kind].filter((one) => !known.has(nameOf(one)));
  };
  const problems = fresh('problems');
  print(
    `check: ${inspection.problems.length} problems, ${inspection.warnings.length} warnings (before: ${before.inspection.problems.length}, ${before.inspection.warnings.length})`,
  );
  for (const problem of [...problems, ...fresh('warnings')]) print(`  ${problemLine(problem)}`);
  if (problems.length > 0) {
    for (const [path, text] of originals) writeFileSync(path, text);
    print('The files were put back as they were: the bot could not use the packs like this.');
    return 1;
  }
  for (const line of figureLines(before.figures, figuresOf(knowledgeDir, inspection))) print(line);
  print('Look at the change as at any other before you keep it; "versus eval --fit" learns its weights anew.');
  return 0;
}

/** Each figure before and after, with the difference. */
export function figureLines(before: readonly Figure[], after: readonly Figure[]): readonly string[] {
  const rows = after.map((figure) => {
    const old = before.find(({ name }) => name === figure.name);
    return [figure.name, old ? shown(old) : '', shown(figure), old ? difference(old, figure) : ''];
  });
  const table = [['', 'before', 'after', 'difference'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}

function shown({ value, isShare }: Figure): string {
  return isShare ? `${(value * 100).toFixed(1)} %` : value.toFixed(3);
}

function difference(before: Figure, after: Figure): string {
  const change = (after.value - before.value) * (after.isShare ? 100 : 1);
  const digits = after.isShare ? 1 : 3;
  const rounded = Number(change.toFixed(digits));
  if (rounded === 0) return '0';
  return `${rounded > 0 ? '+' : '−'}${Math.abs(rounded).toFixed(digits)}`;
}
