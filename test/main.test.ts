import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openStore } from '../src/store/open-store.ts';
import { type Ended, runNode, startNode } from './child.ts';
import { knowledge } from './knowledge.ts';
import { LONE_CLAIM, LONE_ENTRY, SMALL_PACK, smallPackWith, writeKnowledge } from './pack/small-pack.ts';
import { delivery, lease } from './store/samples.ts';
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
      expect.objectContaining({ kind: 'abstention', said: expect.any(String) }),
      expect.objectContaining({ entry: 'what-is-django', value: 'disliked', thread: 'terminal:local:local:main' }),
    ]);
    await store.health.close();
  });

  it('logs that rows cannot be read, and not one line for each', async () => {
    const own = temporaryFolder();
    const file = join(own, 'versus.sqlite');
    const store = await openStore({ file });
    for (let nth = 0; nth < 12; nth++) await store.deliveries.accept(delivery(`${nth}`), lease('a'));
    await store.health.close();
    const sqlite = new DatabaseSync(file);
    sqlite.exec(`update deliveries set body = '{"planted":'`);
    sqlite.close();
    const child = startNode([MAIN], { ...environment(own), LOG_LEVEL: 'error' }, own);
    await child.says('"count":10', 'stderr');
    child.process.stdin.end('hello\n');
    const { code, stderr } = await child.ended;
    expect(code).toBe(0);
    const lines = stderr.trimEnd().split('\n');
    expect(lines.map((line) => logSchema.parse(JSON.parse(line)))).toEqual(
      [1, 10].map((count) =>
        expect.objectContaining({ table: 'deliveries', count, msg: expect.stringContaining('cannot be read') }),
      ),
    );
    expect(stderr).not.toContain('planted');
  });

  it('plays the samples when it is given nothing', async () => {
    const { code, stdout } = await runNode([MAIN], { DATABASE_FILE: ':memory:', PLAYGROUND: 'off' }, folder);
    const asked = stdout.split('\n').filter((line) => line.startsWith('> '));
    expect(asked).toEqual(knowledge.pack.starters.map((starter) => `> ${starter}`));
    expect(code).toBe(0);
  });

  it('opens the playground where nothing is set, plays the samples, serves until it is told to stop, and leaves no bot behind', async () => {
    const own = temporaryFolder();
    const child = startNode([MAIN], { DATABASE_FILE: ':memory:', PLAYGROUND_PORT: '0', LOG_LEVEL: 'debug' }, own);
    child.process.stdin.end();
    await child.says('versus: a little Slack and a little Discord to try it in: http://127.0.0.1:');
    for (const starter of knowledge.pack.starters) await child.says(`> ${starter}`);
    await child.says('platform is up', 'stderr');
    child.process.kill('SIGTERM');
    const { code, stdout, stderr } = await child.ended;
    expect(code).toBe(0);
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout)?.[0] ?? '';
    await expect(fetch(address)).rejects.toThrow();
    expect(stderr).toContain('"stopped"');
  });

  it.each(['/quit\n', 'what is django\n'])(
    'ends, playground and all, with the end of what it is given: %j',
    async (said) => {
      const own = temporaryFolder();
      const { code, stdout } = await runNode([MAIN], { DATABASE_FILE: ':memory:', PLAYGROUND_PORT: '0' }, own, said);
      expect(code).toBe(0);
      expect(stdout).toContain('to try it in: http://127.0.0.1:');
      if (!said.startsWith('/')) expect(stdout).toContain('What is Django?');
    },
  );

  it('ends at /quit while its standard input is open', async () => {
    const child = startNode([MAIN], { DATABASE_FILE: ':memory:', PLAYGROUND_PORT: '0' }, temporaryFolder());
    child.process.stdin.write('/quit\n');
    expect((await child.ended).code).toBe(0);
  });

  it('says which port is taken, and opens the playground on the next one', async () => {
    const own = temporaryFolder();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const taken = typeof address === 'object' && address ? address.port : 0;
    const child = startNode([MAIN], { DATABASE_FILE: ':memory:', PLAYGROUND_PORT: String(taken) }, own);
    await child.says(`(port ${taken} is taken)`);
    child.process.kill('SIGTERM');
    const { stdout } = await child.ended;
    expect(Number(/127\.0\.0\.1:(\d+)/.exec(stdout)?.[1])).toBeGreaterThan(taken);
    await new Promise((resolve) => other.close(resolve));
  });

  it('ends the bot of the playground when the playground itself is killed', async () => {
    const own = temporaryFolder();
    const port = await freePort();
    const child = startNode([MAIN], { DATABASE_FILE: ':memory:', PLAYGROUND_PORT: String(port) }, own);
    await child.says(`http://127.0.0.1:${port}`);
    const state = await firstState(`http://127.0.0.1:${port}`);
    expect(isRunning(state.bot.pid)).toBe(true);
    child.process.kill('SIGKILL');
    await expect.poll(() => isRunning(state.bot.pid), { timeout: 20_000 }).toBe(false);
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

  it('answers when the store is lost, says that it forgets, logs why under the key of what was said, and goes on', async () => {
    const own = temporaryFolder();
    const child = startNode([MAIN], environment(own), own);
    await child.says('"started"', 'stderr');
    const sqlite = new DatabaseSync(join(own, 'versus.sqlite'));
    sqlite.exec('drop table threads');
    sqlite.close();
    child.process.stdin.end('what is django\nwhat is node\n');
    const { code, stdout, stderr } = await child.ended;
    expect(code).toBe(0);
    expect(stdout).toContain('What is Django?');
    expect(stdout).toContain('What is Node.js?');
    expect(stdout.split('My memory is out of reach')).toHaveLength(3);
    const failures = stderr.split('\n').filter((line) => line.includes('answered without it'));
    expect(failures).toHaveLength(2);
    for (const line of failures) expect(line).toMatch(/"key":"terminal:[^"]+".*ERR_SQLITE_ERROR/);
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

  it('answers from what was saved while it runs; what is broken is logged once, with its place, and the last good pack stays', async () => {
    const knowledgeDir = writeKnowledge({ drinks: SMALL_PACK });
    const file = join(knowledgeDir, 'drinks', 'pack.yaml');
    const own = temporaryFolder();
    const child = startNode(
      [MAIN],
      { DATABASE_FILE: ':memory:', KNOWLEDGE_DIR: knowledgeDir, LOG_LEVEL: 'info', PLAYGROUND: 'off' },
      own,
    );
    await child.says('"platform is up"', 'stderr');
    writeFileSync(file, (SMALL_PACK['pack.yaml'] ?? '').replace('I know tea', 'I now know green tea'));
    await child.says('knowledge was read again', 'stderr');
    writeFileSync(file, 'id: [');
    await child.says('knowledge is broken, the last good packs stay', 'stderr');
    child.process.stdin.end('hello\n');
    const { code, stdout, stderr } = await child.ended;
    expect(code).toBe(0);
    expect(stdout).toContain('I now know green tea');
    const broken = stderr.split('\n').filter((line) => line.includes('is broken'));
    expect(broken).toHaveLength(1);
    expect(broken[0]).toContain(`${file}:1: this is no valid YAML`);
  });

  it('starts with several packs, and with none of them where one is broken', async () => {
    const other = smallPackWith('pack.yaml', 'id: tea-vs-coffee', 'id: hot-vs-cold');
    const good = {
      DATABASE_FILE: ':memory:',
      KNOWLEDGE_DIR: writeKnowledge({ drinks: SMALL_PACK, other }),
      PLAYGROUND: 'off',
    };
    expect((await runNode([MAIN], good, folder, 'hello\n')).code).toBe(0);
    const broken = smallPackWith(LONE_CLAIM, 'status: opinion', 'status: maybe');
    const set = { DATABASE_FILE: ':memory:', KNOWLEDGE_DIR: writeKnowledge({ drinks: SMALL_PACK, broken }) };
    const { code, stdout, stderr } = await runNode([MAIN], set, folder, 'hello\n');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/got "maybe"/);
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

const stateSchema = z.object({ state: z.object({ bot: z.object({ pid: z.int() }) }) });

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** The state that the page of a playground is sent first. */
async function firstState(address: string) {
  const response = await fetch(`${address}/events`);
  let text = '';
  for await (const part of response.body ?? []) {
    text += Buffer.from(part).toString();
    const [, json] = /data: (.*)\n/.exec(text) ?? [];
    if (json !== undefined) return stateSchema.parse(JSON.parse(json)).state;
  }
  throw new Error('The stream ended before its first event.');
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function environment(folder: string) {
  return { DATABASE_FILE: join(folder, 'versus.sqlite'), LOG_LEVEL: 'trace', PLAYGROUND: 'off' };
}
