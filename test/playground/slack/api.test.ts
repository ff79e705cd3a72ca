import { webApi } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSlackServer } from '../../../src/playground/slack/slack-server.ts';
import { quietLogger } from './bolt-app.ts';

const slack = createSlackServer({ deadlines: { ackMs: 20, hangMs: 300, retryMs: [] } });
let client: webApi.WebClient;
let channel = '';

beforeAll(async () => {
  await slack.start();
  client = connectClient();
  channel = slack.world.conversations(slack.as('Ada').person.workspace)[0]?.id ?? '';
});
afterAll(() => slack.stop());

function connectClient(options: webApi.WebClientOptions = {}) {
  return new webApi.WebClient(slack.botToken(), {
    slackApiUrl: slack.apiUrl(),
    logger: quietLogger([]),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...options,
  });
}

const countOf = (text: string) => slack.world.messages(channel).filter((message) => message.text === text).length;

describe('the Web API', () => {
  it('gives a thread in pages, and metadata when asked', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'root' });
    for (const text of ['1', '2', '3']) {
      const metadata = { event_type: 'op', event_payload: { id: text } };
      await client.chat.postMessage({ channel, text, thread_ts: ts, metadata });
    }
    const first = await client.conversations.replies({ channel, ts, limit: 2 });
    expect(first.messages?.map(({ text }) => text)).toEqual(['root', '1']);
    expect(first.messages?.[0]).toMatchObject({ reply_count: 3 });
    expect(first.messages?.[1]).not.toHaveProperty('metadata');
    const second = await client.conversations.replies({
      channel,
      ts,
      limit: 2,
      include_all_metadata: true,
      cursor: first.response_metadata?.next_cursor ?? '',
    });
    expect(second.messages?.map(({ metadata }) => metadata?.event_payload)).toEqual([{ id: '2' }, { id: '3' }]);
    expect(second.has_more).toBe(false);
  });

  it('keeps blocks that an update leaves out, and removes those that it sends empty', async () => {
    const blocks = [{ type: 'divider' }];
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'a', blocks });
    await client.chat.update({ channel, ts, text: 'b' });
    expect(slack.world.message(channel, ts)?.blocks).toHaveLength(1);
    await client.chat.update({ channel, ts, text: 'c', blocks: [] });
    expect(slack.world.message(channel, ts)?.blocks).toEqual([]);
  });

  it('streams a message, and shows it grow', async () => {
    const { ts: root = '' } = await client.chat.postMessage({ channel, text: 'root' });
    const person = slack.as('Ada').person;
    const stream = client.chatStream({
      channel,
      thread_ts: root,
      recipient_user_id: person.id,
      recipient_team_id: person.workspace,
    });
    await stream.append({ markdown_text: 'x'.repeat(300) });
    const growing = slack.as('Ada').readThread({ channel, ts: root }).at(-1);
    expect(growing?.isStreaming).toBe(true);
    await stream.append({ markdown_text: 'end' });
    await stream.stop();
    const [, done] = slack.as('Ada').readThread({ channel, ts: root });
    expect(done).toMatchObject({ isStreaming: false, shown: `${'x'.repeat(300)}end` });
  });

  it('answers who is who and where', async () => {
    const ada = slack.as('Ada').person;
    const auth = await client.auth.test();
    expect(await client.users.info({ user: ada.id })).toMatchObject({ user: { real_name: 'Ada', is_bot: false } });
    expect(await client.bots.info({ bot: auth.bot_id ?? '' })).toMatchObject({ bot: { user_id: auth.user_id } });
    expect(await client.conversations.info({ channel })).toMatchObject({
      channel: { name: 'general', is_member: true },
    });
    expect(await client.conversations.members({ channel })).toMatchObject({
      members: [ada.id, expect.any(String), auth.user_id],
    });
    const direct = await client.conversations.open({ users: ada.id });
    expect(await client.chat.postMessage({ channel: ada.id, text: 'hi' })).toMatchObject({
      channel: direct.channel?.id,
    });
  });

  it('takes a reaction, and a person sees it', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'seen' });
    await client.reactions.add({ channel, timestamp: ts, name: 'eyes' });
    expect(slack.as('Ada').readThread({ channel, ts })[0]?.reactions).toEqual(['eyes']);
  });

  it('shows no prompts when an agent app names a thread', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'root' });
    const before = slack.world.now();
    const prompts: [{ title: string; message: string }] = [{ title: 'a', message: 'b' }];
    await client.assistant.threads.setSuggestedPrompts({ channel_id: channel, thread_ts: ts, prompts });
    expect(slack.world.changesSince(before)).toEqual([]);
  });
});

