import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { runNode } from '../child.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const VERSUS = join(ROOT, 'src', 'cli', 'versus.ts');
const rowSchema = z.object({
  intent: z.string(),
  answered: z.boolean(),
  matches: z.array(z.object({ entry: z.string() })),
  suggestions: z.array(z.string()),
  reply: z.string(),
});

describe('the command with two packs', () => {
  it('answers from each, and names an entry by its pack as well where two have its id', async () => {
    const [main, cons, unsure, which] = await ask(
      'What sets the three apart?',
      'cons of git flow',
      'django vs git flow',
      'verdict: live chat, many people on one codebase',
    );
    expect(main?.matches[0]?.entry).toBe('branching/main-difference');
    expect(cons?.matches[0]?.entry).toBe('git-flow-cons');
    expect(unsure?.suggestions).toEqual(expect.arrayContaining(['what-is-django', 'what-is-git-flow']));
    expect(which).toMatchObject({ intent: 'clarify', answered: false, matches: [], suggestions: [] });
    expect(which?.reply).toContain('Which choice is it about?');
  });

  it('checks both', async () => {
    const { code, stdout } = await versus('check', '--json');
    const { packs } = z.object({ packs: z.array(z.object({ id: z.string() })) }).parse(JSON.parse(stdout));
    expect([code, packs.map(({ id }) => id)]).toEqual([0, ['branching', 'twigs']]);
  });

  it('previews an entry of either, by its pack where both have its id', async () => {
    expect((await versus('preview', 'branching/git-flow-cons', '--platform', 'terminal')).stdout).toContain('Git flow');
    const { code, stderr } = await versus('preview', 'git-flow-cons');
    expect(code).toBe(2);
    expect(stderr).toContain(
      'several packs have an entry "git-flow-cons"; name one of branching/git-flow-cons, twigs/git-flow-cons',
    );
    expect((await versus('preview', 'branching/git-flow-con')).stderr).toContain(
      'did you mean "branching/git-flow-cons"?',
    );
  });
});

/** One row for each utterance, with the pack that ships beside the one of the tests. */
async function ask(...utterances: readonly string[]) {
  const folder = temporaryFolder();
  cpSync(join(ROOT, 'knowledge', 'django-vs-nodejs'), join(folder, 'django-vs-nodejs'), { recursive: true });
  cpSync(join(ROOT, 'test', 'packs', 'branching'), join(folder, 'branching'), { recursive: true });
  const { stdout } = await runNode(
    [VERSUS, 'ask', '--json', '-'],
    { KNOWLEDGE_DIR: folder },
    folder,
    utterances.join('\n'),
  );
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => rowSchema.parse(JSON.parse(line)));
}

/** The command on two small packs, of which one is a copy of the other under another id. */
async function versus(...args: readonly string[]) {
  const folder = temporaryFolder();
  for (const id of ['branching', 'twigs'])
    cpSync(join(ROOT, 'test', 'packs', 'branching'), join(folder, id), { recursive: true });
  const file = join(folder, 'twigs', 'pack.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('id: branching', 'id: twigs'));
  return runNode([VERSUS, ...args], { KNOWLEDGE_DIR: folder }, folder);
}
