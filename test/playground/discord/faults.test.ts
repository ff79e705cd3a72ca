import { RateLimitError, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { REFUSAL } from '../../../src/playground/discord/refusals.ts';
import { refusalOf, startClient, startRest, startServer } from './local.ts';

async function setUp() {
  const server = await startServer();
  const general = server.person('ann').channel('general');
  const path = Routes.channelMessages(general.id);
  return { server, general, path, texts: () => general.messages().map(({ text }) => text) };
}

describe('requests that go wrong on purpose', () => {
  it('are repeated by the client after a 429, when it says so', async () => {
    const { server, path, texts } = await setUp();
    server.faults.onRequest({ method: 'POST', path: /messages$/, fault: { kind: 'rateLimit', retryAfterMs: 20 } });
    await startRest(server).post(path, { body: { content: 'once' } });
    expect(texts()).toEqual(['once']);
    expect(server.traffic.countRequests('POST', /messages$/)).toBe(2);
  });

  it('are stored once, though answered with 500, when the nonce is enforced', async () => {
    const { server, general, texts } = await setUp();
    const client = await startClient(server, { rest: { retries: 2 } });
    server.faults.onRequest({ path: /messages$/, fault: { kind: 'doneButAnswered', status: 500 } });
    const channel = await client.channels.fetch(general.id);
    if (channel?.isSendable()) await channel.send('once');
    expect(texts()).toEqual(['once']);
    expect(server.traffic.countRequests('POST', /messages$/)).toBe(2);
  });

  it('are given up by a client whose patience is shorter than the hanging', async () => {
    const { server, path, texts } = await setUp();
    server.faults.onRequest({ path: /messages$/, fault: { kind: 'hang', isDone: true } });
    const rest = startRest(server);
    rest.options.timeout = 50;
    await expect(rest.post(path, { body: { content: 'stored' } })).rejects.toThrow(/abort/i);
    expect(texts()).toEqual(['stored']);
  });

  it('are refused with what the test says, after as many as it says', async () => {
    const { server, path, texts } = await setUp();
    const rest = startRest(server);
    server.faults.onRequest({
      path: /messages$/,
      after: 1,
      fault: { kind: 'refuse', with: REFUSAL.missingPermissions },
    });
    await rest.post(path, { body: { content: 'one' } });
    expect(await refusalOf(rest.post(path, { body: { content: 'two' } }))).toMatchObject({ status: 403, code: 50013 });
    await rest.post(path, { body: { content: 'three' } });
    expect(texts()).toEqual(['one', 'three']);
  });

  it('lose the token of the client after a 401, as the real ones do', async () => {
    const { server, path } = await setUp();
    const rest = startRest(server);
    server.faults.onRequest({ path: /messages$/, fault: { kind: 'refuse', with: REFUSAL.unauthorized } });
    expect(await refusalOf(rest.post(path, { body: { content: 'x' } }))).toMatchObject({ status: 401 });
    await expect(rest.get(Routes.user())).rejects.toThrow('Expected token to be set');
  });

  it('meet a cut connection, a delay, and nothing once the faults are cleared', async () => {
    const { server, path, texts } = await setUp();
    const rest = startRest(server);
    server.faults.onRequest({ path: /messages$/, fault: { kind: 'reset' } });
    await expect(rest.post(path, { body: { content: 'lost' } })).rejects.toThrow();
    server.faults.onRequest({ path: /messages$/, fault: { kind: 'delay', ms: 5 } });
    await rest.post(path, { body: { content: 'slow' } });
    server.faults.onRequest({ path: /messages$/, times: 9, fault: { kind: 'reset' } });
    server.faults.clear();
    await rest.post(path, { body: { content: 'fine' } });
    expect(texts()).toEqual(['slow', 'fine']);
  });

  it('must be JSON or a form', async () => {
    const { server, path } = await setUp();
    const post = async (body: string, type: string) => {
      const response = await fetch(`${server.apiUrl()}/v10${path}`, {
        method: 'POST',
        headers: { authorization: `Bot ${server.token}`, 'content-type': type },
        body,
      });
      return [response.status, await response.json()];
    };
    expect(await post('{', 'application/json')).toMatchObject([400, { code: 50109 }]);
    expect(await post('x', 'text/plain')).toMatchObject([400, { code: 50035 }]);
    expect(await post('x', 'multipart/form-data; boundary=b')).toMatchObject([400, {}]);
  });
});

describe('rate limits', () => {
  it('say with every answer how many requests are left, and refuse the one too many', async () => {
    const server = await startServer({ rateLimits: { messages: { limit: 2, windowMs: 300 } } });
    const rest = startRest(server);
    rest.options.rejectOnRateLimit = () => true;
    const path = Routes.channelMessages(server.person('ann').channel('general').id);
    const url = `${server.apiUrl()}/v10${path}`;
    const headers = { authorization: `Bot ${server.token}`, 'content-type': 'application/json' };
    const post = () => fetch(url, { method: 'POST', headers, body: '{"content":"x"}' });
    const first = await post();
    expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
    expect(first.headers.get('x-ratelimit-bucket')).toMatch(/^\w{32}$/);
    await post();
    const third = await post();
    expect(third.status).toBe(429);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(third.headers.get('x-ratelimit-scope')).toBe('user');
    expect(await third.json()).toMatchObject({ global: false, message: 'You are being rate limited.' });
    await expect(rest.post(path, { body: { content: 'x' } })).rejects.toBeInstanceOf(RateLimitError);
  });

  it('are kept by the client itself, in order', async () => {
    const server = await startServer({ rateLimits: { messages: { limit: 2, windowMs: 100 } } });
    const rest = startRest(server);
    const path = Routes.channelMessages(server.person('ann').channel('general').id);
    const texts = ['1', '2', '3', '4', '5'];
    await Promise.all(texts.map((content) => rest.post(path, { body: { content } })));
    expect(
      server
        .person('ann')
        .channel('general')
        .messages()
        .map(({ text }) => text),
    ).toEqual(texts);
  });

  it('are global over all routes but those of interactions', async () => {
    const server = await startServer({ rateLimits: { global: { limit: 1, windowMs: 60_000 } } });
    const get = (path: string) =>
      fetch(`${server.apiUrl()}/v10${path}`, { headers: { authorization: `Bot ${server.token}` } });
    expect((await get('/users/@me')).status).toBe(200);
    const second = await get('/gateway/bot');
    expect([second.status, second.headers.get('x-ratelimit-global')]).toEqual([429, 'true']);
    const hook = await get(`/webhooks/${server.applicationId}/none/messages/@original`);
    expect([hook.status, await hook.json()]).toMatchObject([401, { code: 50027 }]);
  });
});
