import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { readConfig } from '../config.ts';
import { escapeForTerminal } from '../platforms/terminal/render.ts';
import { openStore, type Place } from '../store/open-store.ts';
import type { Store, StoredNote } from '../store/store.ts';
import { parsed, UsageError } from './usage.ts';

/** `versus notes` with its arguments. */
export async function notesCommand(args: readonly string[]): Promise<number> {
  const { positionals, values } = parsed(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { since: { type: 'string' }, json: { type: 'boolean', default: false } },
    }),
  );
  if (positionals.length > 0) throw new UsageError('notes takes --since <day> and --json, and no names');
  for (const line of await notes(readConfig(process.env).database, values)) console.log(line);
  return 0;
}

export type NotesOptions = {
  /** The first day wanted, such as 2026-11-22, in universal time; everything where it is left out. */
  readonly since?: string | undefined;
  /** A line of JSON for each note, and nothing else. */
  readonly json: boolean;
};

/** `versus notes`: what people said of the answers, oldest first, for those who keep the knowledge. */
export async function notes(place: Place, { since, json }: NotesOptions): Promise<readonly string[]> {
  const from = since === undefined ? 0 : firstMomentOf(since);
  return withStore(place, async (store) => {
    const kept = await store.notes.since(from);
    if (json) return kept.map((note) => JSON.stringify({ ...note, at: new Date(note.at).toISOString() }));
    return kept.length === 0 ? ['nothing was noted'] : kept.flatMap(linesOf);
  });
}

/** Works with the database that the bot uses, and closes it. */
export async function withStore<Result>(place: Place, work: (store: Store) => Promise<Result>): Promise<Result> {
  // Opening it would make one, and say that nothing was kept.
  if ('file' in place && place.file !== ':memory:' && !existsSync(place.file))
    throw new UsageError(`there is no database ${place.file}; DATABASE_FILE names the one that the bot uses`);
  const store = await openStore(place);
  try {
    return await work(store);
  } finally {
    await store.health.close();
  }
}

const MARKS = { liked: '👍', disliked: '👎' } as const;

/** The moment at which a day begins, in universal time. */
export function firstMomentOf(day: string): number {
  if (!z.iso.date().safeParse(day).success)
    throw new UsageError(`--since expects a day such as 2026-11-22; got "${day}"`);
  return Date.parse(`${day}T00:00:00Z`);
}

function linesOf(note: StoredNote): readonly string[] {
  const moment = new Date(note.at).toISOString().slice(0, 16).replace('T', ' ');
  const nameOf = (entry: string) => `${note.pack === '' ? '' : `${note.pack}/`}${entry}`;
  const of = (what: string) => `${moment}  ${what} (version ${note.version})`;
  const about = (entry: string) => `${nameOf(entry)} (version ${note.version})`;
  const names = (label: string, list: readonly string[]) =>
    list.length === 0 ? [] : [`  ${label}: ${list.join(', ')}`];
  switch (note.kind) {
    case 'feedback':
      return [`${moment}  ${MARKS[note.value]} ${about(note.entry)}`, ...quoted(note.said)];
    case 'reason':
      return [`${moment}  ${note.reason}: ${about(note.entry)}`, ...quoted(note.said)];
    case 'challenge':
      return [
        `${moment}  challenge of ${about(note.entry)}`,
        ...names('claims', note.claims),
        ...(note.link === undefined ? [] : [`  link: ${escapeForTerminal(note.link)}`]),
        ...(note.text === '' ? [] : quoted(note.text)),
      ];
    case 'abstention':
      return [of(`not answered, ${note.pack}`), ...names('near', note.near), ...quoted(note.said)];
    case 'choice':
      return [`${moment}  chose ${about(note.entry)}`, ...names('of', note.offered), ...quoted(note.said)];
    case 'none-of-these':
      return [of(`none of these, ${note.pack}`), ...names('offered', note.offered), ...quoted(note.said)];
    case 'passed-on':
      return [of(`passed on, ${note.pack}`), ...names('near', note.near), ...quoted(note.said)];
    case 'decision':
      return [
        `${moment}  decided: ${note.decision}${note.entry === undefined ? '' : ` of ${nameOf(note.entry)}`} (words ${note.words})`,
      ];
  }
}

function quoted(words: string | undefined): readonly string[] {
  return (words?.split('\n') ?? []).map((line) => `  | ${escapeForTerminal(line)}`);
}
