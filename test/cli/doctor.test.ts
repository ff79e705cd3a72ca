import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Finding, reportLines } from '../../src/cli/doctor-report.ts';
import { examineNode } from '../../src/cli/doctor-settings.ts';
import { diskFinding } from '../../src/cli/doctor-store.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open-store.ts';
import { runNode } from '../child.ts';
import { LONE_CLAIM, SMALL_PACK, smallPackWith, writeKnowledge } from '../pack/small-pack.ts';
import { describeOnEach } from '../store/databases.ts';
import { delivery, lease } from '../store/samples.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { examined } from './doctor-bench.ts';

/** Of a SQLite file. */
const PAGE_BYTES = 4096;
const VERSUS = join(import.meta.dirname, '..', '..', 'src', 'cli', 'versus.ts');

describe('versus doctor', () => {
  it('reads well on a terminal: problems first, in columns, folded, with what to do', () => {
    const findings: readonly Finding[] = [
      { area: 'node', level: 'ok', says: 'Node 24' },
      { area: 'clock', level: 'warning', says: 'ten seconds late', todo: 'set it' },
      { area: 'store', level: 'warning', says: 'this', todo: 'mend both' },
      { area: 'store', level: 'warning', says: 'that', todo: 'mend both' },
      { area: 'slack', level: 'off', says: 'not set up' },
      {
        area: 'discord',
        level: 'problem',
        says: 'one two three four five six seven',
        todo: 'eight nine ten eleven twelve',
      },
    ];
    expect(reportLines(findings, 45)).toEqual([
      'problem  discord   one two three four five',
      '                   six seven',
      '                   → eight nine ten eleven',
      '                     twelve',
      'warning  clock     ten seconds late',
      '                   → set it',
      'warning  store     this',
      'warning  store     that',
      '                   → mend both',
      'ok       node      Node 24',
      'off      slack     not set up',
      '',
      '1 problem, 3 warnings',
    ]);
    expect(reportLines(findings.slice(0, 1), 10).at(-1)).toBe('All is well.');
  });

  it('runs as a command: what is well, then what to mend, and wrong usage', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, '.env'), 'DATABASE_FILE=here.sqlite\nDATABSE_URL=x\nPGPASSWORD=planted\nFOO=bar\n');
    const [well, bad, json, wrong, names] = await Promise.all([
      runNode([VERSUS, 'doctor'], { DATABASE_FILE: join(folder, 'versus.sqlite') }, temporaryFolder()),
      runNode([VERSUS, 'doctor'], { SLACK_BOT_TOKEN: 'xoxb-planted' }, folder),
      runNode(
        [VERSUS, 'doctor', '--json'],
        { DATABASE_URL: 'postgres://a:planted%21@127.0.0.1:9/x' },
        temporaryFolder(),
      ),
      runNode([VERSUS, 'doctor', '--all'], {}, folder),
      runNode([VERSUS, 'doctor', 'slack'], {}, folder),
    ]);
    expect(well).toMatchObject({ code: 0, stderr: '' });
    expect(well.stdout).toMatch(/^ok {7}settings {2}set: DATABASE_FILE\n[\s\S]*\nAll is well\.\n$/);
    expect(bad).toMatchObject({ code: 1, stderr: '' });
    expect(bad.stdout).toMatch(/^problem {2}settings {2}SLACK_APP_TOKEN: expected beside SLACK_BOT_TOKEN/);
    expect(bad.stdout).toMatch(/warning {2}settings {2}DATABSE_URL is no setting .*\n +→ did you mean DATABASE_URL\?/);
    expect(bad.stdout).toMatch(/warning {2}settings {2}FOO is no setting/);
    expect(bad.stdout).toMatch(/off {6}slack {5}not looked at, because of its settings\n/);
    expect(bad.stdout).toMatch(/\n1 problem, 2 warnings\n$/);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, problems: 1 });
    expect(json.stdout).toContain('cannot use the database 127.0.0.1:9/x: connect ECONNREFUSED');
    expect(well.stdout + bad.stdout + json.stdout).not.toContain('planted');
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/^versus: Unknown option '--all'/);
    expect(names.stderr).toMatch(/^versus: doctor takes no names/);
  });

  it.each([
    [
      'a level that is none',
      { LOG_LEVEL: 'loud' },
      [/^problem settings: LOG_LEVEL: expected one of .*; got "loud" → mend LOG_LEVEL/],
    ],
    ['a port of health that is none', { HEALTH_PORT: 'x' }, [/^problem settings: HEALTH_PORT/]],
    [
      'a token of the other kind',
      { DISCORD_TOKEN: 'xoxb-planted' },
      [/^problem settings: DISCORD_TOKEN: .*of Slack; got something else/],
    ],
    ['several at once', { LOG_LEVEL: 'x', DATABASE_URL: 'mysql://planted' }, [/DATABASE_URL/, /LOG_LEVEL/]],
    [
      'names near to ours',
      { LOG_LEVELS: 'x', SLACK_TOKEN: 'x' },
      [/LOG_LEVELS is no setting.*did you mean LOG_LEVEL\?/, /SLACK_TOKEN is no setting/],
    ],
    ['a name like no other', { DISCORD_COLOUR_OF_ANSWERS: 'x' }, [/DISCORD_COLOUR_OF_ANSWERS .*take it out/]],
    [
      'addresses without a token',
      { SLACK_API_URL: 'https://a.example', DISCORD_API_URL: 'https://a.example' },
      [/SLACK_API_URL has no effect: SLACK_BOT_TOKEN/, /DISCORD_API_URL has no effect/],
    ],
  ])('finds %s, and looks at the rest all the same', async (_, environment, patterns) => {
    const { bad, lines, printed } = await examined(environment);
    expect(bad).toEqual(patterns.map((pattern) => expect.stringMatching(pattern)));
    expect(lines.some((line) => line.startsWith('ok packs: '))).toBe(true);
    expect(printed).not.toContain('planted');
  });

  it('does not look at a database, or at packs, whose setting is wrong', async () => {
    const { lines } = await examined({ DATABASE_URL: 'mysql://x' });
    expect(lines).toContain('off store: not looked at, because of its settings');
  });

  it('leaves alone what others read from .env', async () => {
    const names = ['NODE_ENV', 'PGPASSWORD', 'POSTGRES_PASSWORD', 'PUBLIC_HOST', 'TZ', 'https_proxy', 'OWN'];
    const set = Object.fromEntries(names.map((name) => [name, 'x']));
    const { bad } = await examined(set, { fileNames: names });
    expect(bad).toEqual([expect.stringContaining('OWN is no setting of Versus')]);
  });

  it.each([
    ['24.16.0', 'ok'],
    ['24.15.9', 'problem'],
    ['25.9.0', 'problem'],
    ['26.0.0', 'problem'],
    ['26.1.0', 'ok'],
    ['27.0.0', 'ok'],
  ])('knows whether Node %s is new enough', (node, level) => {
    expect(examineNode(node, '0.1.0').level).toBe(level);
  });

  it.each([
    [1, 'problem'],
    [100, 'warning'],
    [10_000, 'ok'],
  ])('knows what %d MiB of free disk mean', (mebibytes, level) => {
    expect(diskFinding(mebibytes * 2 ** 20).level).toBe(level);
  });
});

