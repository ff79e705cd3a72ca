/** Chance that can be repeated: the same seed gives the same numbers. */
export type Random = {
  /** At least 0, below 1. */
  readonly number: () => number;
  /** A whole number, from 0, below this. */
  readonly below: (limit: number) => number;
  readonly pick: <Thing>(things: readonly [Thing, ...Thing[]]) => Thing;
};

/** Mulberry32, after Tommy Ettinger (public domain). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const number = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(number() * limit);
  return { number, below, pick: (things) => things[below(things.length)] ?? things[0] };
}
