import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished } from 'vitest';
import { plainCard } from '../../src/core/card.ts';
import type { Delivery } from '../../src/core/delivery.ts';
import type { Outgoing } from '../../src/platforms/platform.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { hostOn, type TestHost, type TestHostOptions } from '../host.ts';
import { directly } from '../knowledge.ts';
import { type PretendPlatform, pretendPlatform } from './pretend-platform.ts';

const folder = mkdtempSync(join(tmpdir(), 'versus-delivery-'));
let files = 0;
let keys = 0;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The engine on a store in a file, with a platform, until the running test is over. */
export async function start(options: Partial<TestHostOptions> = {}) {
  const file = newFile();
  const platform = pretendPlatform();
  const store = await openHere(file);
  const host = attached(store, platform, options);
  return { ...host, platform, store };
}

/** The same on a database and a platform that others may have as well. */
export async function startOn(file: string, platform: PretendPlatform, options: Partial<TestHostOptions> = {}) {
  return attached(await openHere(file), platform, options);
}

/** On a store that does what the fault says while it is away; without `now`, only finishing fails. */
export async function startFragile(
  fault: (work: () => Promise<unknown>) => Promise<unknown>,
  options: Partial<TestHostOptions> = {},
) {
  const isAway = { now: false, finish: false };
  const store = await openHere(newFile());
  const fragile =
    <Given extends readonly unknown[], Result>(ask: (...given: Given) => Promise<Result>, also = () => false) =>
    async (...given: Given): Promise<Result> => {
      if (!isAway.now && !also()) return ask(...given);
      const done = Promise.withResolvers<Result>();
      await fault(() => ask(...given).then(done.resolve, done.reject));
      return done.promise;
    };
  const platform = pretendPlatform();
  const host = attached(
    {
      ...store,
      deliveries: {
        ...store.deliveries,
        accept: fragile(store.deliveries.accept),
        claim: fragile(store.deliveries.claim),
        isBusy: fragile(store.deliveries.isBusy),
      },
      commits: { finish: fragile(store.commits.finish, () => isAway.finish), keep: fragile(store.commits.keep) },
      threads: { ...store.threads, load: fragile(store.threads.load) },
    },
    platform,
    { timing: { storeMs: 60, keepAgainMs: 10, turnMs: 500 }, ...options },
  );
  return { ...host, platform, isAway };
}

function attached(store: Store, platform: PretendPlatform, options: Partial<TestHostOptions>): TestHost {
  const host = hostOn(store, { platform: 'test', ...options });
  host.attach(platform);
  onTestFinished(() => host.engine.stop(500));
  return host;
}

/** The database, until the running test is over. */
export async function openHere(file: string): Promise<Store> {
  const store = await openStore({ file });
  onTestFinished(() => store.health.close());
  return store;
}

/** A database that nobody has yet. */
export function newFile(): string {
  files += 1;
  return join(folder, `${files}.sqlite`);
}

/** Words of Ana under a key of their own. */
export function words(text: string, thread = 'test:w:c:one'): Delivery {
  keys += 1;
  return { ...directly({ type: 'utterance', text }, thread, `test:${keys}`), at: Date.now() };
}

/** Where the reply goes. */
export function way(channel = 'C1') {
  return { channel, address: { to: channel } };
}

/** A lease of nobody in particular. */
export function lease() {
  return { holder: 'somebody', at: 0, until: 0 };
}

/** The keys of what was answered, in the order in which the replies stand. */
export function operations(platform: PretendPlatform): readonly string[] {
  return platform.standing().map(({ operation }) => operation);
}

/** The plain text of a reply. */
export function shown(post: Outgoing | undefined): string {
  return post?.content.type === 'answer' ? plainCard(post.content.card) : '';
}

/** Waits until exactly these stand there. */
export async function stands(platform: PretendPlatform, expected: readonly string[]): Promise<void> {
  await expect.poll(() => operations(platform).toSorted(), { timeout: 20_000 }).toEqual(expected.toSorted());
  await later(30);
  expect(operations(platform)).toHaveLength(expected.length);
}

/** Waits. */
export function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
