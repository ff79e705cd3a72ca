import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore, type Place } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { type Child, startNode } from '../child.ts';
import { describeOnEach, SHARED_KINDS } from './databases.ts';
import { ANSWERED, delivery, HELPED, lease, NOTHING, post } from './samples.ts';
import { itOnSmallDisk } from './small-disk.ts';

const WRITER = join(import.meta.dirname, 'writer.ts');
const KILLS = 4;

describeOnEach(SHARED_KINDS, 'a store that is', ({ open, place, name }) => {
  it('opened by three processes that make the database at the same moment works for all of them', async () => {
    const there = await place();
    const children = ['a', 'b', 'c'].map((holder) => startWriter(there, holder, 20));
    await Promise.all(children.map((child) => child.says('ready')));
    for (const child of children) child.process.stdin.end('go\n');
    const ended = await Promise.all(children.map((child) => child.ended));
    expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(children.map(() => [0, '']));
    const store = await open(there);
    for (const { stdout } of ended) expect(await lost(store, stdout)).toEqual([]);
    expect(acknowledged(ended.map(({ stdout }) => stdout).join(''))).toHaveLength(3 * 20 * 2);
  }, 60_000);

  it(`killed in the middle of writing, ${KILLS} times, loses nothing that it acknowledged`, async () => {
    const there = await place();
    let count = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const children = ['a', 'b'].map((holder) => startWriter(there, `${holder}${kill}`, 100_000));
      await Promise.all(children.map((child) => child.says('ready')));
      for (const child of children) child.process.stdin.write('go\n');
      await Promise.all(children.map((child) => child.says('kept ')));
      await sleep(50 + Math.random() * 200);
      for (const child of children) child.process.kill('SIGKILL');
      const ended = await Promise.all(children.map((child) => child.ended));
      const store = await openStore(there);
      for (const { stdout } of ended) {
        count += acknowledged(stdout).length;
        expect(await lost(store, stdout)).toEqual([]);
      }
      // What was accepted and not handled goes on with whoever comes next.
      const waiting = await store.deliveries.depth();
      const claimed = await store.deliveries.claim({ ...lease('next', Date.now() + 120_000), limit: 100_000 });
      expect(claimed.length).toBeGreaterThanOrEqual(Math.min(1, waiting.count));
      await drain(store, claimed);
      expect((await store.deliveries.depth()).count).toBe(0);
      await store.health.close();
    }
    expect(count).toBeGreaterThan(KILLS * 2);
  }, 120_000);

  if (name === 'PostgreSQL') return;

  it('locked by another program waits for it, and lets everything else go on meanwhile', async () => {
    const there = await place();
    const store = await open(there);
    const holding = new DatabaseSync('file' in there ? there.file : '');
    holding.exec('begin immediate');
    const accepted = store.deliveries.accept(delivery('1'), lease('a'));
    const ticks = await ticksUntil(sleep(300));
    expect(ticks).toBeGreaterThan(10);
    expect(await store.threads.load('one')).toEqual({ state: undefined, revision: 0 });
    holding.exec('commit');
    expect(await accepted).toBe('leased');
    holding.close();
  });

  it('locked for too long says so, and works again once it is free', async () => {
    const there = await place();
    const store = await open(there);
    const holding = new DatabaseSync('file' in there ? there.file : '');
    holding.exec('begin immediate');
    const [opened, accepted, other, once, checked] = await Promise.allSettled([
      openStore(there),
      store.deliveries.accept(delivery('1'), lease('a')),
      store.deliveries.accept(delivery('2', 'two'), lease('a')),
      store.settings.once('said', 1),
      store.health.check(),
    ]);
    const held = /^the database .*\.sqlite is held by another process, and was for 5 s; stop that process/;
    expect(opened).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('held by another') },
    });
    for (const one of [accepted, other, once]) {
      expect(one).toMatchObject({ status: 'rejected', reason: { message: expect.stringMatching(held) } });
    }
    expect(checked).toMatchObject({
      status: 'rejected',
      reason: { message: 'the database did not take a write within 2 s' },
    });
    holding.exec('commit');
    holding.close();
    expect(await store.deliveries.accept(delivery('1'), lease('a'))).toBe('leased');
    await store.health.check();
  }, 60_000);
});

