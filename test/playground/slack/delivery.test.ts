import { createServer, type IncomingHttpHeaders } from 'node:http';
import { App, SocketModeReceiver } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { type JsonObject, objectIn, parseJsonObject, textIn } from '../../../src/playground/slack/json.ts';
import { createSlackServer, type SlackServer } from '../../../src/playground/slack/slack-server.ts';
import { connect, quietLogger } from './bolt-app.ts';

const SHORT = { ackMs: 150, retryMs: [0, 20, 20], hangMs: 500 };
const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** An app that remembers the bodies of all events, and answers nothing. */
async function listener(mode: 'socket' | 'http' = 'socket') {
  const bodies: JsonObject[] = [];
  const connected = await connect({
    mode,
    server: { deadlines: SHORT },
    listen: (app) => {
      app.use(async ({ body, context, next }) => {
        const known = parseJsonObject(JSON.stringify(body)) ?? {};
        bodies.push({ ...known, retryNum: context.retryNum ?? 0, retryReason: context.retryReason ?? '' });
        await next();
      });
      app.command('/versus', async () => undefined);
    },
  });
  endings.push(connected.stop);
  return { ...connected, bodies, kinds: () => bodies.map(kindOf) };
}

/** The kinds of the events that went over a socket. */
function eventsSent(slack: SlackServer): readonly string[] {
  return slack.log
    .entries()
    .map(({ body }) => objectIn(body))
    .filter(({ type }) => type === 'events_api')
    .map(({ payload }) => kindOf(objectIn(payload)));
}

function kindOf(body: JsonObject): string {
  const event = objectIn(body.event);
  return [textIn(event.type), textIn(event.subtype)].filter((part) => part !== '').join('.');
}

/** A Bolt app over as many Socket Mode receivers as are asked for, which reconnects fast. */
async function socketApp(slack: SlackServer, heard: (text: string) => void, authorize?: () => Promise<void>) {
  const receiver = new SocketModeReceiver({
    appToken: slack.app.appToken,
    clientPingTimeout: 150,
    logger: quietLogger([]),
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl() } },
  });
  const app = new App({
    receiver,
    logger: quietLogger([]),
    clientOptions: { slackApiUrl: slack.apiUrl() },
    authorize: async () => {
      await authorize?.();
      return { botToken: slack.botToken(), botId: 'B1', botUserId: 'U1' };
    },
  });
  app.event('app_mention', async ({ event }) => heard(event.text));
  await app.start();
  endings.push(() => app.stop());
}

async function bareServer() {
  const slack = createSlackServer({ deadlines: SHORT });
  await slack.start();
  endings.push(slack.stop);
  return slack;
}

