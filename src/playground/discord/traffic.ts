import { z } from 'zod';

/** One thing that went over the wire, in either direction, secrets replaced by `[token]`. */
export type TrafficEntry = { readonly number: number; readonly at: number } & (
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly path: string;
      readonly body: unknown;
      readonly files: readonly string[];
    }
  | { readonly kind: 'response'; readonly to: number; readonly status: number; readonly body: unknown }
  | { readonly kind: 'received'; readonly connection: number; readonly body: unknown }
  | { readonly kind: 'sent'; readonly connection: number; readonly body: unknown }
  | { readonly kind: 'opened'; readonly connection: number }
  | { readonly kind: 'closed'; readonly connection: number; readonly code: number }
);

/** What is recorded of one entry before it is read: bodies stay text, so that recording costs little. */
export type TrafficRecord =
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly path: string;
      readonly json: string;
      readonly files: readonly string[];
    }
  | { readonly kind: 'response'; readonly to: number; readonly status: number; readonly json: string }
  | { readonly kind: 'received' | 'sent'; readonly connection: number; readonly json: string }
  | { readonly kind: 'opened'; readonly connection: number }
  | { readonly kind: 'closed'; readonly connection: number; readonly code: number };

/** The log of everything that went over the wire. */
export type Traffic = {
  /** Keeps an entry and gives its number. */
  readonly record: (record: TrafficRecord) => number;
  /** All entries kept, oldest first. */
  readonly entries: () => TrafficEntry[];
  /** How many requests a method and a pattern of path fit. */
  readonly countRequests: (method: string, path: RegExp) => number;
  readonly clear: () => void;
  /** Calls back for each new entry, until the returned function is called. */
  readonly watch: (listener: (entry: TrafficEntry) => void) => () => void;
};

/** Entries kept; older ones are dropped, so that a long run does not grow without end. */
const MAX_ENTRIES = 20_000;

type Kept = { readonly number: number; readonly at: number; readonly record: TrafficRecord };

/** A log that knows the secrets it must not show. */
export function createTraffic(now: () => number, isSecret: RegExp): Traffic {
  const kept: Kept[] = [];
  const listeners = new Set<(entry: TrafficEntry) => void>();
  let next = 0;
  const redact = (text: string) => text.replace(isSecret, '[token]');
  return {
    record: (record) => {
      next += 1;
      const entry = { number: next, at: now(), record };
      kept.push(entry);
      if (kept.length > MAX_ENTRIES) kept.splice(0, MAX_ENTRIES / 2);
      for (const listener of listeners) listener(shown(entry));
      return next;
    },
    entries: () => kept.map(shown),
    countRequests: (method, path) =>
      kept.filter(({ record }) => record.kind === 'request' && record.method === method && path.test(record.path))
        .length,
    clear: () => {
      kept.length = 0;
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  function shown({ number, at, record }: Kept): TrafficEntry {
    switch (record.kind) {
      case 'request': {
        const { kind, method, path, json, files } = record;
        return { number, at, kind, method, path: redact(path), body: bodyOf(json), files };
      }
      case 'response':
        return { number, at, kind: record.kind, to: record.to, status: record.status, body: bodyOf(record.json) };
      case 'received':
      case 'sent':
        return { number, at, kind: record.kind, connection: record.connection, body: bodyOf(record.json) };
      case 'opened':
      case 'closed':
        return { number, at, ...record };
    }
  }

  function bodyOf(json: string): unknown {
    const redacted = redact(json);
    const parsed = asJson.safeParse(redacted);
    return parsed.success ? parsed.data : redacted;
  }
}

const asJson = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'No JSON.' });
    return z.NEVER;
  }
});