describe('versus doctor, at the packs,', () => {
  it('says which there are', async () => {
    const { lines } = await examined({ KNOWLEDGE_DIR: writeKnowledge({ drinks: SMALL_PACK }) });
    expect(lines.filter((line) => line.includes(' packs: '))[0]).toMatch(
      /^ok packs: tea-vs-coffee [0-9a-f]{12}: \d+ entries, \d+ claims$/,
    );
  });

  it('gives the first problems of a broken one, and the folder that has none', async () => {
    const broken = writeKnowledge({ drinks: smallPackWith(LONE_CLAIM, 'status: opinion', 'status: maybe') });
    const [{ code, bad }, none] = [
      await examined({ KNOWLEDGE_DIR: broken }),
      await examined({ KNOWLEDGE_DIR: '/nowhere' }),
    ];
    expect(code).toBe(1);
    expect(bad).toEqual([expect.stringMatching(/^problem packs: .*taste\.yaml:5: .*expected one of.* → mend it/)]);
    expect(none.bad).toEqual([expect.stringMatching(/^problem packs: \/nowhere:1: no pack is here/)]);
  });

  it('does not fill the screen with one broken file', async () => {
    const files = Object.fromEntries(Object.keys(SMALL_PACK).map((name) => [name, 'nothing: [of, this\n']));
    const { bad } = await examined({ KNOWLEDGE_DIR: writeKnowledge({ drinks: files }) });
    expect(bad.length).toBe(4);
    expect(bad[3]).toMatch(/^problem packs: \d+ more like these → run versus check$/);
  });

  it('warns of reviews that are due', async () => {
    const inYears = 20 * 365 * 86_400_000;
    const { code, bad } = await examined(
      { KNOWLEDGE_DIR: writeKnowledge({ drinks: SMALL_PACK }) },
      { aheadMs: inYears },
    );
    expect(code).toBe(0);
    expect(bad).toEqual([
      expect.stringMatching(/^warning packs: tea-vs-coffee: the review of .* due; .*→ run versus check/),
    ]);
  });
});