describe('events', () => {
  it('sends `message` beside `app_mention`, both with the same ts and different event ids', async () => {
    const { slack, bodies, kinds } = await listener();
    await slack.as('Ada').mention('#general', 'hello', { patienceMs: 100 });
    expect(kinds().sort()).toEqual(['app_mention', 'message']);
    expect(new Set(bodies.map(({ event }) => textIn(objectIn(event).ts))).size).toBe(1);
    expect(new Set(bodies.map((body) => textIn(body.event_id))).size).toBe(2);
  });

  it('sends the app its own messages, `message_changed` for its updates, and `message_deleted`', async () => {
    const { slack, app, kinds } = await listener();
    const channel = slack.world.conversations(slack.as('Ada').person.workspace)[0]?.id ?? '';
    const { ts = '' } = await app.client.chat.postMessage({ channel, text: 'one' });
    await app.client.chat.update({ channel, ts, text: 'two' });
    await app.client.chat.delete({ channel, ts });
    await app.client.chat.postEphemeral({ channel, user: slack.as('Ada').person.id, text: 'quiet' });
    await expect
      .poll(() => eventsSent(slack))
      .toEqual(['message', 'message.message_changed', 'message.message_deleted']);
    // Bolt drops the app's own message by itself, but not what happens to it later.
    await expect.poll(kinds).toEqual(['message.message_changed', 'message.message_deleted']);
  });

  it('tells of edits and deletions of people, and of files', async () => {
    const { slack, kinds } = await listener();
    const ada = slack.as('Ada');
    const { sent } = await ada.send('#general', 'one', { patienceMs: 50, files: [{ name: 'a.txt', content: 'a' }] });
    if (!sent) throw new Error('Nothing was sent.');
    await ada.edit(sent, 'two', { patienceMs: 50 });
    await ada.remove(sent, { patienceMs: 50 });
    expect(kinds()).toEqual(['message.file_share', 'message.message_changed', 'message.message_deleted']);
  });

  it('sends nothing from a channel without the app, and Slack says so to who mentions it', async () => {
    const { slack, kinds } = await listener();
    slack.setMember('#random', false);
    const seen = await slack.as('Ada').mention('#random', 'hello?');
    expect(seen.notices).toEqual(["You mentioned @Versus, but they're not in this channel."]);
    expect(kinds()).toEqual([]);
  });

  it('escapes what people type and keeps real mentions', async () => {
    const { slack, bodies } = await listener();
    await slack.as('Ada').send('#general', 'a < b & <!channel> @Grace @here @nobody #random', { patienceMs: 50 });
    const grace = slack.as('Grace').person.id;
    expect(textIn(objectIn(bodies[0]?.event).text)).toMatch(
      new RegExp(`^a &lt; b &amp; &lt;!channel&gt; <@${grace}> <!here> @nobody <#\\w+\\|random>$`),
    );
  });

  it('tells the app when it is removed, and refuses its token from then on', async () => {
    const { slack, app, kinds } = await listener();
    slack.uninstall();
    await expect.poll(() => kinds().sort()).toEqual(['app_uninstalled', 'tokens_revoked']);
    await expect(app.client.auth.test()).rejects.toMatchObject({ data: { error: 'token_revoked' } });
  });
});

describe('Socket Mode', () => {
  it('sends an event again until it is acknowledged', async () => {
    const slack = await bareServer();
    const heard: string[] = [];
    let refusals = 2;
    await socketApp(
      slack,
      (text) => heard.push(text),
      async () => {
        refusals -= 1;
        if (refusals >= 0) await new Promise(() => undefined);
      },
    );
    await slack.as('Ada').mention('#general', 'again', { patienceMs: 400 });
    await expect.poll(() => heard.length).toBe(1);
    const tries = slack.log.entries().filter(({ name, over }) => over === 'socket' && name === 'app_mention');
    expect(tries.map(({ body }) => objectIn(body).retry_attempt)).toContain(1);
  });

  it('delivers over the other connection while one is refreshed, and has both again', async () => {
    const slack = await bareServer();
    const heard: string[] = [];
    await socketApp(slack, (text) => heard.push(text));
    await socketApp(slack, (text) => heard.push(text));
    await slack.connected(2);
    slack.faults.disconnect('refresh_requested', 'one');
    expect(slack.connections()).toBe(1);
    for (const text of ['1', '2', '3']) await slack.as('Ada').mention('#general', text, { patienceMs: 30 });
    await expect.poll(() => heard.length).toBe(3);
    await slack.connected(2);
    slack.faults.cut('all');
    await slack.connected(2);
    await slack.as('Ada').mention('#general', '4', { patienceMs: 30 });
    await expect.poll(() => heard.length).toBe(4);
  });

  it('hears nothing over the open connections while it is deaf, and then all of it', async () => {
    const { slack } = await listener();
    slack.faults.deaf(true);
    const unheard = await slack.as('Ada').send('#general', 'a', { patienceMs: 50 });
    expect(unheard.acknowledged).toBe('timed-out');
    slack.faults.deaf(false);
    const heard = await slack.as('Ada').send('#general', 'b', { patienceMs: 50 });
    expect(heard.acknowledged).toBe('acknowledged');
  });

  it('holds an event until a connection comes', async () => {
    const slack = await bareServer();
    const heard: string[] = [];
    const mention = slack.as('Ada').mention('#general', 'early', { patienceMs: 100 });
    await socketApp(slack, (text) => heard.push(text));
    await mention;
    await expect.poll(() => heard.length).toBe(1);
  });

  it('refuses a ticket that was used', async () => {
    const slack = await bareServer();
    const reply = await fetch(`${slack.apiUrl()}apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.app.appToken}` },
    });
    const { url } = objectIn(parseJsonObject(await reply.text()));
    const first = await opened(textIn(url));
    expect(await opened(textIn(url))).toBe('refused');
    expect(first).toBe('open');
  });

  it('sends an event twice, later, or never, when told', async () => {
    const { slack, kinds } = await listener();
    const ada = slack.as('Ada');
    slack.faults.deliveries({ kind: 'redeliver' }, 1, 'message');
    await ada.send('#general', 'twice', { patienceMs: 100 });
    expect(kinds()).toEqual(['message', 'message']);
    slack.faults.deliveries({ kind: 'lose' }, 1);
    await ada.send('#general', 'never', { patienceMs: 100 });
    expect(kinds()).toHaveLength(2);
    slack.faults.deliveries({ kind: 'delay', ms: 20 }, 1);
    await ada.send('#general', 'later', { patienceMs: 100 });
    expect(kinds()).toHaveLength(3);
  });

  it('tells a person that a command was not acknowledged', async () => {
    const { slack } = await listener();
    const seen = await slack.as('Ada').command('#general', '/versus hang');
    expect(seen).toMatchObject({
      acknowledged: 'timed-out',
      notices: ['/versus failed with the error "operation_timeout"'],
    });
  });
});