describeOnEach(['PostgreSQL'], 'a store whose server', ({ open, server }) => {
  it('goes away fails, and works again when the server is back, without a new store', async () => {
    const store = await open();
    const states = [{ thread: 'one', state: ANSWERED, after: 0 }];
    await store.commits.keep({ ...NOTHING, states, ...lease('a'), key: 'before' });
    const writing = Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        store.deliveries.accept(delivery(`${index}`, `thread ${index}`), lease('a')),
      ),
    );
    await server().crash();
    await writing;
    await expect(store.deliveries.accept(delivery('while it is away'), lease('a'))).rejects.toThrow();
    await expect(store.threads.load('one')).rejects.toThrow();
    await expect(store.health.check()).rejects.toThrow();
    await server().start();
    await untilItWorks(() => store.health.check());
    expect(await store.threads.load('one')).toEqual({ state: ANSWERED, revision: 1 });
    expect(await store.deliveries.accept(delivery('after'), lease('a'))).toBe('leased');
  }, 60_000);

  it('restarts under load loses nothing that it acknowledged, and takes nothing twice', async () => {
    const store = await open();
    const accepted: string[] = [];
    let isOver = false;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let nth = 0; !isOver; nth++) {
        const key = `${writer}, ${nth}`;
        try {
          await store.deliveries.accept(delivery(key, key), lease('a'));
          accepted.push(key);
        } catch {
          await sleep(20);
        }
      }
    });
    for (let restart = 0; restart < 3; restart++) {
      await sleep(150);
      await server().restart();
      await untilItWorks(() => store.health.check());
    }
    isOver = true;
    await Promise.all(writers);
    const taken = await Promise.all(accepted.map((key) => store.deliveries.accept(delivery(key, key), lease('b'))));
    expect(new Set(taken)).toEqual(new Set(['seen']));
    expect(accepted.length).toBeGreaterThan(20);
  }, 60_000);
});

describe('a full disk', () => {
  const title = 'is an error that says so; nothing is half written, and it goes on once there is room';
  itOnSmallDisk(
    title,
    async (small) => {
      const store = await openStore({ file: join(small, 'versus.sqlite') });
      onTestFinished(() => store.health.close());
      writeFileSync(join(small, 'ballast'), Buffer.alloc(300_000));
      const kept: string[] = [];
      let failure: unknown;
      for (let nth = 0; failure === undefined && nth < 5000; nth++) {
        const key = `thread ${nth}`;
        try {
          await store.commits.keep({ ...leftIn(key), ...lease('a'), key });
          kept.push(key);
        } catch (error) {
          failure = error;
        }
      }
      expect(failure).toMatchObject({ message: expect.stringMatching(/the disk (?:is full|reports an error)/) });
      expect(kept.length).toBeGreaterThan(10);
      await expect(store.health.check()).rejects.toThrow('the disk');
      const revisions = await Promise.all(kept.map(async (key) => (await store.threads.load(key)).revision));
      expect(new Set(revisions)).toEqual(new Set([1]));
      const next = `thread ${kept.length}`;
      expect(await store.threads.load(next)).toEqual({ state: undefined, revision: 0 });
      truncateSync(join(small, 'ballast'), 0);
      expect(await store.commits.keep({ ...leftIn(next), ...lease('a'), key: next })).toMatchObject({
        outcome: 'kept',
      });
      expect(await store.notes.since(0)).toHaveLength(kept.length + 1);
      await store.health.check();
    },
    60_000,
  );
});

function leftIn(thread: string) {
  return {
    states: [{ thread, state: ANSWERED, after: 0 }],
    posts: [post(thread)],
    notes: [{ ...HELPED, thread }],
  };
}

/** A process that accepts and finishes deliveries, and says what was acknowledged to it. */
function startWriter(there: Place, holder: string, count: number): Child {
  return startNode([WRITER, JSON.stringify(there), holder, String(count)], {}, import.meta.dirname);
}

/** What a writer was told is kept: "taken <key>" and "kept <key>", a line each; a line that was cut does not count. */
function acknowledged(stdout: string): { readonly word: string; readonly key: string }[] {
  return [...stdout.matchAll(/^(taken|kept) (.+)\n/gm)].map(([, word = '', key = '']) => ({ word, key }));
}

/** What was acknowledged and is not there. */
async function lost(store: Store, stdout: string): Promise<string[]> {
  const missing = await Promise.all(
    acknowledged(stdout).map(async ({ word, key }) => {
      const isThere =
        word === 'taken'
          ? (await store.deliveries.accept(delivery(key), lease('asks', Date.now()))) === 'seen'
          : (await store.threads.load(key)).state?.version === key;
      return isThere ? [] : [`${word} ${key}`];
    }),
  );
  return missing.flat();
}

/** Finishes what was claimed; each thread has one delivery. */
async function drain(store: Store, claimed: Awaited<ReturnType<Store['deliveries']['claim']>>): Promise<void> {
  const finished = await Promise.all(
    claimed.map(({ delivery: { key, thread } }) =>
      store.commits.finish({ ...NOTHING, ...lease('next', Date.now()), key, thread }),
    ),
  );
  for (const one of finished) expect(one).toEqual({ outcome: 'kept', send: [], next: undefined });
}

async function untilItWorks(work: () => Promise<void>): Promise<void> {
  for (const deadline = Date.now() + 20_000; ; await sleep(50)) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

async function ticksUntil(over: Promise<unknown>): Promise<number> {
  let ticks = 0;
  let isOver = false;
  const counting = (async () => {
    for (; !isOver; ticks++) await sleep(5);
  })();
  await over;
  isOver = true;
  await counting;
  return ticks;
}
