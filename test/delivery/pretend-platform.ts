import type { Outgoing, Posted, Running } from '../../src/platforms/platform.ts';

/** A platform on which posts stand: what was posted, in order, and how often each was tried. */
export type PretendPlatform = Running & {
  readonly standing: () => readonly Outgoing[];
  readonly tried: () => readonly Outgoing[];
  /** What the next posts meet: each is used once, in order. */
  readonly faults: ((post: Outgoing) => Posted | 'stored, unclear' | 'unclear' | 'hang')[];
};

/** One that keeps its promise: of one operation at most one stands there. */
export function pretendPlatform(): PretendPlatform {
  const standing = new Map<string, Outgoing>();
  const tried: Outgoing[] = [];
  const faults: PretendPlatform['faults'] = [];
  return {
    ended: new Promise(() => undefined),
    stop: async () => undefined,
    standing: () => [...standing.values()],
    tried: () => tried,
    faults,
    post: async (post) => {
      tried.push(post);
      const fault = faults.shift()?.(post);
      if (fault === 'hang') return new Promise<never>(() => undefined);
      if (fault === 'unclear') throw new Error('reset');
      if (typeof fault === 'object') return fault;
      // Who does not look posts it twice.
      if (standing.has(post.operation) && post.attempt === 1) standing.set(`${post.operation} again`, post);
      else if (!standing.has(post.operation)) standing.set(post.operation, post);
      if (fault === 'stored, unclear') throw new Error('reset after it was stored');
      return { type: 'posted', result: post.operation };
    },
  };
}
