import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { EVENTS_PATH, slackManifest } from '../src/platforms/slack/manifest.ts';
import { objectIn, textIn } from '../src/playground/slack/json.ts';
import { createSlackServer } from '../src/playground/slack/slack-server.ts';
import { type Child, startNode } from './child.ts';
import { freePort } from './cli/doctor-bench.ts';
import { acceptedIn, count } from './soak/count.ts';
import type { Reply } from './soak/side.ts';
import { POSTGRES_FOLDER, type PostgresServer, startPostgres } from './store/postgres-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts');
const MENTIONS = 40;
const PEOPLE = ['Ada', 'Grace', 'Edsger', 'Barbara'];
/** Slack's own pauses are nearly none, a minute and five. */
const RETRY_MS = [100, 1000, 3000];
/** Longer than what keeps a dead process's work from others. */
const PATIENCE_MS = 30_000;

const title = 'two bots behind a balancer, on one PostgreSQL, with Slack in HTTP mode';
if (POSTGRES_FOLDER === undefined && process.env.CI !== 'true')
  it.skip(`${title}: not tested, there is no initdb; install PostgreSQL`, () => undefined);
else
  describe(title, () => {
    let postgres: PostgresServer;
    beforeAll(async () => {
      postgres = await startPostgres(POSTGRES_FOLDER ?? '');
    }, 60_000);
    afterAll(() => postgres.remove());

    it('answer each mention once, though each comes to both of them at the same time', async () => {
      const url = await postgres.newDatabase();
      const { slack, start } = await openPlaces(url, 'both at once');
      const bots = [await start(0), await start(1)];
      for (let nth = 0; nth < MENTIONS; nth++) slack.mention();
      await slack.settled();
      expect(await slack.counted(url)).toMatchObject({ said: MENTIONS, answered: MENTIONS, lost: [], double: [] });
      expect((await Promise.all(bots.map(stopped))).map(({ code }) => code)).toEqual([0, 0]);
    }, 60_000);

    it('lose nothing and say nothing twice when one of them is told to stop in the middle', async () => {
      const url = await postgres.newDatabase();
      const { slack, start } = await openPlaces(url, 'in turn');
      const [first, second] = [await start(0), await start(1)];
      let ending: ReturnType<typeof stopped> | undefined;
      for (let nth = 0; nth < MENTIONS; nth++) {
        slack.mention();
        if (nth === MENTIONS / 2) ending = stopped(first);
        await sleep(10);
      }
      expect(await ending).toMatchObject({ code: 0, isInTime: true });
      await slack.settled();
      expect(await slack.counted(url)).toMatchObject({ said: MENTIONS, answered: MENTIONS, lost: [], double: [] });
      expect(await stopped(second)).toMatchObject({ code: 0, isInTime: true });
    }, 60_000);

    it('leave everything to the other when a second signal forces one of them to end with replies in hand', async () => {
      const url = await postgres.newDatabase();
      const { slack, start } = await openPlaces(url, 'in turn');
      const first = await start(0);
      slack.hang(8);
      for (let nth = 0; nth < 8; nth++) slack.mention();
      await sleep(500);
      const ending = stopped(first);
      await sleep(300);
      const forcedAtMs = performance.now();
      first.process.kill('SIGTERM');
      expect(await ending).toMatchObject({ code: 1 });
      expect(performance.now() - forcedAtMs).toBeLessThan(1500);
      expect(await slack.counted(url)).toMatchObject({ said: 8, answered: 0 });
      slack.calm();
      await start(1);
      await slack.settled();
      expect(await slack.counted(url)).toMatchObject({ said: 8, answered: 8, lost: [], double: [] });
    }, 90_000);
  });

/** A database, a local Slack, and a balancer that it sends to, in front of two places for a bot. */
async function openPlaces(url: string, way: Balancing) {
  const slack = createPeople();
  await slack.start();
  onTestFinished(slack.stop);
  const ports = [await freePort(), await freePort()] as const;
  slack.sendTo(await startBalancer(ports, way));
  const start = async (place: 0 | 1) => {
    const environment = { ...slack.environment(), ...settings(url, ports[place]) };
    const bot = startNode([MAIN], environment, temporaryFolder());
    onTestFinished(() => void bot.process.kill('SIGKILL'));
    await bot.says('slack is connected');
    return bot;
  };
  return { slack, start };
}

