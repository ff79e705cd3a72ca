import { webApi } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../../src/playground/slack/json.ts';
import { FULL_MANIFEST } from '../../../src/playground/slack/manifest.ts';
import { createSlackServer } from '../../../src/playground/slack/slack-server.ts';
import { quietLogger } from './bolt-app.ts';

let clockMs = 1_800_000_000_000;
const slack = createSlackServer({
  now: () => clockMs,
  workspaces: [
    {
      name: 'Acme',
      people: ['Ada', 'Grace'],
      channels: [
        { name: 'general' },
        { name: 'secret', isPrivate: true, hasApp: false },
        { name: 'elsewhere', hasApp: false },
        { name: 'old' },
        { name: 'ada-only', members: ['Ada'] },
      ],
    },
    { name: 'Poor', people: ['Eve'], channels: [{ name: 'general' }], scopes: ['commands'] },
  ],
  deadlines: { ackMs: 50 },
});

beforeAll(async () => {
  await slack.start();
  slack.archive('#old');
});
afterAll(() => slack.stop());

const channel = (name: string, workspace = 0) =>
  slack.world.conversations(slack.world.workspaces()[workspace]?.id ?? '').find((one) => one.name === name)?.id ?? '';
const ada = () => slack.as('Ada').person.id;
const posted = (text = 'a') => {
  const by = slack.app.installIn(slack.world.workspaces()[0]?.id ?? '')?.user.id ?? '';
  return slack.world.post({ channel: channel('general'), by, text }).ts;
};
const theirs = () => slack.world.post({ channel: channel('general'), by: ada(), text: 'hers' }).ts;
const modal = (fields: Record<string, unknown> = {}) => ({
  type: 'modal',
  title: { type: 'plain_text', text: 'A' },
  blocks: [{ type: 'divider' }],
  ...fields,
});

