import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createPlainServer, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Host } from '../../../src/platforms/platform.ts';
import { SCOPES, slackManifest } from '../../../src/platforms/slack/manifest.ts';
import { createSlack, type SlackOptions } from '../../../src/platforms/slack/slack.ts';
import { SLACK_TIMING } from '../../../src/platforms/slack/timing.ts';
import {
  createSlackServer,
  type SlackServer,
  type SlackServerOptions,
} from '../../../src/playground/slack/slack-server.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { freePort, hostOf, optionsFor, postedIn, theCard, troubles, versusHere } from './versus.ts';

const QUESTION = 'is django any good for websockets?';

async function serverHere(options: SlackServerOptions = {}): Promise<SlackServer> {
  const slack = createSlackServer(options);
  await slack.start();
  onTestFinished(() => slack.stop());
  return slack;
}

async function hostHere(): Promise<ReturnType<typeof hostOf>> {
  const store = await openStore({ file: ':memory:' });
  onTestFinished(() => store.health.close());
  return hostOf(store);
}

function portOf({ connection }: SlackOptions): number {
  return connection.type === 'http' ? connection.port : 0;
}

function addressOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

describe('a start that cannot be says why and what to do', () => {
  it.each<[string, (options: SlackOptions) => Partial<SlackOptions>, string]>([
    [
      'a wrong bot token',
      () => ({ botToken: 'xoxb-wrong' }),
      'SLACK_BOT_TOKEN: Slack refused it (invalid_auth); it must be',
    ],
    [
      'an app token in its place',
      (options) => ({ botToken: options.connection.type === 'socket' ? options.connection.appToken : '' }),
      'SLACK_BOT_TOKEN: Slack refused it (not_allowed_token_type); it must be',
    ],
    [
      'a wrong app token',
      () => ({ connection: { type: 'socket', appToken: 'xapp-wrong' } }),
      'SLACK_APP_TOKEN: Slack refused it (invalid_auth); it must be',
    ],
    [
      'a bot token in its place',
      (options) => ({ connection: { type: 'socket', appToken: options.botToken } }),
      'SLACK_APP_TOKEN: Slack refused it (not_allowed_token_type); it must be',
    ],
  ])('%s', async (_what, change, message) => {
    const slack = await serverHere();
    const { host } = await hostHere();
    const options = await optionsFor(slack, 'socket');
    const started = performance.now();
    await expect(createSlack({ ...options, ...change(options) }).start(host)).rejects.toThrow(message);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(slack.connections()).toBe(0);
  });

  it('an address where nobody listens', async () => {
    const options = await optionsFor(await serverHere(), 'socket');
    const { host } = await hostHere();
    const apiUrl = `http://127.0.0.1:${await freePort()}/api/`;
    await expect(createSlack({ ...options, apiUrl }).start(host)).rejects.toThrow(
      `SLACK_API_URL: Slack cannot be reached at ${apiUrl} (ECONNREFUSED); check the network, a proxy, and this address`,
    );
  });

  it('an app without Socket Mode', async () => {
    const slack = await serverHere({ manifest: slackManifest({ mentionsOnly: false, url: 'https://a.example' }) });
    const { host } = await hostHere();
    const starting = createSlack(await optionsFor(slack, 'socket')).start(host);
    await expect(starting).rejects.toThrow('SLACK_APP_TOKEN: Socket Mode is off for this app');
  });

  it.each([
    ['the Web API', 'auth.test'],
    ['the opening of a connection', 'apps.connections.open'],
  ])('%s never answers', async (_what, method) => {
    const slack = await serverHere();
    slack.faults.api(method, { kind: 'hang', isStored: false });
    const { host } = await hostHere();
    const platform = createSlack(await optionsFor(slack, 'socket'), { ...SLACK_TIMING, callMs: 300 });
    await expect(platform.start(host)).rejects.toThrow(
      /^SLACK_API_URL: Slack cannot be reached at http:\S+ \(\w+\); check/,
    );
    await platform.start(host).then((running) => running.stop(500));
  });

  it('an address that speaks no Slack', async () => {
    const web = createServer((_, response) => response.end('<html>Sign in to the guest network</html>'));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => web.close(() => resolve())));
    const { host } = await hostHere();
    const options = await optionsFor(await serverHere(), 'socket');
    const starting = createSlack({ ...options, apiUrl: `http://127.0.0.1:${addressOf(web)}/api/` }).start(host);
    await expect(starting).rejects.toThrow(/SLACK_API_URL: Slack cannot be reached at \S+ \(unreadable_answer\)/);
  });

  it('a port that is taken', async () => {
    const other = createPlainServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => other.close(() => resolve())));
    const { host } = await hostHere();
    const slack = await serverHere();
    const { botToken, apiUrl } = await optionsFor(slack, 'http');
    const port = addressOf(other);
    const connection = { type: 'http', signingSecret: slack.app.signingSecret, host: '127.0.0.1', port } as const;
    await expect(createSlack({ botToken, apiUrl, connection }).start(host)).rejects.toThrow(
      `SLACK_PORT: cannot listen on port ${port} (EADDRINUSE); free it, or set another`,
    );
  });

  it('and it can be started again afterwards', async () => {
    const slack = await serverHere();
    const { host } = await hostHere();
    const platform = createSlack(await optionsFor(slack, 'socket'));
    slack.faults.api('auth.test', { kind: 'refused', error: 'account_inactive' });
    await expect(platform.start(host)).rejects.toThrow('account_inactive');
    const running = await platform.start(host);
    theCard(await slack.as('Ada').command('#general', '/versus help'));
    await running.stop(1000);
    await running.ended;
    const again = await platform.start(host);
    theCard(await slack.as('Ada').command('#general', '/versus help'));
    await again.stop(1000);
  });
});

