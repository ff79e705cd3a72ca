import type { Bot } from '../src/bot.ts';
import type { Library } from '../src/core/library.ts';
import type { Observed } from '../src/delivery/observed.ts';
import type { DeliveryTiming } from '../src/delivery/timing.ts';
import type { Log } from '../src/platforms/platform.ts';
import { type EngineHost, engineHost, SHORT_DELIVERY } from '../src/playground/stage/engine-host.ts';
import type { Store } from '../src/store/store.ts';
import { library } from './knowledge.ts';

export type LogLine = {
  readonly level: string;
  readonly about: Readonly<Record<string, unknown>>;
  readonly message: string;
};

/** The real bot behind the real engine, as a platform gets it. */
export type TestHost = EngineHost & {
  readonly log: readonly LogLine[];
  readonly facts: readonly Observed[];
  /** From now on the process is dead to the world: nothing that it still does reaches anybody. */
  readonly kill: () => void;
  readonly isDead: () => boolean;
};

export type TestHostOptions = {
  readonly platform: string;
  /** The day of the bot, where it is not today; leases always run by the real clock. */
  readonly today?: () => Date;
  readonly timing?: Partial<DeliveryTiming>;
  readonly holder?: string;
  /** What it knows; the pack that ships, unless told. */
  readonly packs?: Library;
  readonly isShared?: boolean;
  /** What the engine is given in place of the bot. */
  readonly bot?: (bot: Bot) => Partial<Bot>;
};

export { SHORT_DELIVERY };

/** A host over a store; its engine works until the test stops it. */
export function hostOn(store: Store, options: TestHostOptions): TestHost {
  const { today = () => new Date(), timing = {}, packs = library, ...others } = options;
  const lines: LogLine[] = [];
  const facts: Observed[] = [];
  let isDead = false;
  const hosted = engineHost(store, {
    ...others,
    packs,
    today,
    log: logInto(lines),
    timing: { ...SHORT_DELIVERY, ...timing },
    observe: (fact) => facts.push(fact),
    engineStore: mortal(store, () => isDead),
    isDead: () => isDead,
  });
  return {
    ...hosted,
    log: lines,
    facts,
    kill: () => {
      isDead = true;
    },
    isDead: () => isDead,
  };
}

/** A log that is kept; like the real one, it does not work taken apart. */
export function logInto(lines: LogLine[]): Log {
  const write = (level: string) =>
    function (this: unknown, about: LogLine['about'], message: string): void {
      if (this !== log) throw new Error('a method of the log was called without it');
      lines.push({ level, about, message });
    };
  const log: Log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  return log;
}

/** The store as a process sees it that may be dead: then nothing that it asks for happens. */
function mortal(store: Store, isDead: () => boolean): Store {
  const never = new Promise<never>(() => undefined);
  const guarded =
    <Given extends readonly unknown[], Result>(ask: (...given: Given) => Promise<Result>) =>
    (...given: Given): Promise<Result> =>
      isDead() ? never : ask(...given);
  const { deliveries, commits, outbox } = store;
  return {
    ...store,
    deliveries: {
      ...deliveries,
      accept: guarded(deliveries.accept),
      claim: guarded(deliveries.claim),
      renew: guarded(deliveries.renew),
      release: guarded(deliveries.release),
    },
    commits: { finish: guarded(commits.finish), keep: guarded(commits.keep) },
    outbox: {
      ...outbox,
      due: guarded(outbox.due),
      sent: guarded(outbox.sent),
      failed: guarded(outbox.failed),
      later: guarded(outbox.later),
      renew: guarded(outbox.renew),
      release: guarded(outbox.release),
    },
  };
}
