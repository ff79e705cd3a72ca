import type { Store } from './store/store.ts';

/** Where retention keeps what it went by last. */
const SETTING = 'retention days';
const DAY_MS = 24 * 60 * 60_000;
/** How often it is looked whether something is too old. */
const INTERVAL_MS = 6 * 60 * 60_000;

export type Retaining = {
  /** Ends it; resolves when what was begun is done. */
  readonly stop: () => Promise<void>;
};

/** Removes what is too old, now and every few hours. `failed` is told of what could not be removed; it is tried again. */
export function startRetention(
  parts: Parameters<typeof removeOld>[0] & { readonly failed: (error: unknown) => void; readonly intervalMs?: number },
): Retaining {
  let work = Promise.resolve();
  const remove = () => {
    work = work.then(() => removeOld(parts)).then(() => undefined, parts.failed);
  };
  remove();
  const timer = setInterval(remove, parts.intervalMs ?? INTERVAL_MS);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      return work;
    },
  };
}

/**
 * Removes notes older than this many days, and threads that nobody used for as long. With 0 days no words are noted; what was
 * noted with words before is removed once, and a thread is remembered for a day.
 */
export async function removeOld({
  store,
  days,
  now,
}: {
  readonly store: Pick<Store, 'retention' | 'settings'>;
  readonly days: number;
  readonly now: () => Date;
}): Promise<void> {
  const at = now().getTime();
  const before = await store.settings.get(SETTING);
  const notes = days > 0 ? at - days * DAY_MS : before === '0' ? 0 : at;
  await store.retention.forget({ notes, threads: at - Math.max(1, days) * DAY_MS });
  if (before !== String(days)) await store.settings.set(SETTING, String(days));
}
