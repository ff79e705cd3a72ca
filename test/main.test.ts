import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { PLATFORM_SENTENCES } from '../src/platforms/wording.ts';
import { openStore } from '../src/store/open-store.ts';
import { type Ended, runNode, startNode } from './child.ts';
import { knowledge } from './knowledge.ts';
import { LONE_CLAIM, LONE_ENTRY, SMALL_PACK, smallPackWith, writeKnowledge } from './pack/small-pack.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts');
const SECRETS = {
  PGPASSWORD: 'password-planted',
};
const logSchema = z.looseObject({ level: z.number(), time: z.iso.datetime(), msg: z.string() });

describe('the running bot', () => {
  let folder = '';
  let first: Ended = { code: null, stdout: '', stderr: '' };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'versus-test-'));
    const said = `what are the pros of django
and for node?
verdict: live \u001B[2Jchat for zookeepers, Python TEAM
1
what would Zebedee say?
hello`;
    first = await runNode([MAIN], { ...environment(folder), ...SECRETS }, folder, said);
  }, 30_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('answers each line it is given, in order and in one thread, and ends with them', () => {
    const questions = ['django-pros', 'nodejs-pros'].map((id) => knowledge.pack.entries.get(id)?.question ?? id);
    const shown = [...questions, 'Python TEAM', 'How the verdict came about'];
    const places = shown.map((words) => first.stdout.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(first.stdout).not.toContain('\u001B');
    expect(first.code).toBe(0);
  });

  it('logs JSON lines, one for each line handled, that hold no word that was said and no secret', () => {
    const logs = first.stderr
      .trimEnd()
      .split('\n')
      .map((line) => logSchema.parse(JSON.parse(line)));
    const handled = logs.filter(({ msg }) => msg === 'handled');
    expect(logs.map(({ msg }) => msg)).toEqual([
      'started',
      'platform is up',
      ...handled.map(({ msg }) => msg),
      'stopped',
    ]);
    expect(handled.map(({ intent }) => intent)).toEqual([
      'answer',
      'answer',
      'verdict',
      'why',
      'out-of-scope',
      'greeting',
    ]);
    expect(new Set(handled.map(({ key }) => key)).size).toBe(6);
    expect(new Set(handled.map(({ thread }) => thread))).toEqual(new Set(['terminal:local:local:main']));
    for (const word of ['pros', 'chat', 'zookeepers', 'python', 'zebedee', 'hello', 'planted']) {
      expect(first.stderr.toLowerCase()).not.toContain(word);
    }
    expect(first.stdout).not.toContain('planted');
  });

  it('goes on, once it is started again, with what was said before; and logs nothing unless it is told to', async () => {
    const { LOG_LEVEL: _, ...quiet } = environment(folder);
    const { code, stdout, stderr } = await runNode([MAIN], quiet, folder, 'what is django\nthat is wrong\nmore\n');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(knowledge.pack.entries.get('what-is-django')?.question);
    const store = await openStore({ file: join(folder, 'versus.sqlite') });
    const { state } = await store.threads.load('terminal:local:local:main');
    expect([state?.entry, state?.verdicts.briefs.length]).toEqual(['what-is-django', 1]);
    expect(await store.notes.since(0)).toEqual([
      expect.objectContaining({ entry: 'what-is-django', value: 'disliked', thread: 'terminal:local:local:main' }),
    ]);
    await store.health.close();
  });

  it('plays the samples when it is given nothing', async () => {
    const { code, stdout } = await runNode([MAIN], { DATABASE_FILE: ':memory:' }, folder);
    const asked = stdout.split('\n').filter((line) => line.startsWith('> '));
    expect(asked).toEqual(knowledge.pack.starters.map((starter) => `> ${starter}`));
    expect(code).toBe(0);
  });

  it('ends with 0 when it is told to stop while its standard input is open', async () => {
    const own = temporaryFolder();
    const child = startNode([MAIN], environment(own), own);
    child.process.stdin.write('what are the pros of django\n');
    await child.says('"handled"', 'stderr');
    child.process.kill('SIGTERM');
    const { code, stderr } = await child.ended;
    expect(code).toBe(0);
    expect(stderr).toContain('"stopped"');
    const store = await openStore({ file: join(own, 'versus.sqlite') });
    expect((await store.threads.load('terminal:local:local:main')).state?.entry).toBe('django-pros');
    await store.health.close();
  });

  it('apologises when the store is lost, logs why under the key of what was said, and goes on', async () => {
    const own = temporaryFolder();
    const child = startNode([MAIN], environment(own), own);
    await child.says('"started"', 'stderr');
    const sqlite = new DatabaseSync(join(own, 'versus.sqlite'));
    sqlite.exec('drop table threads');
    sqlite.close();
    child.process.stdin.end('what is django\nwhat is node\n');
    const { code, stdout, stderr } = await child.ended;
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual([PLATFORM_SENTENCES.apology, PLATFORM_SENTENCES.apology]);
    const failures = stderr.split('\n').filter((line) => line.includes('not answered'));
    expect(failures).toHaveLength(2);
    for (const line of failures) expect(line).toMatch(/"key":"terminal:[^"]+".*\bthreads\b/);
  });

  it('does not start on a broken pack: it lists every problem and exits with 2', async () => {
    const broken = {
      ...smallPackWith(LONE_CLAIM, 'status: opinion', 'status: maybe'),
      [LONE_ENTRY]: (SMALL_PACK[LONE_ENTRY] ?? '').replace('[what-is-tea]', '[what-is-te]'),
    };
    const set = { DATABASE_FILE: ':memory:', KNOWLEDGE_DIR: writeKnowledge({ drinks: broken }) };
    const { code, stdout, stderr } = await runNode([MAIN], set, folder, 'hello\n');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^versus: .*taste\.yaml:5: \[1\]\.status: expected one of .*; got "maybe"$/),
      expect.stringMatching(/^versus: .*tea-kinds\.md:7: related\[1\]: no entry has the id "what-is-te"; did you mean/),
    ]);
  });

  it('does not start on settings or on a database that it cannot use: it says so in one line and exits with 2', async () => {
    const [settings, database] = await Promise.all([
      runNode([MAIN], { LOG_LEVEL: 'loud' }, folder, 'hello\n'),
      runNode([MAIN], { DATABASE_FILE: '/dev/null/versus.sqlite', LOG_LEVEL: 'trace' }, folder, 'hello\n'),
    ]);
    expect(settings).toMatchObject({ code: 2, stdout: '' });
    expect(settings.stderr).toMatch(/^versus: LOG_LEVEL: expected one of .*; got "loud"\. See \.env\.example\n$/);
    expect(database).toMatchObject({ code: 2, stdout: '' });
    expect(database.stderr).toMatch(/^versus: .*\/dev\/null.*\n$/);
  });
});

function environment(folder: string) {
  return { DATABASE_FILE: join(folder, 'versus.sqlite'), LOG_LEVEL: 'trace' };
}
