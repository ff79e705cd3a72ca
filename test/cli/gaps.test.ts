import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/cli/figures.ts';
import { gapsLines } from '../../src/cli/gaps-lines.ts';
import { figureLines, gapsWrite, type Said } from '../../src/cli/gaps-write.ts';
import { gapsIn } from '../../src/core/gaps.ts';
import { type Note, wordsId } from '../../src/core/note.ts';
import { loadLibrary } from '../../src/pack/load-knowledge.ts';
import { openStore } from '../../src/store/open-store.ts';
import { runNode } from '../child.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const VERSUS = join(import.meta.dirname, '..', '..', 'src', 'cli', 'versus.ts');
const OF = { pack: 'branching', version: 'before' } as const;
const GIT_FLOW = 'branching/what-is-git-flow';
const SUBMODULES: Note = { kind: 'abstention', ...OF, said: 'what about submodules\u001b[31m', near: [GIT_FLOW] };
const MASTERPLAN: Note = {
  kind: 'choice',
  ...OF,
  entry: 'what-is-git-flow',
  said: 'the one with hotfixes: explain # it',
  offered: [GIT_FLOW, 'branching/what-is-github-flow'],
};
const DISLIKED: Note = { kind: 'feedback', ...OF, entry: 'main-difference', value: 'disliked', said: 'difference?' };
const REASON: Note = { kind: 'reason', ...OF, entry: 'main-difference', reason: 'unasked' };
const PASSED: Note = { ...SUBMODULES, kind: 'passed-on' };
const ID = wordsId('branching', MASTERPLAN.said ?? '');

