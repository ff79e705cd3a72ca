import { describe, expect, it } from 'vitest';
import { type Bot, createBot, type Handled } from '../src/bot.ts';
import { buttonId, buttonsOf, plainCard } from '../src/core/card.ts';
import type { Content } from '../src/core/delivery.ts';
import type { Reply } from '../src/core/respond.ts';
import { SENTENCES } from '../src/core/wording.ts';
import { openStore } from '../src/store/open-store.ts';
import type { Store } from '../src/store/store.ts';
import { directly, knowledge, library, NOW } from './knowledge.ts';

describe('the bot', () => {
  it('keeps what a delivery changed before it replies', async () => {
    const { bot, store } = await start();
    const reply = await say(bot, 'verdict: live chat, python team');
    expect((await store.threads.load('test:w:c:one')).state).toEqual({
      ...reply.state,
      answered: { person: 'ana', at: NOW.getTime() },
    });
    expect(reply.state.verdicts.briefs).toHaveLength(1);
  });

  it('understands what leans on what was said before in the same thread, and only there', async () => {
    const { bot } = await start();
    await say(bot, 'what are the pros of django', 'one');
    expect(entryOf(await say(bot, 'and for node?', 'one'))).toBe('nodejs-pros');
    expect(entryOf(await say(bot, 'and for node?', 'two'))).not.toBe('nodejs-pros');
  });

  it('answers a press of a button of any earlier card, also when another bot on the same store takes it', async () => {
    const { bot, store } = await start();
    const verdict = await say(bot, 'verdict: live chat, python team');
    await say(bot, 'what is django');
    const later = createBot({ library: () => library, store, now: () => NOW, observe: () => {} });
    const why = await press(later, verdict, 'Why?');
    expect(why.intent.type).toBe('why');
    expect(plainCard(why.card)).toContain('"live chat"');
  });

  it('notes feedback with the moment it came', async () => {
    const { bot, store } = await start();
    const answer = await say(bot, 'what are the pros of django');
    await press(bot, answer, '👍');
    await press(bot, answer, '👎');
    const note = {
      kind: 'feedback',
      pack: knowledge.pack.id,
      entry: 'django-pros',
      version: knowledge.version,
      said: 'what are the pros of django',
      thread: 'test:w:c:one',
      at: NOW.getTime(),
    };
    expect(await store.notes.since(NOW.getTime())).toEqual([
      { ...note, value: 'liked' },
      { ...note, value: 'disliked' },
    ]);
    expect(await store.notes.since(NOW.getTime() + 1)).toEqual([]);
  });

  it('keeps a challenge with the claims of the answer, and tells its observer no word of it', async () => {
    const { bot, store, handled } = await start();
    const { trace } = await say(bot, 'what are the pros of django');
    await say(bot, 'challenge: Zebedee says no, see https://example.com/zebedee.');
    expect(await store.notes.since(0)).toEqual([
      {
        kind: 'challenge',
        pack: knowledge.pack.id,
        entry: 'django-pros',
        claims: knowledge.pack.entries.get('django-pros')?.claims,
        version: trace.version,
        text: 'Zebedee says no, see https://example.com/zebedee.',
        link: 'https://example.com/zebedee',
        thread: 'test:w:c:one',
        at: NOW.getTime(),
      },
    ]);
    expect(handled.at(-1)).toMatchObject({ intent: 'challenged', place: 'here' });
    expect(JSON.stringify(handled)).not.toMatch(/zebedee/i);
  });

  it('says that an answer may be outdated from the day after its review is due', async () => {
    const dues = entryClaims('django-pros').map((claim) => claim.reviewBy);
    const due = dues.sort()[0] ?? '';
    const dayAfter = new Date(Date.parse(due) + 24 * 60 * 60 * 1000);
    const onTheDay = await start(new Date(`${due}T23:59:59Z`));
    expect(plainCard((await say(onTheDay.bot, 'what are the pros of django')).card)).not.toContain('May be outdated');
    const after = await start(dayAfter);
    expect(plainCard((await say(after.bot, 'what are the pros of django')).card)).toContain('May be outdated');
  });

  it('handles the deliveries of one thread one at a time, in the order they came', async () => {
    const { bot, store, handled } = await start();
    const said = ['verdict: live chat', 'verdict: python team', 'verdict: geo maps'];
    const replies = await Promise.all(said.map((text) => say(bot, text)));
    expect(handled.map(({ key }) => key)).toEqual(['key 1', 'key 2', 'key 3']);
    expect(replies.map(({ state }) => state.verdicts.briefs.length)).toEqual([1, 2, 3]);
    expect((await store.threads.load('test:w:c:one')).state).toEqual(replies.at(-1)?.state);
  });

  it('lets no thread wait for another', async () => {
    const waiting = Promise.withResolvers<Awaited<ReturnType<Store['threads']['load']>>>();
    const store = await openStore({ file: ':memory:' });
    const slow: Store = {
      ...store,
      threads: {
        ...store.threads,
        load: (thread) => (thread === 'test:w:c:slow' ? waiting.promise : store.threads.load(thread)),
      },
    };
    const { bot, handled } = await start(NOW, slow);
    const held = say(bot, 'hello', 'slow');
    await say(bot, 'hello', 'other');
    expect(handled.map(({ thread }) => thread)).toEqual(['test:w:c:other']);
    waiting.resolve({ state: undefined, revision: 0 });
    await held;
    expect(handled.map(({ thread }) => thread)).toEqual(['test:w:c:other', 'test:w:c:slow']);
  });

  it('goes on with a thread after a delivery in it failed', async () => {
    const store = await openStore({ file: ':memory:' });
    let isFull = true;
    const full: Store = {
      ...store,
      commits: {
        ...store.commits,
        keep: async (kept) => {
          if (isFull) throw new Error('no more room');
          return store.commits.keep(kept);
        },
      },
    };
    const { bot } = await start(NOW, full);
    const failed = say(bot, 'what is django');
    const next = say(bot, 'what is node').catch(() => 'failed too');
    await expect(failed).rejects.toThrow('no more room');
    expect(await next).toBe('failed too');
    isFull = false;
    expect(entryOf(await say(bot, 'what is node'))).toBe('what-is-nodejs');
  });

  it('tells its observer of everything it handled, how sure it was where it matched words, and how long it took', async () => {
    const { bot, handled } = await start();
    const first = await say(bot, 'what are the pros of django');
    await press(bot, first, 'Sources');
    expect(handled).toEqual([
      {
        key: 'key 1',
        thread: 'test:w:c:one',
        intent: 'answer',
        place: 'here',
        confidence: first.trace.decision?.confidence,
        durationMs: expect.any(Number),
      },
      {
        key: 'key 2',
        thread: 'test:w:c:one',
        intent: 'sources',
        place: 'here',
        confidence: undefined,
        durationMs: expect.any(Number),
      },
    ]);
    expect(handled[0]?.confidence).toBeGreaterThan(0.5);
    for (const { durationMs } of handled) expect(durationMs).toBeGreaterThan(0);
  });

  it('tells its observer nothing that anybody said', async () => {
    const { bot, handled } = await start();
    await say(bot, 'verdict: live chat for Zebedee');
    await say(bot, 'does django suit Zebedee');
    expect(handled).toHaveLength(2);
    expect(JSON.stringify(handled)).not.toMatch(/zebedee|chat|suit|ana/i);
  });

  it('commits what a delivery changed as it is told, together with what it says, and again when it was changed meanwhile', async () => {
    const store = await openStore({ file: ':memory:' });
    const bot = createBot({ library: () => library, store, now: () => NOW, observe: () => {} });
    const said: Content = { type: 'utterance', text: 'what is django' };
    const left: unknown[] = [];
    const turn = await bot.handle(directly(said, 'test:w:c:one', 'key'), async ({ place }, { states, notes }) => {
      left.push({ place, threads: states.map(({ thread, after }) => [thread, after]), notes });
      return left.length === 1 ? 'changed' : 'kept';
    });
    expect(turn?.intent.type).toBe('answer');
    expect(left).toEqual(Array(2).fill({ place: 'here', threads: [['test:w:c:one', 0]], notes: [] }));
    const taken = await bot.handle(directly(said, 'test:w:c:one', 'key'), async () => 'seen');
    expect(taken).toBeUndefined();
    await store.health.close();
  });

  it('answers without the store from what it knows, says so, and keeps within its limits', async () => {
    const store = await openStore({ file: ':memory:' });
    const limits = { perThread: 2, perPerson: 9, windowMs: 60_000 };
    const bot = createBot({ library: () => library, store, now: () => NOW, observe: () => {}, limits });
    const ask = (text: string) => directly({ type: 'utterance', text }, 'test:w:c:one', text);
    await bot.handle(ask('what are the pros of django'));
    await store.health.close();
    const answer = bot.handleFromMemory(ask('and for node?'));
    expect(entryOf(answer)).toBe('nodejs-pros');
    expect(plainCard(answer.card)).toContain(SENTENCES.notRemembered);
    expect(answer.changes).toEqual({});
    expect(bot.handleFromMemory(ask('what is node')).place).toBe('nowhere');
  });

  it('tells words that it will be silent to from others', async () => {
    const { bot } = await start();
    const overheard = (text: string) => ({
      ...directly({ type: 'utterance', text }, 'test:w:c:one', text),
      arrival: { type: 'overheard', mentionsOthers: false } as const,
    });
    expect(await bot.isSilentTo(overheard('cons of node'))).toBe(true);
    await say(bot, 'what is django');
    expect(await bot.isSilentTo(overheard('cons of node'))).toBe(false);
    expect(await bot.isSilentTo(overheard('lunch?'))).toBe(true);
  });

  it('fails when the store hangs, so that whoever waits can be told', async () => {
    const store = await openStore({ file: ':memory:' });
    const hanging = { ...store, threads: { load: () => new Promise<never>(() => {}) } };
    const bot = createBot({
      library: () => library,
      store: hanging,
      now: () => NOW,
      observe: () => {},
      handleLimitMs: 20,
    });
    const said: Content = { type: 'utterance', text: 'what is django' };
    await expect(bot.handle(directly(said, 'test:w:c:one', 'key'))).rejects.toThrow('in time');
    await store.health.close();
  });

  it('fails when the store does, and tells its observer of no reply', async () => {
    const { bot, store, handled } = await start();
    await say(bot, 'what is django');
    await store.health.close();
    await expect(say(bot, 'what is node')).rejects.toThrow();
    expect(handled).toHaveLength(1);
  });
});

