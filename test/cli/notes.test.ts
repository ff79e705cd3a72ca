import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Note } from '../../src/core/note.ts';
import { openStore } from '../../src/store/open-store.ts';
import { runNode } from '../child.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const VERSUS = join(import.meta.dirname, '..', '..', 'src', 'cli', 'versus.ts');
const ABOUT = { pack: 'drinks', entry: 'what-is-tea', version: 'abc' } as const;
const LIKED: Note = { kind: 'feedback', value: 'liked', ...ABOUT };
const OLD: Note = { kind: 'feedback', value: 'disliked', ...ABOUT, pack: '' };
const CHALLENGE: Note = {
  kind: 'challenge',
  ...ABOUT,
  claims: ['tea.leaves', 'tea.water'],
  text: 'Not since 6.0:\n\u202eit boils',
  link: 'https://example.com/tea',
};

describe('versus notes', () => {
  it('prints what is kept, oldest first, and nothing that a terminal would obey', async () => {
    const { code, stdout, stderr } = await notes(await kept());
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toEqual([
      '2026-11-21 23:59  👍 drinks/what-is-tea (version abc)',
      '2026-11-22 00:00  challenge of drinks/what-is-tea (version abc)',
      '  claims: tea.leaves, tea.water',
      '  link: https://example.com/tea',
      '  | Not since 6.0:',
      '  | it boils',
      '2026-11-23 10:00  👎 what-is-tea (version abc)',
    ]);
  });

  it('prints what was kept since a day, in JSON where it is asked to', async () => {
    const { stdout } = await notes(await kept(), '--since', '2026-11-22', '--json');
    const rows = stdout.trimEnd().split('\n');
    expect(rows.map((row): unknown => JSON.parse(row))).toEqual([
      { ...CHALLENGE, thread: 'two', at: '2026-11-22T00:00:00.000Z' },
      { ...OLD, thread: 'one', at: '2026-11-23T10:00:00.000Z' },
    ]);
  });

  it('says so where nothing was kept since', async () => {
    expect(await notes(await kept(), '--since', '2027-01-01')).toMatchObject({
      code: 0,
      stdout: 'nothing was noted\n',
    });
    expect(await notes(await kept(), '--since', '2027-01-01', '--json')).toMatchObject({ code: 0, stdout: '' });
  });

  it.each([
    [['--since', 'yesterday'], /--since expects a day such as 2026-11-22; got "yesterday"/],
    [['--since', '2026-02-30'], /--since expects a day/],
    [['what-is-tea'], /notes takes --since <day> and --json/],
    [['--until', '2026-11-22'], /--until/],
  ])('does not take %j', async (args, message) => {
    const { code, stdout, stderr } = await notes(await kept(), ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('makes no database where there is none', async () => {
    const { code, stderr } = await notes(join(temporaryFolder(), 'none.sqlite'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/there is no database .*none\.sqlite; DATABASE_FILE names/);
  });
});

async function kept(): Promise<string> {
  const file = join(temporaryFolder(), 'versus.sqlite');
  const store = await openStore({ file });
  const note = async (thread: string, of: Note, moment: string) => {
    const at = Date.parse(moment);
    await store.commits.keep({
      key: moment,
      states: [],
      posts: [],
      notes: [{ ...of, thread }],
      holder: 'test',
      at,
      until: at,
    });
  };
  await note('one', LIKED, '2026-11-21T23:59:59Z');
  await note('two', CHALLENGE, '2026-11-22T00:00:00Z');
  await note('one', OLD, '2026-11-23T10:00:00Z');
  await store.health.close();
  return file;
}

function notes(file: string, ...args: readonly string[]) {
  return runNode([VERSUS, 'notes', ...args], { DATABASE_FILE: file }, temporaryFolder());
}
