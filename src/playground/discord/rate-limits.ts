import { createHash } from 'node:crypto';

/** How many requests in how long. */
export type Allowance = { readonly limit: number; readonly windowMs: number };

/** The allowances of one server. Discord does not promise numbers of single routes; these are what apps have seen. */
export type RateLimitPlan = {
  readonly global: Allowance;
  /** Writing, changing and deleting messages, each on its own, per channel. */
  readonly messages: Allowance;
  /** Everything done with one interaction's token. */
  readonly webhooks: Allowance;
  readonly other: Allowance;
};

/** Where a request stands after it was counted. */
export type Standing = {
  readonly isOver: boolean;
  readonly isGlobal: boolean;
  readonly retryAfterMs: number;
  readonly headers: Readonly<Record<string, string>>;
};

/** Counts requests. */
export type RateLimits = {
  /** Counts one request on a route and its major parameter. */
  readonly count: (route: string, major: string, group: RateGroup) => Standing;
};

/** Which allowance a route has; a callback has none. */
export type RateGroup = 'messages' | 'webhooks' | 'other' | 'callback';

type Bucket = { count: number; endsAt: number };

/** Counters of one server. */
export function createRateLimits(plan: RateLimitPlan): RateLimits {
  const buckets = new Map<string, Bucket>();
  return { count };

  function count(route: string, major: string, group: RateGroup): Standing {
    if (group === 'callback') return { isOver: false, isGlobal: false, retryAfterMs: 0, headers: {} };
    const now = performance.now();
    const isGlobalFree = group === 'webhooks';
    const overall = isGlobalFree ? undefined : take('everything', plan.global, now);
    if (overall && overall.count > plan.global.limit) {
      const retryAfterMs = overall.endsAt - now;
      return { isOver: true, isGlobal: true, retryAfterMs, headers: overHeaders(retryAfterMs, true) };
    }
    const allowance = plan[group];
    const bucket = take(`${route} ${major}`, allowance, now);
    const isOver = bucket.count > allowance.limit;
    const leftMs = bucket.endsAt - now;
    return {
      isOver,
      isGlobal: false,
      retryAfterMs: isOver ? leftMs : 0,
      headers: {
        'x-ratelimit-limit': String(allowance.limit),
        'x-ratelimit-remaining': String(Math.max(0, allowance.limit - bucket.count)),
        'x-ratelimit-reset-after': (leftMs / 1000).toFixed(3),
        'x-ratelimit-bucket': createHash('md5').update(route).digest('hex'),
        ...(isOver ? overHeaders(leftMs, false) : {}),
      },
    };
  }

  function take(key: string, allowance: Allowance, now: number): Bucket {
    const before = buckets.get(key);
    const bucket = before && before.endsAt > now ? before : { count: 0, endsAt: now + allowance.windowMs };
    bucket.count += 1;
    if (bucket !== before) {
      buckets.set(key, bucket);
      if (buckets.size > MAX_BUCKETS) forgetEnded(now);
    }
    return bucket;
  }

  function forgetEnded(now: number): void {
    for (const [key, { endsAt }] of buckets) if (endsAt <= now) buckets.delete(key);
  }
}

/** Buckets kept before ended ones are swept out. */
const MAX_BUCKETS = 1000;

/** The headers of a refusal for too many requests. */
export function overHeaders(retryAfterMs: number, isGlobal: boolean): Readonly<Record<string, string>> {
  return {
    'retry-after': (retryAfterMs / 1000).toFixed(3),
    'x-ratelimit-scope': isGlobal ? 'global' : 'user',
    ...(isGlobal ? { 'x-ratelimit-global': 'true' } : {}),
  };
}
