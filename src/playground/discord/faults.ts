import type { Refusal } from './refusals.ts';

/** What a request meets instead of, or after, being done. */
export type Fault =
  | { readonly kind: 'refuse'; readonly with: Refusal }
  /** Too many requests; without `retryAfterMs` the answer does not say when to come again. */
  | { readonly kind: 'rateLimit'; readonly retryAfterMs?: number; readonly scope?: 'user' | 'shared' | 'global' }
  /** The request is done, then answered with this status. */
  | { readonly kind: 'doneButAnswered'; readonly status: number }
  /** The request is done or not, and never answered. */
  | { readonly kind: 'hang'; readonly isDone: boolean }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection is cut. */
  | { readonly kind: 'reset' };

/** Which requests a fault is for, and how many of them; a pattern is for the path after `/api/v10`. */
export type FaultRule = {
  readonly method?: string;
  readonly path: RegExp;
  /** Fitting requests that pass before it starts; none unless given. */
  readonly after?: number;
  /** Requests it is for; one unless given. */
  readonly times?: number;
  readonly fault: Fault;
};

/** What tests break on the way of requests. */
export type RequestFaults = {
  readonly add: (rule: FaultRule) => void;
  readonly clear: () => void;
  /** The fault for a request, counted as used. */
  readonly take: (method: string, path: string) => Fault | undefined;
};

/** No faults yet. */
export function createRequestFaults(): RequestFaults {
  const rules: { readonly rule: FaultRule; skipped: number; used: number }[] = [];
  return {
    add: (rule) => {
      rules.push({ rule, skipped: 0, used: 0 });
    },
    clear: () => {
      rules.length = 0;
    },
    take: (method, path) => {
      for (const one of rules) {
        const { rule } = one;
        if ((rule.method !== undefined && rule.method !== method) || !rule.path.test(path)) continue;
        if (one.skipped < (rule.after ?? 0)) {
          one.skipped += 1;
          continue;
        }
        if (one.used >= (rule.times ?? 1)) continue;
        one.used += 1;
        return rule.fault;
      }
      return undefined;
    },
  };
}
