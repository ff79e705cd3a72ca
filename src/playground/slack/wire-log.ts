import { isList, isObject, type Json } from './json.ts';

/** One thing that went over the wire, either way. Tokens are replaced by their kind. */
export type LogEntry = {
  readonly index: number;
  readonly atMs: number;
  readonly from: 'app' | 'slack';
  readonly over: 'api' | 'socket' | 'http' | 'response-url' | 'upload' | 'oauth';
  /** A method's name, an envelope's type, or what happened to a connection. */
  readonly name: string;
  readonly body: Json;
};

export type WireLog = {
  readonly write: (entry: Omit<LogEntry, 'index' | 'atMs'>) => void;
  readonly entries: () => readonly LogEntry[];
  /** The bodies of the app's calls of one Web API method, oldest first. */
  readonly calls: (method: string) => readonly Json[];
  /** Calls back for each new entry, until the returned function is called. */
  readonly watch: (listener: (entry: LogEntry) => void) => () => void;
};

/** Entries kept; older ones are dropped, so that a long run does not grow without end. */
const MAX_ENTRIES = 20_000;

export function createWireLog(now: () => number): WireLog {
  const entries: LogEntry[] = [];
  const listeners = new Set<(entry: LogEntry) => void>();
  let count = 0;
  return {
    write: (entry) => {
      const written = { ...entry, body: redact(entry.body), index: count, atMs: now() };
      entries.push(written);
      count += 1;
      if (entries.length > MAX_ENTRIES) entries.splice(0, MAX_ENTRIES / 2);
      for (const listener of listeners) listener(written);
    },
    entries: () => [...entries],
    calls: (method) =>
      entries
        .filter(({ from, over, name }) => from === 'app' && over === 'api' && name === method)
        .map(({ body }) => body),
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function redact(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll(/\b(xox[a-z]|xapp)-[\w-]+/g, '$1-…');
  if (isList(value)) return value.map(redact);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      field === undefined ? undefined : /secret/i.test(key) ? '…' : redact(field),
    ]),
  );
}
