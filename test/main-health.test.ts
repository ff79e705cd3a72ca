import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slackManifest } from '../src/platforms/slack/manifest.ts';
import { createSlackServer, type SlackServer } from '../src/playground/slack/slack-server.ts';
import { type Child, runNode, startNode, TELL_IMPORTS } from './child.ts';
import { freePort } from './cli/doctor-bench.ts';
import { parseExposition } from './ops/exposition.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts');
const VERSUS = join(import.meta.dirname, '..', 'src', 'cli', 'versus.ts');
const SLACK = { platform: 'slack' };

describe('the pages of health of the running bot', () => {
  let slack: SlackServer;
  beforeAll(async () => {
    slack = createSlackServer({ manifest: slackManifest({ mentionsOnly: false }) });
    await slack.start();
  });
  afterAll(() => slack.stop());

  async function startBot(more: Readonly<Record<string, string>> = {}) {
    const port = await freePort();
    const environment = {
      DATABASE_FILE: join(temporaryFolder(), 'versus.sqlite'),
      LOG_LEVEL: 'info',
      HEALTH_PORT: String(port),
      SLACK_BOT_TOKEN: slack.botToken(),
      SLACK_APP_TOKEN: slack.app.appToken,
      SLACK_API_URL: slack.apiUrl(),
      ...more,
    };
    const bot = startNode([MAIN], environment, temporaryFolder());
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(8000) });
    return { bot, environment, get };
  }

  async function stopped(bot: Child): Promise<string> {
    bot.process.kill('SIGTERM');
    const { code, stderr } = await bot.ended;
    expect(code).toBe(0);
    return stderr;
  }

  it('count what it does, and name nobody and no words', async () => {
    const { bot, environment, get } = await startBot();
    await bot.says('slack is connected');
    const ready = await get('/readyz');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      status: 'ready',
      dependencies: [
        { name: 'store', state: 'up' },
        { name: 'slack', state: 'up' },
        { name: 'knowledge', state: 'up', packs: [{ id: 'django-vs-nodejs' }] },
      ],
    });
    const ada = slack.as('Ada');
    await ada.mention('#general', 'is django any good for websockets?');
    await ada.command('#general', '/versus zookeepers of Zebedee');
    const metrics = async () => {
      const text = await (await get('/metrics')).text();
      for (const word of ['websockets', 'zookeepers', 'Zebedee', 'general', slack.world.workspaces()[0]?.id])
        expect(text).not.toContain(word);
      return parseExposition(text);
    };
    await expect
      .poll(async () => (await metrics()).value('versus_reply_seconds_count', SLACK), { timeout: 20_000 })
      .toBe(2);
    const { value } = await metrics();
    const of = (kind: string) => value('versus_deliveries_total', { ...SLACK, kind, outcome: 'answered' });
    expect([of('mention'), of('command'), of('press')]).toEqual([1, 1, 0]);
    expect(value('versus_acknowledge_seconds_count', SLACK)).toBeGreaterThanOrEqual(2);
    expect(value('versus_confidence_count')).toBeGreaterThanOrEqual(1);
    expect(value('versus_store_writes_total')).toBeGreaterThanOrEqual(1);
    expect([value('versus_platform_up', SLACK), value('versus_store_up'), value('versus_ready')]).toEqual([1, 1, 1]);
    await expect.poll(async () => (await metrics()).value('versus_inbox_depth')).toBe(0);
    const doctor = await startNode([VERSUS, 'doctor'], environment, temporaryFolder()).ended;
    expect(doctor.stdout).toMatch(/^ok {7}health {4}the bot runs and is ready/m);
    expect(doctor.code).toBe(0);
    expect(await stopped(bot)).toContain('health and metrics are served');
    await expect(get('/healthz')).rejects.toThrow();
  }, 30_000);

  for (const [title, args, health, isLoaded] of [
    ['is not loaded in the terminal', [MAIN], 'off', false],
    ['is not loaded by a question from a script', [VERSUS, 'ask', 'what is django'], 'a port', false],
    ['is loaded where they are served', [MAIN], 'a port', true],
  ] as const)
    it(`have a library that ${title}`, async () => {
      const { code, stderr } = await runNode(
        ['--import', TELL_IMPORTS, ...args],
        {
          DATABASE_FILE: ':memory:',
          LOG_LEVEL: 'error',
          PLAYGROUND: 'off',
          HEALTH_PORT: health === 'off' ? health : String(await freePort()),
        },
        temporaryFolder(),
      );
      expect(code).toBe(0);
      expect(stderr).toContain('import zod');
      expect(stderr.includes('import prom-client')).toBe(isLoaded);
    });

  it('say that it lives and is not ready while the store is held, and that it is once more after that', async () => {
    const { bot, environment, get } = await startBot();
    await bot.says('slack is connected');
    const other = new DatabaseSync(environment.DATABASE_FILE, { timeout: 5000 });
    other.exec('begin immediate');
    await expect.poll(async () => (await get('/readyz')).status, { timeout: 20_000, interval: 200 }).toBe(503);
    expect((await get('/healthz')).status).toBe(200);
    other.exec('rollback');
    other.close();
    await expect.poll(async () => (await get('/readyz')).status, { timeout: 20_000, interval: 200 }).toBe(200);
    await stopped(bot);
  }, 30_000);

  it('say nothing of a store that is held once the bot has stopped', async () => {
    const { bot, environment } = await startBot();
    await bot.says('slack is connected');
    const other = new DatabaseSync(environment.DATABASE_FILE, { timeout: 5000 });
    other.exec('begin immediate');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const lines = (await stopped(bot)).trimEnd().split('\n');
    other.close();
    expect(lines.at(-1)).toContain('"stopped"');
  }, 30_000);

  it('are not there when they are switched off, nor on a port that another bot has, which works all the same', async () => {
    const first = await startBot();
    await first.bot.says('slack is connected');
    const [second, off] = [
      await startBot({ HEALTH_PORT: first.environment.HEALTH_PORT }),
      await startBot({ HEALTH_PORT: 'off' }),
    ];
    await Promise.all([second.bot.says('slack is connected'), off.bot.says('slack is connected')]);
    await expect(off.get('/healthz')).rejects.toThrow();
    expect(await stopped(second.bot)).toMatch(/EADDRINUSE.*health and metrics are not served/);
    expect(await stopped(off.bot)).not.toContain('health and metrics');
    await stopped(first.bot);
  }, 30_000);
});