describe('the Web API refuses', () => {
  it.each<[string, string, () => Record<string, unknown>, string]>([
    ['an unknown method', 'chat.shout', () => ({}), 'unknown_method'],
    ['a missing argument', 'chat.postMessage', () => ({ text: 'a' }), 'invalid_arguments'],
    ['an unknown channel', 'chat.postMessage', () => ({ channel: 'C404', text: 'a' }), 'channel_not_found'],
    [
      'a private channel without the app',
      'chat.postMessage',
      () => ({ channel: channel('secret'), text: 'a' }),
      'channel_not_found',
    ],
    [
      'a channel without the app',
      'chat.postMessage',
      () => ({ channel: channel('elsewhere'), text: 'a' }),
      'not_in_channel',
    ],
    ['an archived channel', 'chat.postMessage', () => ({ channel: channel('old'), text: 'a' }), 'is_archived'],
    ['an empty message', 'chat.postMessage', () => ({ channel: channel('general') }), 'no_text'],
    [
      'an unknown thread',
      'chat.postMessage',
      () => ({ channel: channel('general'), text: 'a', thread_ts: '1.2' }),
      'thread_not_found',
    ],
    [
      'two kinds of text',
      'chat.postMessage',
      () => ({ channel: channel('general'), text: 'a', markdown_text: 'b' }),
      'markdown_text_conflict',
    ],
    [
      'long Markdown',
      'chat.postMessage',
      () => ({ channel: channel('general'), markdown_text: 'x'.repeat(12_001) }),
      'msg_too_long',
    ],
    [
      'metadata of another form',
      'chat.postMessage',
      () => ({ channel: channel('general'), text: 'a', metadata: { op: 1 } }),
      'invalid_metadata_format',
    ],
    [
      'metadata that is too large',
      'chat.postMessage',
      () => ({
        channel: channel('general'),
        text: 'a',
        metadata: { event_type: 'op', event_payload: { x: 'x'.repeat(8_000) } },
      }),
      'metadata_too_large',
    ],
    [
      'an update of nothing',
      'chat.update',
      () => ({ channel: channel('general'), ts: '1.2', text: 'a' }),
      'message_not_found',
    ],
    [
      "an update of a person's message",
      'chat.update',
      () => ({ channel: channel('general'), ts: theirs(), text: 'a' }),
      'cant_update_message',
    ],
    [
      "deleting a person's message",
      'chat.delete',
      () => ({ channel: channel('general'), ts: theirs() }),
      'cant_delete_message',
    ],
    [
      'an ephemeral message to somebody outside',
      'chat.postEphemeral',
      () => ({ channel: channel('ada-only'), user: slack.as('Grace').person.id, text: 'a' }),
      'user_not_in_channel',
    ],
    [
      'a link to nothing',
      'chat.getPermalink',
      () => ({ channel: channel('general'), message_ts: '1.2' }),
      'message_not_found',
    ],
    [
      'the thread of nothing',
      'conversations.replies',
      () => ({ channel: channel('general'), ts: '1.2' }),
      'thread_not_found',
    ],
    [
      'reading a channel without the app',
      'conversations.history',
      () => ({ channel: channel('elsewhere') }),
      'not_in_channel',
    ],
    [
      'a cursor from nowhere',
      'conversations.history',
      () => ({ channel: channel('general'), cursor: 'abc' }),
      'invalid_cursor',
    ],
    ['an unknown person', 'users.info', () => ({ user: 'U404' }), 'user_not_found'],
    ['an unknown bot', 'bots.info', () => ({ bot: 'B404' }), 'bot_not_found'],
    [
      'a reaction to nothing',
      'reactions.add',
      () => ({ channel: channel('general'), timestamp: '1.2', name: 'eyes' }),
      'message_not_found',
    ],
    [
      'a reaction that is not there',
      'reactions.remove',
      () => ({ channel: channel('general'), timestamp: posted(), name: 'eyes' }),
      'no_reaction',
    ],
    ['joining without the scope', 'conversations.join', () => ({ channel: channel('elsewhere') }), 'missing_scope'],
    ['an invented trigger', 'views.open', () => ({ trigger_id: '1.2.3', view: modal() }), 'invalid_trigger_id'],
    ['an update of no view', 'views.update', () => ({ view_id: 'V404', view: modal() }), 'not_found'],
    [
      'a Home for nobody',
      'views.publish',
      () => ({ user_id: 'U404', view: { type: 'home', blocks: [{ type: 'divider' }] } }),
      'user_not_found',
    ],
    [
      'five prompts',
      'assistant.threads.setSuggestedPrompts',
      () => ({
        channel_id: channel('general'),
        prompts: Array.from({ length: 5 }, () => ({ title: 'a', message: 'b' })),
      }),
      'invalid_arguments',
    ],
    [
      'an unknown status',
      'agents.sessions.setStatus',
      () => ({ channel_id: channel('general'), status: 'bored' }),
      'invalid_arguments',
    ],
    [
      'a file that was never uploaded',
      'files.completeUploadExternal',
      () => ({ files: [{ id: 'F404' }] }),
      'file_not_found',
    ],
    [
      'a stream to nobody',
      'chat.startStream',
      () => ({ channel: channel('general'), thread_ts: posted() }),
      'missing_recipient_user_id',
    ],
    [
      'more of a message that does not stream',
      'chat.appendStream',
      () => ({ channel: channel('general'), ts: posted(), markdown_text: 'a' }),
      'message_not_in_streaming_state',
    ],
  ])('%s', async (_what, method, args, error) => {
    expect(await call(method, args())).toMatchObject({ ok: false, error });
  });

  it('a second reaction of the same kind', async () => {
    const args = { channel: channel('general'), timestamp: posted(), name: 'eyes' };
    expect(await call('reactions.add', args)).toMatchObject({ ok: true });
    expect(await call('reactions.add', args)).toMatchObject({ error: 'already_reacted' });
  });

  it('what a scope is missing for, and says which', async () => {
    const args = { channel: channel('general', 1), text: 'a' };
    expect(await call('chat.postMessage', args, slack.botToken('Poor'))).toMatchObject({
      error: 'missing_scope',
      needed: 'chat:write',
      provided: 'commands',
    });
    expect(await call('conversations.history', args, slack.botToken('Poor'))).toMatchObject({
      needed: 'channels:history',
    });
  });

  it("another workspace's channel", async () => {
    const args = { channel: channel('general', 1), text: 'a' };
    expect(await call('chat.postMessage', args)).toMatchObject({ error: 'channel_not_found' });
  });

  it('tokens that are unknown, of the wrong kind, or missing', async () => {
    expect(await call('auth.test', {}, 'xoxb-unknown')).toMatchObject({ error: 'invalid_auth' });
    expect(await call('auth.test', {}, slack.app.appToken)).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await call('auth.test', {}, '')).toMatchObject({ error: 'not_authed' });
    expect(await call('apps.connections.open', {})).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await call('apps.connections.open', {}, 'xapp-unknown')).toMatchObject({ error: 'invalid_auth' });
  });

  it('calls that come too often, when it is told to count', async () => {
    const strict = createSlackServer({ rateLimits: 'tiers', now: () => clockMs });
    await strict.start();
    const web = new webApi.WebClient(strict.botToken(), {
      slackApiUrl: strict.apiUrl(),
      rejectRateLimitedCalls: true,
      logger: quietLogger([]),
    });
    const ask = () => web.conversations.list();
    for (let index = 0; index < 20; index += 1) await ask();
    await expect(ask()).rejects.toMatchObject({ retryAfter: 60 });
    clockMs += 60_000;
    await expect(ask()).resolves.toMatchObject({ ok: true });
    await strict.stop();
  });
});

