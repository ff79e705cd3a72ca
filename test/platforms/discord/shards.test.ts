import { describe, expect, it, vi } from 'vitest';
import type { Outgoing } from '../../../src/platforms/platform.ts';
import { realHost, startOn, startStage } from './bot.ts';

const WEBSOCKETS = 'is django any good for websockets?';
const ANSWER = 'Can Django do real time?';
/** Direct conversations are on the first shard; of eleven, the servers of the local Discord are on the fifth. */
const [DIRECTS, SERVERS, COUNT] = [0, 4, 11];

/** Waits as long as a second shard takes, which begins five seconds after the first. */
const SECOND_SHARD = { timeout: 20_000 };

describe('several shards', () => {
  it('in one process hear of every server, and of direct conversations', async () => {
    const { server, handled } = await startStage({ shards: { ids: [DIRECTS, SERVERS], count: COUNT } });
    expect(server.connectedSessions()).toBe(1);
    await vi.waitFor(() => expect(server.connectedSessions()).toBe(2), SECOND_SHARD);
    for (const place of [server.person('ann').channel('general'), server.person('ann').direct()])
      expect((await (await place.mention(WEBSOCKETS)).answer()).text).toContain(ANSWER);
    expect(handled).toHaveLength(2);
  });

  it('in a process each answer what is theirs, once', async () => {
    const first = await startStage({ shards: { ids: [DIRECTS], count: COUNT } });
    const { server } = first;
    const second = await realHost();
    await startOn(server, second.host, { shards: { ids: [SERVERS], count: COUNT } });
    for (const place of [server.person('ann').channel('general'), server.person('ann').direct()])
      expect((await (await place.mention(WEBSOCKETS)).answer()).text).toContain(ANSWER);
    expect([first.handled.length, second.handled.length]).toEqual([1, 1]);
  });

  it('are as many as Discord wants where that is said', async () => {
    const { server } = await startStage({ shards: 'auto' });
    expect(server.connectedSessions()).toBe(1);
    expect((await (await server.person('ann').direct().send(WEBSOCKETS)).answer()).text).toContain(ANSWER);
  });
});

describe('a process that posts for another one', () => {
  it('answers in servers that it does not hear of, once: under the question, and in a thread', async () => {
    const kept: Omit<Outgoing, 'attempt' | 'content'>[] = [];
    const { server } = await startStage({
      shards: { ids: [SERVERS], count: COUNT },
      changeHost: () => ({
        take: async ({ key, at }, { address }) => void kept.push({ operation: key, at, address }),
      }),
    });
    const { post } = await startOn(server, (await realHost()).host, { shards: { ids: [DIRECTS], count: COUNT } });
    const general = server.person('ann').channel('general');
    await general.mention(WEBSOCKETS);
    await (await general.openThread('Ours')).mention(WEBSOCKETS);
    await vi.waitFor(() => expect(kept).toHaveLength(2));
    const content = { type: 'answer', card: { elements: [{ type: 'note', text: 'tea '.repeat(3000) }] } } as const;
    for (const one of kept) {
      const first = await post({ ...one, content, attempt: 1 });
      expect(first.type).toBe('posted');
      expect(await post({ ...one, content, attempt: 2 })).toEqual(first);
    }
    const said = general.threads().map((thread) => thread.messages().filter(({ author }) => author === 'Versus'));
    expect(said.map(({ length }) => length)).toEqual([1, 1]);
    for (const { files } of said.flat()) expect(files).toHaveLength(1);
  });
});