function settings(url: string, port: number): Readonly<Record<string, string>> {
  return { DATABASE_URL: url, SLACK_PORT: String(port), LOG_LEVEL: 'error', HEALTH_PORT: 'off' };
}

/** A Slack with people who mention the bot in channels of theirs. */
function createPeople() {
  const slack = createSlackServer({
    manifest: slackManifest({ mentionsOnly: false }),
    workspaces: [{ name: 'Acme', people: PEOPLE, channels: PEOPLE.map((name) => ({ name: name.toLowerCase() })) }],
    deadlines: { retryMs: RETRY_MS },
  });
  const { world } = slack;
  const workspace = world.workspaces()[0]?.id ?? '';
  const people = world.people(workspace);
  const app = people.find(({ bot }) => bot !== undefined)?.id ?? '';
  const channels = world.conversations(workspace).filter(({ name }) => PEOPLE.includes(capital(name)));
  const said: string[] = [];
  const replies: Reply[] = [];
  world.onChange((change) => {
    if (change.kind !== 'posted' || change.message.by !== app) return;
    const key = textIn(objectIn(objectIn(change.message.metadata).event_payload).operation);
    // Each stands in a thread of its own.
    if (key !== '') replies.push({ key, isWithoutStore: false, thread: said.indexOf(key) });
  });

  return {
    start: slack.start,
    stop: slack.stop,
    environment: () => ({
      SLACK_BOT_TOKEN: slack.botToken(),
      SLACK_SIGNING_SECRET: slack.app.signingSecret,
      SLACK_API_URL: slack.apiUrl(),
    }),
    sendTo: slack.sendTo,
    /** Nothing hangs any more, but what does already. */
    calm: slack.faults.clear,
    /** The next so many replies never get an answer from Slack, and are not posted. */
    hang: (times: number) => slack.faults.api('chat.postMessage', { kind: 'hang', isStored: false }, { times }),
    /** Somebody asks something; Slack delivers it twice. */
    mention: () => {
      // One as a message of the channel, one as a mention.
      slack.faults.deliveries({ kind: 'redeliver' }, 2);
      const nth = said.length;
      const channel = channels[nth % channels.length];
      const by = people.find(({ name }) => name === capital(channel?.name ?? ''))?.id ?? '';
      const { ts } = world.post({ channel: channel?.id ?? '', by, text: `<@${app}> what is django? (${nth})` });
      said.push(`slack:${workspace}:${channel?.id}:${ts}`);
    },
    /** Waits until all is answered, and whether any of it is answered twice. */
    settled: async () => {
      const endMs = performance.now() + PATIENCE_MS;
      const isAnswered = () => new Set(replies.map(({ key }) => key)).size === said.length;
      while (!isAnswered() && performance.now() < endMs) await sleep(20);
      await sleep(1500);
    },
    counted: async (url: string) => count(said, replies, await acceptedIn({ url })),
  };
}

/** Every request goes to one of them after the other, or to both at the same time. */
type Balancing = 'in turn' | 'both at once';

/** Gives the address for Slack. Whom nobody listens at is passed over, as a balancer does. */
async function startBalancer(ports: readonly [number, number], way: Balancing): Promise<string> {
  let turn = 0;
  const server = createServer(async (incoming, response) => {
    const body = await buffer(incoming);
    turn += 1;
    const [first, second] = turn % 2 === 0 ? ports : ports.toReversed();
    const copies =
      way === 'in turn' ? [passOn(first).catch(() => passOn(second))] : [passOn(first), passOn(second).catch(() => 0)];
    const [status] = await Promise.all(copies).catch(() => [BAD_GATEWAY]);
    response.writeHead(status ?? BAD_GATEWAY).end();

    async function passOn(port = 0): Promise<number> {
      return statusOf(port, incoming.headers, body);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}${EVENTS_PATH}`;
}

const BAD_GATEWAY = 502;

/** Over a connection of its own: one that is kept may close just when it is used again. */
async function statusOf(port: number, headers: IncomingHttpHeaders, body: Buffer): Promise<number> {
  const outgoing = request({ host: '127.0.0.1', port, path: EVENTS_PATH, method: 'POST', headers, agent: false });
  outgoing.end(body);
  const [answer] = await once(outgoing, 'response');
  answer.resume();
  return answer.statusCode;
}

async function stopped(bot: Child) {
  const startMs = performance.now();
  bot.process.kill('SIGTERM');
  const { code, stderr } = await bot.ended;
  return { code, stderr, isInTime: performance.now() - startMs < 10_000 };
}

function capital(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
