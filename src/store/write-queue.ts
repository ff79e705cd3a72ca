/** One thing to write, and whom to tell. */
export type Queued = {
  /** Two writes that touch the same thing are not written in one group. */
  readonly touches: readonly string[];
  readonly reject: (error: unknown) => void;
};

export type WriteQueue<Write> = {
  readonly add: (write: Write) => void;
  /** Writes what was added, and takes no more. */
  readonly close: () => Promise<void>;
};

/** Most that is written in one transaction. */
const MAX_GROUP = 256;

/**
 * Writes in groups: what arrives while one transaction runs goes into the next one, so that the disk is asked once for all
 * of it. `write` gives what to tell everybody once it is done. When a group fails over one of its members, each is written
 * alone.
 */
export function createWriteQueue<Write extends Queued>({
  write,
  isOfOne,
  wrote,
}: {
  readonly write: (writes: readonly Write[]) => Promise<readonly (() => void)[]>;
  readonly isOfOne: (error: unknown) => boolean;
  readonly wrote: (group: { readonly count: number; readonly durationMs: number }) => void;
}): WriteQueue<Write> {
  let waiting: Write[] = [];
  let running: Promise<void> | undefined;
  let isClosed = false;

  return {
    add: (one) => {
      if (isClosed) return one.reject(new Error('the store is closed'));
      waiting.push(one);
      running ??= run();
    },
    close: async () => {
      isClosed = true;
      await running;
    },
  };

  async function run() {
    while (waiting.length > 0) {
      // Not at once: what else arrived from the network in this turn of the event loop belongs into the same group.
      await new Promise((resolve) => setImmediate(resolve));
      const group = nextGroup();
      const started = performance.now();
      await writeGroup(group);
      wrote({ count: group.length, durationMs: performance.now() - started });
    }
    running = undefined;
  }

  /** In the order added; what touches the same as an earlier one waits, with all that touches the same as it does. */
  function nextGroup(): Write[] {
    const touched = new Set<string>();
    const group: Write[] = [];
    const left: Write[] = [];
    for (const one of waiting) {
      const isFree = group.length < MAX_GROUP && !one.touches.some((thing) => touched.has(thing));
      (isFree ? group : left).push(one);
      for (const thing of one.touches) touched.add(thing);
    }
    waiting = left;
    return group;
  }

  async function writeGroup(group: readonly Write[]): Promise<void> {
    try {
      for (const tell of await write(group)) tell();
    } catch (error) {
      if (group.length > 1 && isOfOne(error)) for (const one of group) await writeGroup([one]);
      else for (const one of group) one.reject(error);
    }
  }
}
