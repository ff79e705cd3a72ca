/** Gives out Discord's ids: a time in the upper bits, a counter in the lower, always rising. */
export type Ids = {
  /** An id for what was there from the start: the same in every run. */
  readonly fixed: () => string;
  /** An id for what happens now; its time is the clock's. */
  readonly timed: () => string;
};

/** The first second of 2015, from which Discord counts. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;
/** When everything that is there from the start came to be; no id is older, so that all have 18 or 19 digits. */
const WORLD_MADE_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

/** Makes the ids of one world. */
export function createIds(now: () => number): Ids {
  let fixed = snowflakeAt(WORLD_MADE_MS);
  let timed = snowflakeAt(WORLD_MADE_MS + DAY_MS);
  return {
    fixed: () => {
      fixed += 1n;
      return String(fixed);
    },
    timed: () => {
      const current = snowflakeAt(now());
      timed = current > timed ? current : timed + 1n;
      return String(timed);
    },
  };
}

/** Whether an id was given out after another. */
export function isNewer(id: string, other: string): boolean {
  return BigInt(id) > BigInt(other);
}

/** The shard that a guild belongs to. */
export function shardOf(guildId: string, shards: number): number {
  return Number((BigInt(guildId) >> 22n) % BigInt(shards));
}

function snowflakeAt(timeMs: number): bigint {
  return BigInt(Math.floor(timeMs) - DISCORD_EPOCH_MS) << 22n;
}
