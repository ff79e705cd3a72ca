import { randomUUID } from 'node:crypto';
import { type Bot, createBot } from '../../bot.ts';
import { type Library, startersOf } from '../../core/library.ts';
import { createEngine, type Engine } from '../../delivery/engine.ts';
import type { Observed } from '../../delivery/observed.ts';
import { DELIVERY_TIMING, type DeliveryTiming } from '../../delivery/timing.ts';
import type { Host, Log, Running } from '../../platforms/platform.ts';
import type { Store } from '../../store/store.ts';

/** The real bot behind the real engine, as one platform gets it. */
export type EngineHost = {
  readonly host: Host;
  readonly engine: Engine;
  /** Replies are posted there from now on; without one the platform is down. */
  readonly attach: (running: Running | undefined) => void;
};

export type EngineHostOptions = {
  /** The name of the platform. */
  readonly platform: string;
  readonly packs: Library;
  /** The day of the bot; leases always run by the real clock. */
  readonly today: () => Date;
  readonly log: Log;
  readonly timing?: DeliveryTiming;
  readonly holder?: string;
  readonly isShared?: boolean;
  readonly observe?: (fact: Observed) => void;
  /** What the engine is given in place of the bot. */
  readonly bot?: (bot: Bot) => Partial<Bot>;
  /** What the engine is given in place of the store. */
  readonly engineStore?: Store;
  /** Whether the process is dead to the world: then it posts nothing. */
  readonly isDead?: () => boolean;
};

/** Whoever looks on does not wait as long as people in a channel do. */
export const SHORT_DELIVERY: DeliveryTiming = {
  ...DELIVERY_TIMING,
  lookMs: 15,
  leaseMs: 400,
  handleAgainMs: 20,
  giveUpAfterMs: 0,
  postAgainMs: 20,
  pauseInHandMs: 200,
  awayMs: 20,
};

/** A host over a store; its engine works from the first `attach` until it is stopped. */
export function engineHost(store: Store, options: EngineHostOptions): EngineHost {
  const { platform, packs, today, log, isDead = () => false } = options;
  let running: Running | undefined;
  const never = new Promise<never>(() => undefined);
  const bot = createBot({ library: () => packs, store, now: today, observe: () => undefined });
  const engine = createEngine({
    bot: { ...bot, ...options.bot?.(bot) },
    store: options.engineStore ?? store,
    holder: options.holder ?? randomUUID(),
    isShared: options.isShared ?? false,
    post: async (_name, post) => {
      if (isDead()) return never;
      if (!running) throw new Error('not up');
      return running.post(post);
    },
    platforms: () => (running && !isDead() ? [platform] : []),
    now: () => new Date(),
    observe: options.observe ?? (() => undefined),
    log,
    timing: options.timing ?? SHORT_DELIVERY,
  });
  return {
    host: { ...engine, starters: startersOf(packs), log },
    engine,
    attach: (one) => {
      running = one;
      if (one) engine.start();
    },
  };
}