describe('what is handed out for a while', () => {
  /** The body of a command, as the app would get it. */
  async function command(): Promise<{ readonly trigger: string; readonly responseUrl: string }> {
    slack.sendTo(`${slack.origin()}/nowhere`);
    await slack.as('Ada').command('#general', '/versus x', { patienceMs: 0 });
    const entry = slack.log.entries().findLast(({ name }) => name === '/versus');
    const body = new URLSearchParams(String(entry?.body));
    return { trigger: body.get('trigger_id') ?? '', responseUrl: body.get('response_url') ?? '' };
  }

  it('a trigger opens one modal, once, within three seconds', async () => {
    const { trigger } = await command();
    expect(await call('views.open', { trigger_id: trigger, view: modal() })).toMatchObject({ ok: true });
    expect(await call('views.open', { trigger_id: trigger, view: modal() })).toMatchObject({
      error: 'exchanged_trigger_id',
    });
    const late = await command();
    clockMs += 3_001;
    expect(await call('views.open', { trigger_id: late.trigger, view: modal() })).toMatchObject({
      error: 'expired_trigger_id',
    });
  });

  it('an update of a view must know its latest hash', async () => {
    const { trigger } = await command();
    const opened = await call('views.open', { trigger_id: trigger, view: modal({ external_id: 'one' }) });
    expect(opened).toMatchObject({ ok: true, view: { external_id: 'one' } });
    const update = (hash: string) => call('views.update', { external_id: 'one', hash, view: modal() });
    expect(await update('0.0')).toMatchObject({ error: 'hash_conflict' });
    const [view] = slack.world
      .changesSince(0)
      .flatMap((change) => (change.kind === 'view-opened' ? [change.view] : []))
      .slice(-1);
    expect(await update(view?.hash ?? '')).toMatchObject({ ok: true });
  });

  it('a response_url works five times', async () => {
    const { responseUrl } = await command();
    for (let use = 0; use < 5; use += 1) expect((await respond(responseUrl, { text: 'a' })).status).toBe(200);
    expect(await respond(responseUrl, { text: 'a' })).toEqual({ status: 404, error: 'used_url' });
  });

  it('a response_url works for half an hour, and refuses blocks that are not legal', async () => {
    const { responseUrl } = await command();
    expect(await respond(responseUrl, { blocks: [{ type: 'marquee' }] })).toEqual({
      status: 400,
      error: 'invalid_blocks',
    });
    clockMs += 30 * 60_000 + 1;
    expect(await respond(responseUrl, { text: 'a' })).toEqual({ status: 404, error: 'expired_url' });
  });
});

describe('a manifest', () => {
  it('is refused when an event lacks its scope', () => {
    const manifest = {
      ...FULL_MANIFEST,
      oauth_config: { scopes: { bot: ['chat:write', 'commands', 'assistant:write'] } },
    };
    expect(() => createSlackServer({ manifest })).toThrow('event app_mention needs the scope app_mentions:read');
  });

  it('is refused when a part is too long', () => {
    const manifest = { ...FULL_MANIFEST, display_information: { name: 'x'.repeat(36) } };
    expect(() => createSlackServer({ manifest })).toThrow();
  });
});

async function respond(url: string, body: Record<string, Json>): Promise<{ status: number; error?: string }> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  const text = await response.text();
  return text === 'ok'
    ? { status: response.status }
    : { status: response.status, error: String(JSON.parse(text).error) };
}

/** What the real client got: the answer, or the answer inside its error. */
async function call(method: string, args: Record<string, unknown>, token = slack.botToken()): Promise<unknown> {
  const client = new webApi.WebClient(token, { slackApiUrl: slack.apiUrl(), logger: quietLogger([]) });
  try {
    return await client.apiCall(method, args);
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError) return error.data;
    throw error;
  }
}