async function start(
  now = NOW,
  given?: Store,
): Promise<{ readonly bot: Bot; readonly store: Store; readonly handled: Handled[] }> {
  const handled: Handled[] = [];
  const store = given ?? (await openStore({ file: ':memory:' }));
  const bot = createBot({ library: () => library, store, now: () => now, observe: (one) => handled.push(one) });
  let count = 0;
  return {
    bot: {
      ...bot,
      handle: (delivery) => {
        count += 1;
        return bot.handle({ ...delivery, key: `key ${count}` });
      },
    },
    store,
    handled,
  };
}

function say(bot: Bot, text: string, thread = 'one'): Promise<Reply> {
  return deliver(bot, { type: 'utterance', text }, thread);
}

function press(bot: Bot, { card }: Reply, label: string): Promise<Reply> {
  const button = buttonsOf(card).find((one) => one.label === label);
  if (!button) throw new Error(`no button "${label}"`);
  return deliver(bot, { type: 'press', id: buttonId(button) }, 'one');
}

async function deliver(bot: Bot, content: Content, thread: string): Promise<Reply> {
  const turn = await bot.handle(directly(content, `test:w:c:${thread}`, 'key'));
  if (!turn) throw new Error('another process has taken it');
  return turn;
}

function entryOf({ intent }: Reply): string | undefined {
  return 'entry' in intent ? intent.entry.id : undefined;
}

function entryClaims(entry: string) {
  return (knowledge.pack.entries.get(entry)?.claims ?? []).flatMap((id) => knowledge.pack.claims.get(id) ?? []);
}
