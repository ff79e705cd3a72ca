import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { connect, readApplication } from '../../../src/platforms/discord/connect.ts';
import { createRequests } from '../../../src/platforms/discord/requests.ts';
import { PLATFORM_SENTENCES } from '../../../src/platforms/wording.ts';
import type { DiscordServer } from '../../../src/playground/discord/discord.ts';
import { shownMessage } from '../../../src/playground/discord/driver.ts';
import { REFUSAL } from '../../../src/playground/discord/refusals.ts';
import { startServer } from '../../playground/discord/local.ts';
import { startStage, threadOf, waiting } from './bot.ts';

const WEBSOCKETS = 'is django any good for websockets?';
const ANSWER = 'Can Django do real time?';

describe('one connection that is reset', () => {
  it.each([
    ['the message', /\/messages$/],
    ['the thread', /\/threads$/],
  ])('loses no answer: %s', async (_, path) => {
    const { server, logged } = await startStage();
    server.faults.onRequest({ method: 'POST', path, fault: { kind: 'reset' } });
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    expect((await asked.answer()).text).toContain(ANSWER);
    expect(logged).toEqual([]);
  });

  it('loses no answer: the first word to a command', async () => {
    const { server, logged } = await startStage();
    server.faults.onRequest({ path: /\/callback/, fault: { kind: 'reset' } });
    const outcome = await server.person('ann').channel('general').command('versus ask', { question: WEBSOCKETS });
    expect(shownMessage(outcome).text).toContain(ANSWER);
    expect(logged).toEqual([]);
  });
});

describe('a body that never ends', () => {
  it('is given up at the time limit of its request', async () => {
    const page = createServer((_, response) => response.writeHead(200).write('{'));
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void page.close());
    const address = page.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    const { makeRequest } = createRequests(() => {});
    const made = makeRequest(`http://127.0.0.1:${port}/interactions/1/token/callback`, { method: 'POST' });
    await expect(made).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a start that Discord holds back', () => {
  it.each([/@me$/, /^\/gateway/])('is over at once, and says for how long (%s)', async (path) => {
    const server = await startServer();
    server.faults.onRequest({ path, times: 9, fault: { kind: 'rateLimit', retryAfterMs: 60_000 } });
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const options = { token: server.token, apiUrl: server.apiUrl() };
    await expect(connect(options, log, () => {})).rejects.toThrow(/holds the bot back \(429\) for 6\d s more/);
    expect(server.traffic.countRequests('GET', path)).toBe(1);
  });
});

describe('two presses of one card', () => {
  it('edit it one after the other, also where the earlier one is slow to arrive', async () => {
    const { server, logged } = await startStage();
    const answer = await (await server.person('ann').direct().send('verdict: which one?')).answer();
    const [first, second] = answer.buttons;
    if (!first || !second) throw new Error('The card has no two buttons.');
    server.faults.onRequest({ path: /\/callback/, fault: { kind: 'delay', ms: 400 } });
    await Promise.all([
      answer.press(first.label),
      new Promise((resolve) => setTimeout(resolve, 60)).then(() => answer.press(second.label)),
    ]);
    await vi.waitFor(() => expect(server.traffic.countRequests('PATCH', /original$/)).toBe(1));
    // The later edit leaves only once the earlier one is through, and is what stands there in the end.
    const entries = server.traffic.entries();
    const later = entries.findIndex((entry) => entry.kind === 'request' && entry.method === 'PATCH');
    const slow = entries.find((entry) => entry.kind === 'request' && /\/callback/.test(entry.path));
    const through = entries.findIndex((entry) => entry.kind === 'response' && entry.to === slow?.number);
    expect(through).toBeGreaterThan(0);
    expect(later).toBeGreaterThan(through);
    const edit = entries[later];
    await vi.waitFor(() =>
      expect(textsIn(answer.now()?.payload)).toEqual(textsIn(edit && 'body' in edit && edit.body)),
    );
    expect(answer.now()?.text).not.toBe(answer.text);
    expect(logged).toEqual([]);
  });
});

describe('an interaction that was long on its way', () => {
  it('is announced counted from when the person asked', async () => {
    const { server } = await startStage({
      times: { acknowledgeMs: 2100 },
      timing: { storeMs: 10_000 },
      change: waiting(() => new Promise((resolve) => setTimeout(resolve, 1600))),
    });
    server.faults.holdEvents();
    const outcome = server.person('ann').channel('general').command('versus ask', { question: WEBSOCKETS });
    setTimeout(() => server.faults.releaseEvents(), 900);
    expect(shownMessage(await outcome).text).toContain(ANSWER);
    expect(callbackTypes(server)).toEqual([DEFERRED]);
  });

  it.each([-2500, 2500])('also where the clocks differ, by %s ms, once anything was heard', async (aheadMs) => {
    let isSlow = false;
    const { server, logged } = await startStage({
      times: { acknowledgeMs: 2100 },
      now: () => Date.now() + aheadMs,
      timing: { storeMs: 10_000 },
      change: waiting(() => new Promise((resolve) => setTimeout(resolve, isSlow ? 1600 : 0))),
    });
    const general = server.person('ann').channel('general');
    await (await server.person('ann').direct().send('hello')).answer();
    const card = shownMessage(await general.command('versus ask', { question: WEBSOCKETS }));
    expect(card.text).toContain(ANSWER);
    // What is answered at once is not announced, or no form could ever open.
    expect(callbackTypes(server)).toEqual([ANSWERED]);
    isSlow = true;
    server.faults.holdEvents();
    const outcome = general.command('versus ask', { question: WEBSOCKETS });
    setTimeout(() => server.faults.releaseEvents(), 900);
    expect(shownMessage(await outcome).text).toContain(ANSWER);
    expect(callbackTypes(server)).toEqual([ANSWERED, DEFERRED]);
    expect(logged).toEqual([]);
  });
});

describe('what is said once', () => {
  it('is said next time where it did not arrive', async () => {
    const { server } = await startStage();
    const refusal = { kind: 'refuse', with: REFUSAL.missingPermissions } as const;
    server.faults.onRequest({ method: 'POST', path: /\/messages$/, fault: refusal });
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    expect((await asked.answer()).text).not.toContain(PLATFORM_SENTENCES.mentionsOnly);
    const again = await threadOf(asked).mention('cons of node');
    expect((await again.answer()).text).toContain(PLATFORM_SENTENCES.mentionsOnly);
  });
});

describe('the application of a token', () => {
  it('that is held back by a rate limit is an error at once', async () => {
    const server = await startServer();
    server.faults.onRequest({ path: /@me$/, fault: { kind: 'rateLimit', retryAfterMs: 60_000 } });
    await expect(readApplication({ token: server.token, apiUrl: server.apiUrl() })).rejects.toThrow('429');
  });
});

/** Types of the first answer to an interaction: the answer itself, and that one is coming. */
const [ANSWERED, DEFERRED] = [4, 5];
const callback = z.object({ kind: z.literal('request'), path: z.string(), body: z.object({ type: z.number() }) });

/** How the interactions were first answered, in order. */
function callbackTypes({ traffic }: DiscordServer): number[] {
  return traffic.entries().flatMap((entry) => {
    const { data } = callback.safeParse(entry);
    return data?.path.includes('/callback') ? [data.body.type] : [];
  });
}

/** All texts of a message's components, in order. */
function textsIn(payload: unknown): string[] {
  return [...JSON.stringify(payload ?? null).matchAll(/"content":("(?:[^"\\]|\\.)+")/g)].map(([, text = '']) => text);
}
