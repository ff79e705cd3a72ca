import { setTimeout as sleep } from 'node:timers/promises';
import type { Acknowledgement, Parcel } from './parcel.ts';
import type { Eyes, Seen } from './seen.ts';
import type { Change, Message, Person, World } from './world.ts';

/** How long a person looks at the screen before they go on. */
export type Patience = {
  /** They go on when nothing has moved for so long after something was to be seen; 40 ms, unless told. */
  readonly quietMs?: number;
  /** They give up when nothing at all was to be seen for so long; a second, unless told. */
  readonly patienceMs?: number;
  /** What they look for: anything that moves, unless told; or what the app has to say, whatever else moves meanwhile. */
  readonly awaits?: 'anything' | 'words';
};

/** What doing something led to, beside what can be seen. */
export type Done = {
  readonly sent?: Message;
  readonly outcome?: Acknowledgement;
  readonly errors?: Readonly<Record<string, string>>;
};

/** Lets a person do something, waits until the app has answered, and tells what they saw. */
export type Act = (person: Person, patience: Patience, deed: () => Done | Promise<Done>) => Promise<Seen>;

/** Hands parcels to the app and remembers which of them one deed caused. */
export type Courier = {
  readonly deliver: (parcel: Parcel) => Promise<Acknowledgement>;
  readonly during: <Result>(deed: () => Result) => {
    readonly result: Result;
    readonly outcomes: readonly Promise<Acknowledgement>[];
  };
};

export function createCourier(deliver: (parcel: Parcel) => Promise<Acknowledgement>): Courier {
  let collected: Promise<Acknowledgement>[] | undefined;
  return {
    deliver: (parcel) => {
      const outcome = deliver(parcel);
      collected?.push(outcome);
      return outcome;
    },
    // Events leave in the same breath as the change that they tell of, so whatever leaves meanwhile was caused by the deed.
    during: (deed) => {
      const outer = collected;
      const outcomes: Promise<Acknowledgement>[] = [];
      collected = outcomes;
      try {
        return { result: deed(), outcomes };
      } finally {
        collected = outer;
      }
    },
  };
}

export type ActOptions = {
  readonly world: World;
  readonly eyes: Eyes;
  readonly courier: Courier;
  /** Whether something is on its way, to the app or from it. */
  readonly isBusy: () => boolean;
  /** A number that grows with everything that happens on the wire. */
  readonly activity: () => number;
};

const LOOK_MS = 4;
const QUIET_MS = 40;
const PATIENCE_MS = 1_000;
/** However busy the app is, a person does not look for longer than this. */
const MAX_LOOK_MS = 15_000;
/** Between two looks counts this much at most: while the machine stood still, nobody looked. */
const MAX_STEP_MS = 5 * LOOK_MS;

export function createAct({ world, eyes, courier, isBusy, activity }: ActOptions): Act {
  return async (person, { quietMs = QUIET_MS, patienceMs = PATIENCE_MS, awaits = 'anything' }, deed) => {
    const place = world.now();
    const { result, outcomes } = courier.during(deed);
    const done = await result;
    const told = await Promise.all(outcomes);
    await settle();
    return {
      sent: done.sent ? eyes.message(world.message(done.sent.channel, done.sent.ts) ?? done.sent) : undefined,
      acknowledged: (done.outcome ?? told.at(-1))?.kind,
      errors: done.errors ?? {},
      ...eyes.since(person, place),
    };

    async function settle(): Promise<void> {
      let lookedMs = 0;
      let quietSince = 0;
      let known = activity();
      while (lookedMs < Math.max(MAX_LOOK_MS, patienceMs)) {
        if (isBusy() || activity() !== known) {
          known = activity();
          quietSince = lookedMs;
        }
        const hasSeen = world
          .changesSince(place)
          .some((change) => eyes.canSee(person, change) && (awaits === 'anything' || saysSomething(change)));
        const waited = hasSeen || done.errors ? lookedMs - quietSince >= quietMs : lookedMs >= patienceMs;
        if (waited && !isBusy()) return;
        const before = performance.now();
        await sleep(LOOK_MS);
        lookedMs += Math.min(performance.now() - before, MAX_STEP_MS);
      }
    }
  };

  function saysSomething(change: Change): boolean {
    switch (change.kind) {
      case 'posted':
      case 'edited':
        return world.person(change.message.by)?.bot !== undefined;
      case 'noticed':
      case 'view-opened':
        return true;
      case 'deleted':
      case 'reacted':
      case 'view-changed':
      case 'view-closed':
      case 'home-published':
      case 'prompts-set':
      case 'status-set':
      case 'title-set':
        return false;
    }
  }
}