describe('a call goes wrong', () => {
  const post = (text: string, web = client) => web.chat.postMessage({ channel, text });

  it('with 429 and the seconds to wait', async () => {
    slack.faults.api('chat.postMessage', { kind: 'rate-limited', retryAfterSeconds: 7 });
    await expect(post('limited')).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 7 });
    await expect(post('limited')).resolves.toMatchObject({ ok: true });
    expect(countOf('limited')).toBe(1);
  });

  it('with 429 and no word on how long', async () => {
    slack.faults.api('chat.postMessage', { kind: 'rate-limited' });
    await expect(post('silent')).rejects.toThrow('Retry header did not contain a valid timeout');
  });

  it('only in one channel', async () => {
    const other = slack.world.conversations(slack.as('Ada').person.workspace)[1]?.id ?? '';
    slack.faults.api('chat.postMessage', { kind: 'refused', error: 'fatal_error' }, { channel: other });
    await expect(post('elsewhere')).resolves.toMatchObject({ ok: true });
    await expect(client.chat.postMessage({ channel: other, text: 'a' })).rejects.toMatchObject({
      data: { error: 'fatal_error' },
    });
  });

  it('with 500 after the message was posted, so that a client that tries again posts twice', async () => {
    slack.faults.api('chat.postMessage', { kind: 'server-error', isStored: true });
    await expect(post('stored')).rejects.toThrow();
    await post('stored');
    expect(countOf('stored')).toBe(2);
    slack.faults.api('chat.postMessage', { kind: 'server-error', isStored: false });
    await expect(post('dropped')).rejects.toThrow();
    expect(countOf('dropped')).toBe(0);
  });

  it('with 401', async () => {
    slack.faults.api('chat.postMessage', { kind: 'unauthorized' });
    await expect(post('nobody')).rejects.toThrow('401');
  });

  it('without any answer, or with a broken connection', async () => {
    const impatient = connectClient({ timeout: 50 });
    slack.faults.api('chat.postMessage', { kind: 'hang', isStored: true });
    await expect(post('hung', impatient)).rejects.toThrow();
    expect(countOf('hung')).toBe(1);
    slack.faults.api('chat.postMessage', { kind: 'reset', isStored: false });
    await expect(post('reset')).rejects.toThrow();
    expect(countOf('reset')).toBe(0);
  });

  it('late', async () => {
    slack.faults.api('chat.postMessage', { kind: 'late', ms: 20 }, { times: 2 });
    await Promise.all([post('late'), post('late')]);
    expect(countOf('late')).toBe(2);
  });
});

describe('installing', () => {
  it('sends the person back with a code that gives a token once', async () => {
    const fresh = createSlackServer({ workspaces: [{ name: 'New', people: ['Ada'], isInstalled: false }] });
    await fresh.start();
    const query = new URLSearchParams({
      client_id: fresh.app.clientId,
      scope: 'chat:write,commands',
      state: 'abc',
      redirect_uri: 'http://127.0.0.1/back',
    });
    const page = await fetch(`${fresh.authorizeUrl()}?${query}`, { redirect: 'manual' });
    const back = new URL(page.headers.get('location') ?? '');
    expect(back.searchParams.get('state')).toBe('abc');
    const web = new webApi.WebClient(undefined, { slackApiUrl: fresh.apiUrl(), logger: quietLogger([]) });
    const exchange = (secret: string) =>
      web.oauth.v2.access({
        client_id: fresh.app.clientId,
        client_secret: secret,
        code: back.searchParams.get('code') ?? '',
      });
    await expect(exchange('wrong')).rejects.toMatchObject({ data: { error: 'bad_client_secret' } });
    const granted = await exchange(fresh.app.clientSecret);
    expect(granted).toMatchObject({ access_token: fresh.botToken(), scope: 'chat:write,commands' });
    await expect(exchange(fresh.app.clientSecret)).rejects.toMatchObject({ data: { error: 'invalid_code' } });
    await fresh.stop();
  });
});
