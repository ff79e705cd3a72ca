/** What readiness is judged by. */
export type Dependencies = {
  /** Resolves when the store can be written to. */
  readonly checkStore: () => Promise<void>;
  readonly platforms: () => readonly {
    readonly name: string;
    readonly state: 'starting' | 'up' | 'down' | 'ended';
  }[];
  readonly knowledge: () => KnowledgeState;
  /** The bot was told to stop. */
  readonly isStopping: () => boolean;
};

/** The packs that are answered from. */
export type KnowledgeState = {
  readonly packs: readonly { readonly id: string; readonly version: string }[];
  /** The files on disk could not be read last time: the packs are those of before. */
  readonly isLastReloadFailed: boolean;
};

/** Whether work should come here, and why. */
export type Readiness = {
  /** 'degraded': ready, but something is missing. */
  readonly status: 'ready' | 'degraded' | 'unready';
  readonly isStopping: boolean;
  readonly store: { readonly state: 'up' | 'down'; readonly reason: string | undefined };
  readonly platforms: ReturnType<Dependencies['platforms']>;
  readonly knowledge: KnowledgeState;
};

/** A check writes: however many ask, it is made this often at most. */
const CHECK_EVERY_MS = 1000;
/** The store gives up by itself after 2 s; this is for one that does not. */
const CHECK_TIMEOUT_MS = 3000;

/**
 * Says how things stand. Ready is a bot that can keep what it is told, that has at least one platform up and something to
 * answer from, and that was not told to stop. Never rejects.
 */
export function createReadiness(
  { checkStore, platforms, knowledge, isStopping }: Dependencies,
  checkEveryMs: number = CHECK_EVERY_MS,
): () => Promise<Readiness> {
  let last: { readonly at: number; readonly result: Promise<Readiness['store']> } | undefined;
  return async () => {
    if (!last || performance.now() - last.at >= checkEveryMs) {
      const result = storeState(checkStore);
      last = { at: performance.now(), result };
      void result.then(() => {
        // The time that a slow check takes is no time in which its result is old.
        if (last?.result === result) last = { at: performance.now(), result };
      });
    }
    const store = await last.result;
    const known = { isStopping: isStopping(), store, platforms: platforms(), knowledge: knowledge() };
    return { status: statusOf(known), ...known };
  };
}

/** Readiness as JSON: every dependency with its state. */
export function readinessJson({ status, isStopping, store, platforms, knowledge }: Readiness): string {
  const { packs, isLastReloadFailed } = knowledge;
  const dependencies = [
    { name: 'store', state: store.state, ...(store.reason === undefined ? {} : { reason: store.reason }) },
    ...platforms.map(({ name, state }) => ({ name, state })),
    { name: 'knowledge', state: packs.length > 0 ? 'up' : 'down', packs, lastReloadFailed: isLastReloadFailed },
  ];
  return `${JSON.stringify({ status, stopping: isStopping, dependencies })}\n`;
}

async function storeState(check: () => Promise<void>): Promise<Readiness['store']> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('the store did not answer in time')), CHECK_TIMEOUT_MS);
  try {
    await Promise.race([check(), late.promise]);
    return { state: 'up', reason: undefined };
  } catch (error) {
    return { state: 'down', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

function statusOf({ isStopping, store, platforms, knowledge }: Omit<Readiness, 'status'>): Readiness['status'] {
  const isAnyUp = platforms.some(({ state }) => state === 'up');
  if (isStopping || store.state === 'down' || !isAnyUp || knowledge.packs.length === 0) return 'unready';
  const isWhole = platforms.every(({ state }) => state === 'up') && !knowledge.isLastReloadFailed;
  return isWhole ? 'ready' : 'degraded';
}