describe('versus gaps', () => {
  it('prints counts first, then what happened most, on few lines and without what a terminal would obey', async () => {
    const { code, stdout, stderr } = await gaps(await folderWith(SUBMODULES, PASSED, MASTERPLAN, DISLIKED, REASON));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toEqual([
      '2 not answered (1 passed on) · 1 disliked · 0 challenged · 1 chosen from "Did you mean"',
      '',
      'Asked and not answered',
      '   2× "what about submodules[31m" (passed on)',
      `       ${wordsId('branching', SUBMODULES.said ?? '')}  what-is-git-flow: What is Git flow?`,
      '',
      'Answered and disliked',
      '   1× main-difference: disliked by 1 of 1, not what was asked 1',
      '       "difference?"',
      '',
      'Chosen from "Did you mean": could be examples',
      '   1× "the one with hotfixes: explain # it"',
      `       ${ID}  what-is-git-flow: What is Git flow?`,
      '',
      'People had to choose between',
      '   1× what-is-git-flow (1) or what-is-github-flow (0)',
      '',
      'versus gaps --write asks about each of them, and changes the pack; --accept <id> takes one.',
    ]);
  });

  it('prints one line of JSON, of the days that were asked for', async () => {
    const { stdout } = await gaps(await folderWith(SUBMODULES, MASTERPLAN), '--json', '--since', '2026-11-22');
    const { counts, chosen } = JSON.parse(stdout);
    expect(counts).toMatchObject({ unanswered: 0, chosen: 1 });
    expect(chosen).toMatchObject([{ id: ID, entry: 'what-is-git-flow', count: 1 }]);
  });

  it('prints that nothing was missed', async () => {
    expect((await gaps(await folderWith())).stdout).toBe(
      '0 not answered · 0 disliked · 0 challenged · 0 chosen from "Did you mean"\n',
    );
  });

  it('shows the most frequent of many, and how many more there are', async () => {
    const folder = await folderWith();
    const library = loadLibrary(folder.knowledge);
    const gap = { id: 'abc', pack: 'branching', words: 'a', others: ['b', 'c', 'd', 'e', 'f'], count: 1, passedOn: 0 };
    const unanswered = Array.from({ length: 20 }, () => ({ ...gap, entry: undefined, decision: undefined }));
    const none = gapsIn([], library, () => undefined);
    const lines = gapsLines({ ...none, unanswered }, library);
    expect(lines).toContain('       "b" · "c" · "d" · 2 more');
    expect(lines).toContain('       and 8 more; --json has all');
    expect(lines.length).toBeLessThan(45);
  });

  it.each([
    [['--since', 'yesterday'], /--since expects a day/],
    [['submodules'], /gaps takes --since <day>/],
    [['--json', '--write'], /--json goes without --write/],
    [['--accept', 'abc'], /--accept goes with --write/],
    [['--write', '--accept', 'nothing'], /no suggestion has the id "nothing"/],
    [['--write', '--accept', `${ID}=nothing`], /the pack branching has no entry "nothing"/],
  ])('does not take %j', async (args, message) => {
    const { code, stderr } = await gaps(await folderWith(MASTERPLAN), ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('versus gaps --write', () => {
  it('adds what was accepted, changes nothing else, and says what that changes', async () => {
    const folder = await folderWith(MASTERPLAN, SUBMODULES);
    const before = readFileSync(folder.entry, 'utf8');
    const { code, stdout } = await gaps(folder, '--write', '--accept', ID);
    expect(code).toBe(0);
    expect(readFileSync(folder.entry, 'utf8')).toBe(
      before.replace('our new hire asks"\n', 'our new hire asks"\n  - "the one with hotfixes: explain # it"\n'),
    );
    expect(stdout).toMatch(
      /^Added: "the one with hotfixes: explain # it" as an example of "what-is-git-flow"\ncheck: 0 problems/,
    );
    expect(stdout).toMatch(/examples that find their entry +\d+\.\d % +\d+\.\d % +\S+/);
    expect((await gaps(folder, '--write', '--accept', wordsId('branching', SUBMODULES.said ?? ''))).code).toBe(0);
  });

  it('changes nothing where nobody said yes', async () => {
    const folder = await folderWith(MASTERPLAN);
    const before = readFileSync(folder.entry, 'utf8');
    const { code, stdout } = await gaps(folder, '--write');
    expect([code, stdout]).toEqual([
      0,
      '1 suggestion waits for a person: run this in a terminal, or name them with --accept.\nNothing was accepted, so nothing was changed.\n',
    ]);
    expect(readFileSync(folder.entry, 'utf8')).toBe(before);
  });

  it('takes over what was decided in the digest, and says which entries are wanted', async () => {
    const words = ID;
    const yes: Note = { kind: 'decision', ...OF, decision: 'example', entry: 'what-is-github-flow', words };
    const wanted: Note = {
      kind: 'decision',
      ...OF,
      decision: 'new-entry',
      words: wordsId('branching', SUBMODULES.said ?? ''),
    };
    const folder = await folderWith(MASTERPLAN, SUBMODULES, yes, wanted);
    const { stdout } = await gaps(folder, '--write');
    expect(stdout).toMatch(
      /^New entry wanted for "what about submodules.*": versus new-entry basics\/<id> "<question>"$/m,
    );
    expect(stdout).toMatch(/^Added: .* as an example of "what-is-github-flow"$/m);
  });

  it('asks about each suggestion, learns what gets a yes, and does not ask again about what gets a never', async () => {
    const folder = await folderWith(MASTERPLAN, SUBMODULES);
    const asked: string[] = [];
    const answers: Said[] = ['no', 'never'];
    const first = await write(folder, async (question) => {
      asked.push(question);
      return answers[asked.length - 1] ?? 'no';
    });
    expect(asked).toEqual([
      expect.stringContaining('1/2  "the one with hotfixes: explain # it" (1×)'),
      expect.stringContaining('an example of "What is Git flow?"'),
    ]);
    expect(first).toEqual(['Nothing was accepted, so nothing was changed.']);
    const again: string[] = [];
    const second = await write(folder, async (question) => {
      again.push(question);
      return 'yes';
    });
    expect(again).toEqual([expect.stringContaining('1/1  "the one with hotfixes')]);
    expect(second[0]).toMatch(/^Added: /);
  });

  it('leaves out what an entry has already, and what a pack is measured with', async () => {
    const have: Note = { ...MASTERPLAN, said: 'Explain Git Flow!', entry: 'what-is-github-flow' };
    const folder = await folderWith(have);
    const { stdout } = await gaps(folder, '--write', '--accept', wordsId('branching', 'explain git flow'));
    expect(stdout).toMatch(/Left out: "Explain Git Flow!" .*: "what-is-git-flow" has it already/);
    const measured = await folderWith(MASTERPLAN);
    mkdirSync(join(measured.knowledge, 'branching', 'eval'));
    const rows = [{ turns: ['explain it', { said: MASTERPLAN.said }] }].map((row) => JSON.stringify(row));
    writeFileSync(join(measured.knowledge, 'branching', 'eval', 'final.jsonl'), `${rows.join('\n')}\n\n`);
    const left = await gaps(measured, '--write', '--accept', ID);
    expect(left.stdout).toMatch(/Left out: .* it stands in the folder eval, which is for measuring/);
  });

  it('puts the files back when the pack could not be used any more', async () => {
    const long: Note = { ...MASTERPLAN, said: `${'a word '.repeat(60)}flow` };
    const folder = await folderWith(long);
    const before = readFileSync(folder.entry, 'utf8');
    const { code, stdout } = await gaps(folder, '--write', '--accept', wordsId('branching', long.said ?? ''));
    expect(stdout).toMatch(/at most 400 characters[\s\S]*put back as they were/);
    expect([code, readFileSync(folder.entry, 'utf8')]).toEqual([1, before]);
  });

  it('shows every figure before and after, with the difference', () => {
    const share = (name: string, value: number): Figure => ({ name, value, isShare: true });
    const before = [share('a', 0.5), share('b', 0.25), { name: 'c', value: 0.9, isShare: false }];
    const after = [share('a', 0.512), share('b', 0.25), { name: 'c', value: 0.85, isShare: false }, share('new', 1)];
    expect(figureLines(before, after)).toEqual([
      '     before    after  difference',
      'a    50.0 %   51.2 %        +1.2',
      'b    25.0 %   25.0 %           0',
      'c     0.900    0.850      −0.050',
      'new          100.0 %            ',
    ]);
  });
});

type Folder = { readonly knowledge: string; readonly database: string; readonly entry: string };

/** A copy of the small pack, and a database with these notes: the first of the day before, the others of the day. */
async function folderWith(...notes: readonly Note[]): Promise<Folder> {
  const folder = temporaryFolder();
  const knowledge = join(folder, 'knowledge');
  cpSync(join(import.meta.dirname, '..', 'packs'), knowledge, { recursive: true });
  const database = join(folder, 'versus.sqlite');
  const store = await openStore({ file: database });
  for (const [place, note] of notes.entries()) {
    const at = Date.parse('2026-11-21T12:00:00Z') + place * 24 * 60 * 60_000;
    const thread = `thread ${place}`;
    await store.commits.keep({
      key: thread,
      states: [],
      posts: [],
      notes: [{ ...note, thread }],
      holder: 't',
      at,
      until: at,
    });
  }
  await store.health.close();
  return { knowledge, database, entry: join(knowledge, 'branching', 'entries', 'basics', 'what-is-git-flow.md') };
}

function gaps({ knowledge, database }: Folder, ...args: readonly string[]) {
  return runNode([VERSUS, 'gaps', ...args], { DATABASE_FILE: database, KNOWLEDGE_DIR: knowledge }, temporaryFolder());
}

async function write({ knowledge, database }: Folder, ask: (question: string) => Promise<Said>): Promise<string[]> {
  const store = await openStore({ file: database });
  const library = loadLibrary(knowledge);
  const printed: string[] = [];
  const found = gapsIn(await store.notes.since(0), library, () => undefined);
  const print = (line: string) => printed.push(line);
  await gapsWrite({ gaps: found, library, knowledgeDir: knowledge, store, accept: [], ask, print });
  await store.health.close();
  return printed;
}