describe('a start', () => {
  it('names the scopes that the app lacks', async () => {
    const scopes = [...SCOPES, 'channels:history', 'groups:history'].filter(
      (scope) => !['files:write', 'im:history', 'groups:history'].includes(scope),
    );
    const slack = await serverHere({
      workspaces: [{ name: 'Acme', people: ['Ada'], channels: [{ name: 'general' }], scopes }],
    });
    const { host, log } = await hostHere();
    const running = await createSlack(await optionsFor(slack, 'socket')).start(host);
    expect(log).toMatchObject([
      { level: 'warn', about: { missing: ['files:write', 'im:history'] } },
      { level: 'info', about: { missing: ['groups:history'] } },
    ]);
    await running.stop(500);
  });
});

describe('Socket Mode', () => {
  it('keeps two connections, and loses nothing while one after the other is refreshed', async () => {
    const { slack, log } = await versusHere({ server: { deadlines: { retryMs: [20, 50, 100] } } });
    const asking: Promise<unknown>[] = [];
    for (let count = 0; count < 30; count++) {
      const person = slack.as(count % 2 ? 'Ada' : 'Grace');
      asking.push(person.mention('#general', QUESTION, { patienceMs: 3000 }));
      if (count % 10 === 5) slack.faults.disconnect(count % 20 === 5 ? 'refresh_requested' : 'warning', 'one');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await Promise.all(asking);
    await slack.connected(2);
    expect(postedIn(slack, '#general')).toHaveLength(30);
    expect(troubles(log)).toEqual([]);
  });

  it.each(['cut', 'disconnect'] as const)('is back at once after all connections are gone: %s', async (how) => {
    const { slack } = await versusHere({ server: { deadlines: { retryMs: [20, 50, 100] } } });
    const started = performance.now();
    if (how === 'cut') slack.faults.cut('all');
    else slack.faults.disconnect('refresh_requested', 'all');
    await slack.connected(2);
    expect(performance.now() - started).toBeLessThan(900);
    theCard(await slack.as('Ada').mention('#general', QUESTION));
  });

  it('gives up a connection whose pings stay unanswered, and opens another', async () => {
    const { slack, log } = await versusHere({ timing: { pongMs: 120 } });
    slack.faults.deaf(true);
    await expect.poll(() => slack.log.calls('apps.connections.open').length, { timeout: 20_000 }).toBeGreaterThan(3);
    slack.faults.deaf(false);
    await expect.poll(() => slack.connections()).toBe(2);
    theCard(await slack.as('Ada').mention('#general', QUESTION));
    expect(troubles(log)).toEqual([]);
  });

  it('goes on trying while Slack is away, with pauses that grow, and says so', async () => {
    const { slack, log } = await versusHere();
    slack.faults.api('apps.connections.open', { kind: 'server-error', isStored: false }, { times: 6 });
    slack.faults.api('apps.connections.open', { kind: 'rate-limited', retryAfterSeconds: 1 }, { times: 1 });
    slack.faults.disconnect('refresh_requested', 'all');
    await slack.connected(2, 3000);
    const failures = troubles(log).map(({ about }) => about);
    expect(failures.length).toBe(7);
    expect(failures[0]).toMatchObject({ type: 'unclear', code: 'http_500', failures: expect.any(Number) });
    theCard(await slack.as('Ada').mention('#general', QUESTION));
  });

  it('ends with the reason when its token is no longer good, and closes what is left', async () => {
    const { slack, running } = await versusHere();
    slack.faults.api('apps.connections.open', { kind: 'refused', error: 'invalid_auth' }, { times: 9 });
    slack.faults.disconnect('refresh_requested', 'one');
    await expect(running.ended).rejects.toThrow('SLACK_APP_TOKEN: Slack refused it (invalid_auth)');
    await expect.poll(() => slack.connections()).toBe(0);
  });

  it.each([
    ['at rest', () => undefined],
    ['while it connects again', (slack: SlackServer) => slack.faults.disconnect('refresh_requested', 'all')],
    [
      'while Slack lets it wait for a connection',
      (slack: SlackServer) => {
        slack.faults.api('apps.connections.open', { kind: 'late', ms: 150 }, { times: 9 });
        slack.faults.disconnect('refresh_requested', 'all');
      },
    ],
    [
      'while Slack does not answer at all',
      (slack: SlackServer) => {
        slack.faults.api('apps.connections.open', { kind: 'hang', isStored: false }, { times: 9 });
        slack.faults.disconnect('refresh_requested', 'all');
      },
    ],
    [
      'while it pauses before it tries again',
      (slack: SlackServer) => {
        slack.faults.api('apps.connections.open', { kind: 'server-error', isStored: false }, { times: 99 });
        slack.faults.disconnect('refresh_requested', 'all');
      },
    ],
    ['while nobody hears its goodbye', (slack: SlackServer) => slack.faults.deaf(true)],
  ])('stops %s, and leaves no connection behind', async (_when, before) => {
    const { slack, running } = await versusHere();
    before(slack);
    await new Promise((resolve) => setTimeout(resolve, 40));
    const started = performance.now();
    await running.stop(1000);
    // Who does not answer a goodbye is cut off sooner than the deadline.
    expect(performance.now() - started).toBeLessThan(700);
    await running.ended;
    slack.faults.deaf(false);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(slack.connections()).toBe(0);
  });

  it.each([
    [
      'an envelope of a rate limit, as Slack sends it',
      JSON.stringify({ envelope_id: 'e1', type: 'events_api', payload: { type: 'app_rate_limited', team_id: 'T' } }),
      'slack holds events back',
    ],
    [
      'an event without an event',
      JSON.stringify({ envelope_id: 'e1', type: 'events_api', payload: {} }),
      'could not be read',
    ],
    ['an envelope without a payload', JSON.stringify({ envelope_id: 'e1', type: 'events_api' }), 'could not be read'],
    ['null', 'null', 'could not be read'],
  ])('goes on after %s, acknowledges it where it can, and says so', async (_what, text, said) => {
    const { slack, log } = await versusHere();
    slack.faults.rawEnvelope(text);
    await expect.poll(() => troubles(log).map(({ message }) => message)).toEqual([expect.stringContaining(said)]);
    const acknowledged = () => slack.log.entries().filter(({ name }) => name === 'late acknowledgement').length;
    await expect.poll(acknowledged).toBe(text.includes('e1') ? 1 : 0);
    expect(slack.connections()).toBe(2);
    theCard(await slack.as('Ada').mention('#general', QUESTION));
  });

  it.each(['no JSON', '{"type":"unheard_of"}', '{}', '[]', '7', '"text"'])('passes over %s', async (text) => {
    const { slack } = await versusHere();
    slack.faults.rawEnvelope(text);
    theCard(await slack.as('Ada').mention('#general', QUESTION));
    expect(slack.connections()).toBe(2);
  });
});

describe('HTTP mode', () => {
  it('proves its address, refuses what is not signed by Slack or is old, and says so', async () => {
    const { slack, log } = await versusHere({ mode: 'http', server: { deadlines: { retryMs: [] } } });
    expect(await slack.verifyRequestUrl()).toBe(true);
    for (const signing of [{ hasWrongSecret: true }, { ageSeconds: 301 }]) {
      slack.faults.signing(signing);
      const seen = await slack.as('Ada').command('#general', '/versus help');
      expect(seen).toMatchObject({ acknowledged: 'failed', messages: [] });
    }
    expect(troubles(log).map(({ message }) => message)).toEqual(
      Array(2).fill(expect.stringContaining('SLACK_SIGNING_SECRET')),
    );
    slack.faults.signing({});
    theCard(await slack.as('Ada').command('#general', '/versus help'));
  });

  it.each([
    ['null', 400, 'null', 'application/json'],
    ['a form with null', 400, 'payload=null', 'application/x-www-form-urlencoded'],
    ['a list', 400, '[]', 'application/json'],
    ['words', 400, '"words"', 'application/json'],
    ['no JSON', 400, '{', 'application/json'],
    ['an object', 200, '{}', 'application/json'],
    ['more than Slack sends', 413, ' '.repeat(4 * 2 ** 20 + 1), 'application/json'],
  ])('answers %s, rightly signed, with %i, and goes on', async (_title, status, body, type) => {
    const slack = await serverHere();
    const { host } = await hostHere();
    const options = await optionsFor(slack, 'http');
    const running = await createSlack(options).start(host);
    onTestFinished(() => running.stop(0));
    const post = async (path: string) => {
      const timestamp = String(Math.floor(Date.now() / 1000));
      const digest = createHmac('sha256', slack.app.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
      const response = await fetch(`http://127.0.0.1:${portOf(options)}${path}`, {
        method: 'POST',
        headers: { 'content-type': type, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` },
        body,
        signal: AbortSignal.timeout(8000),
      });
      return response.status;
    };
    expect(await post('/slack/events')).toBe(status);
    expect(await post('/slack/events')).toBe(status);
    expect([400, 404, 413]).toContain(await post('/elsewhere'));
  });

  it('lets the port go when it stops, and what is in hand is answered first', async () => {
    const holding = Promise.withResolvers<void>();
    const slowly = (host: Host) => ({
      answer: async (delivery: Parameters<Host['answer']>[0]) => {
        await holding.promise;
        return host.answer(delivery);
      },
    });
    const { slack, running } = await versusHere({ mode: 'http', host: slowly });
    const asking = slack.as('Ada').command('#general', '/versus help');
    await expect
      .poll(() => slack.log.entries().some(({ over, name }) => over === 'http' && name === '/versus'))
      .toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const started = performance.now();
    const stopping = running.stop(1500);
    setTimeout(() => holding.resolve(), 50);
    theCard(await asking);
    await stopping;
    expect(performance.now() - started).toBeLessThan(700);
    await running.ended;
    expect((await slack.as('Ada').command('#general', '/versus help')).acknowledged).toBe('unreachable');
  });
});

it('a stop waits for what is in hand, takes nothing new, and does not wait longer than it may', async () => {
  const holding = Promise.withResolvers<void>();
  const accepted: string[] = [];
  const { slack, running } = await versusHere({
    server: { deadlines: { ackMs: 100, retryMs: [] } },
    host: (host) => ({
      take: async (delivery, way) => {
        accepted.push(delivery.key);
        await holding.promise;
        return host.take(delivery, way);
      },
    }),
  });
  const first = slack.as('Ada').mention('#general', QUESTION, { patienceMs: 600 });
  await expect.poll(() => accepted.length).toBeGreaterThan(0);
  const started = performance.now();
  const stopping = running.stop(600);
  const late = await slack.as('Ada').mention('#general', 'cons of node', { patienceMs: 150 });
  expect(late.acknowledged).not.toBe('acknowledged');
  expect(new Set(accepted).size).toBe(1);
  await stopping;
  expect(performance.now() - started).toBeLessThan(700);
  holding.resolve();
  await first;
  expect(slack.connections()).toBe(0);
});
