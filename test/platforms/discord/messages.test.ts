import { describe, expect, it, vi } from 'vitest';
import { PLATFORM_SENTENCES } from '../../../src/platforms/wording.ts';
import { startStage, threadOf } from './bot.ts';

const WEBSOCKETS = 'is django any good for websockets?';

describe('a message', () => {
  it('that is delivered twice is answered once, also after a resume', async () => {
    const { server, handled } = await startStage();
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    await asked.answer();
    expect(server.faults.redeliver('MESSAGE_CREATE')).toBe(true);
    await (await server.person('ann').direct().send('hello')).answer();
    expect(handled).toHaveLength(2);
  });

  it('that is edited is not answered again', async () => {
    const { server, handled } = await startStage();
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    await asked.answer();
    await asked.edit(`${WEBSOCKETS} really?`);
    await (await server.person('ann').direct().send('hello')).answer();
    expect(handled).toHaveLength(2);
  });

  it('that could not be answered gets an apology where the answer would have gone', async () => {
    const { server, logged, observed } = await startStage({
      change: () => ({ handle: async () => Promise.reject(new TypeError('secret words')) }),
      timing: { handleAgainMs: 1, giveUpAfterMs: 0 },
    });
    const ann = server.person('ann');
    const asked = await ann.channel('general').mention(WEBSOCKETS);
    expect(await asked.answer()).toMatchObject({ text: PLATFORM_SENTENCES.apology, replyTo: asked.id });
    expect(asked.now()?.thread()).toBeUndefined();
    const direct = await (await ann.direct().send(WEBSOCKETS)).answer();
    expect(direct.text).toBe(PLATFORM_SENTENCES.apology);
    await vi.waitFor(() => expect(observed.filter(({ type }) => type === 'posted')).toHaveLength(2));
    expect(JSON.stringify(logged)).not.toContain('secret');
  });

  it('whose answer Discord does not take gets an apology in its place', async () => {
    const { server, observed } = await startStage();
    const refusal = { refusedWith: 400, code: 50035, message: 'Invalid Form Body' };
    server.faults.onRequest({ path: /^\/channels\/\d+\/messages$/, fault: { kind: 'refuse', with: refusal } });
    const asked = await server.person('ann').direct().send(WEBSOCKETS);
    expect((await asked.answer()).text).toBe(PLATFORM_SENTENCES.apology);
    await vi.waitFor(() => expect(observed).toContainEqual(expect.objectContaining({ reason: 'discord 50035' })));
  });

  it('that was only overheard, and could not be answered, gets no apology', async () => {
    const { server, observed } = await startStage({
      intents: ['messageContent'],
      change: ({ handle }) => ({
        handle: (delivery, commit) =>
          delivery.arrival.type === 'overheard' ? Promise.reject(new Error('no')) : handle(delivery, commit),
      }),
      timing: { handleAgainMs: 1, giveUpAfterMs: 0 },
    });
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    await asked.answer();
    const thread = threadOf(asked);
    await thread.send('and for node?');
    await vi.waitFor(() => expect(observed.map(({ type }) => type)).toContain('handling given up'), 5000);
    await (await server.person('ann').direct().send('hello')).answer();
    expect(thread.messages().at(-1)?.text).toBe('and for node?');
  });

  it('is answered by a bot that holds requests back itself instead of being refused', async () => {
    const { server, logged } = await startStage({ rateLimits: { messages: { limit: 2, windowMs: 150 } } });
    const thread = await server.person('ann').channel('general').openThread('Ours');
    const sent = await Promise.all(['hello', 'help', 'topics', 'thanks'].map((text) => thread.mention(text)));
    await sent[0]?.answers(4);
    expect(logged.filter(({ level }) => level !== 'debug')).toEqual([]);
    expect(logged.every(({ message }) => message === 'waiting for a rate limit of discord')).toBe(true);
  });
});