describe('HTTP mode', () => {
  it('proves its address, and an app refuses wrong and old signatures', async () => {
    const { slack, bodies } = await listener('http');
    expect(await slack.verifyRequestUrl()).toBe(true);
    const ada = slack.as('Ada');
    slack.faults.signing({ hasWrongSecret: true });
    const wrong = await ada.send('#general', 'a', { patienceMs: 150 });
    expect(wrong.acknowledged).toBe('failed');
    slack.faults.signing({ ageSeconds: 301 });
    const old = await ada.send('#general', 'a', { patienceMs: 150 });
    expect(old.acknowledged).toBe('failed');
    expect(bodies).toEqual([]);
    slack.faults.signing({});
    expect((await ada.send('#general', 'a', { patienceMs: 50 })).acknowledged).toBe('acknowledged');
  });

  it('tries an event three more times, each with its number and the reason', async () => {
    const slack = await bareServer();
    const tries: IncomingHttpHeaders[] = [];
    slack.sendTo(await plainServer((headers) => tries.push(headers) && 500));
    await slack.as('Ada').send('#general', 'a', { patienceMs: 20 });
    await expect.poll(() => tries.length).toBe(4);
    expect(tries.map((headers) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
    expect(tries[3]?.['x-slack-retry-reason']).toBe('http_error');
  });

  it('says that no more events come for a while', async () => {
    const slack = await bareServer();
    const seen: string[] = [];
    slack.sendTo(await plainServer((_, body) => seen.push(body) && 200));
    slack.faults.appRateLimited();
    await expect.poll(() => seen.length).toBe(1);
    const body = parseJsonObject(seen[0] ?? '');
    expect(body).toMatchObject({ type: 'app_rate_limited', api_app_id: slack.app.id });
    expect(body).not.toHaveProperty('event');
  });
});

function opened(url: string): Promise<'open' | 'refused'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.addEventListener('open', () => {
      resolve('open');
      socket.close();
    });
    socket.addEventListener('error', () => resolve('refused'));
  });
}

async function plainServer(answer: (headers: IncomingHttpHeaders, body: string) => number): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += String(part);
    response.writeHead(answer(request.headers, body)).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
}
