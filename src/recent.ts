/** The newest of what was put in, up to a number. */
export type Recent<Value> = {
  readonly get: (name: string) => Value | undefined;
  readonly has: (name: string) => boolean;
  /** Puts it in as the newest. */
  readonly set: (name: string, value: Value) => void;
  readonly delete: (name: string) => void;
};

/** Remembers so many, and forgets the oldest first. */
export function createRecent<Value>(most: number): Recent<Value> {
  const values = new Map<string, Value>();
  return {
    get: (name) => values.get(name),
    has: (name) => values.has(name),
    set: (name, value) => {
      values.delete(name);
      values.set(name, value);
      const [oldest] = values.keys();
      if (values.size > most && oldest !== undefined) values.delete(oldest);
    },
    delete: (name) => {
      values.delete(name);
    },
  };
}