describe('versus doctor, at the pages of health,', () => {
  it.each([
    ['ready', 200, /^ok health: the bot runs and is ready/],
    ['unready', 503, /^warning health: the bot runs and is not ready → see http/],
    ['else', 200, /^warning health: something else answers .* → set HEALTH_PORT/],
  ])('finds who answers: %s', async (status, code, line) => {
    const server = createServer((_, response) => response.writeHead(code).end(JSON.stringify({ status })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    const { lines } = await examined({ HEALTH_PORT: port, HEALTH_HOST: '0.0.0.0' });
    expect(lines.filter((one) => one.includes(' health: '))).toEqual([expect.stringMatching(line)]);
  });

  it.each(['::1', '::', '127.0.0.1'])('says that nobody does, at %s', async (host) => {
    const { lines } = await examined({ HEALTH_PORT: '9', HEALTH_HOST: host });
    expect(lines).toContainEqual(
      expect.stringMatching(/^ok health: the bot does not run here: nobody answers at http:/),
    );
  });
});

describeOnEach(['SQLite in a file', 'PostgreSQL'], 'versus doctor, at a database,', ({ place, open, change, name }) => {
  const setting = (where: Awaited<ReturnType<typeof place>>) =>
    'file' in where ? { DATABASE_FILE: where.file } : { DATABASE_URL: where.url };
  const ofStore = (lines: readonly string[]) => lines.filter((line) => line.includes(' store: '));

  it('finds that it can be written to while the bot has it open, and shows no password', async () => {
    const where = await place();
    await open(where);
    const { code, bad, lines, printed } = await examined(setting(where));
    expect({ code, bad }).toEqual({ code: 0, bad: [] });
    expect(ofStore(lines)[0]).toMatch(/^ok store: .* can be read and written$/);
    expect(printed).not.toContain('versus@');
  });

  it('makes no tables in one that is empty', async () => {
    const where = await place();
    const found = ofStore((await examined(setting(where))).lines);
    expect(found[0]).toMatch(
      name === 'PostgreSQL' ? /^ok store: .* is empty; the first start/ : /^ok store: .* is not there yet/,
    );
    expect(ofStore((await examined(setting(where))).lines)[0]).toEqual(found[0]);
  });

  it('does not update tables, and refuses those of a newer version', async () => {
    const where = await place();
    await (await open(where)).health.close();
    const set = (version: number) =>
      change(
        where,
        'file' in where ? `pragma user_version = ${version}` : `update tables_version set version = ${version}`,
      );
    await set(MIGRATIONS.length - 1);
    const line = `has tables ${MIGRATIONS.length - 1} of ${MIGRATIONS.length}; the next start updates them → make a backup first`;
    for (let time = 0; time < 2; time++)
      expect((await examined(setting(where))).bad).toEqual([expect.stringContaining(line)]);
    await set(99);
    const { code, bad } = await examined(setting(where));
    expect(code).toBe(1);
    expect(bad).toEqual([expect.stringMatching(/^problem store: cannot use .* → the database is of a newer Versus/)]);
  });

  it('warns of what has waited for long', async () => {
    const where = await place();
    const store = await open(where);
    await store.deliveries.accept(delivery('left'), lease('gone', Date.now() - 3_600_000));
    expect((await examined(setting(where))).bad).toEqual([
      expect.stringMatching(
        /^warning store: deliveries that wait to be handled: 1, the oldest for 60 min → start the bot/,
      ),
    ]);
  });
});

describe('versus doctor, at a file,', () => {
  it('says that another process holds it, and what to do', async () => {
    const file = join(temporaryFolder(), 'versus.sqlite');
    await (await openStore({ file })).health.close();
    const other = new DatabaseSync(file);
    onTestFinished(() => other.close());
    other.exec('begin immediate');
    const { code, bad } = await examined({ DATABASE_FILE: file });
    expect(code).toBe(1);
    expect(bad).toEqual([expect.stringMatching(/^problem store: .*is held by another process, .*stop that process/)]);
  });

  it.each([
    [
      'that is no database',
      (file: string) => writeFileSync(file, 'words '.repeat(999)),
      /^problem store: cannot use .*not a database.* → DATABASE_FILE must name/,
    ],
    ['that is a folder', (file: string) => mkdirSync(file), /^problem store: cannot use .* → DATABASE_FILE must name/],
    [
      'of another program',
      (file: string) => {
        const sqlite = new DatabaseSync(file);
        sqlite.exec('create table songs (title text)');
        sqlite.close();
      },
      /^problem store: cannot use .*of another program/,
    ],
  ])('%s', async (_, make, line) => {
    const file = join(temporaryFolder(), 'versus.sqlite');
    make(file);
    expect((await examined({ DATABASE_FILE: file })).bad).toEqual([expect.stringMatching(line)]);
  });

  it('that is damaged', async () => {
    const file = join(temporaryFolder(), 'versus.sqlite');
    await (await openStore({ file })).health.close();
    const sqlite = new DatabaseSync(file);
    sqlite.exec('pragma journal_mode = delete');
    sqlite.close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, PAGE_BYTES, 3 * PAGE_BYTES);
    writeFileSync(file, bytes);
    expect((await examined({ DATABASE_FILE: file })).bad).toEqual([
      expect.stringMatching(/^problem store: .*(?:damaged|malformed)/),
    ]);
  });

  it('that cannot be made, and one that remembers nothing', async () => {
    const blocked = join(temporaryFolder(), 'file');
    writeFileSync(blocked, '');
    expect((await examined({ DATABASE_FILE: join(blocked, 'x', 'versus.sqlite') })).bad).toEqual([
      expect.stringMatching(/^problem store: cannot make .* is no folder → name another file/),
    ]);
    expect((await examined({ DATABASE_FILE: ':memory:' })).bad).toEqual([
      expect.stringMatching(/^warning store: DATABASE_FILE is ":memory:"/),
    ]);
  });
});
