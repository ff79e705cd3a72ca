import type { Host } from '../platform.ts';

/** Remembers what people should be told once. */
export type Telling = {
  /** Whether to say this now: true once for each name, and again after it was missed. */
  readonly isDue: (name: string) => Promise<boolean>;
  /** What was due did not arrive: it is due again. */
  readonly missed: (name: string) => void;
};

/** A memory over the host's, which never forgets; what is owed to people is kept while the process lives. */
export function createTelling(once: Host['once']): Telling {
  /** What the host was asked about: it remembers everything, this the latest. */
  const asked = new Set<string>();
  const owed = new Set<string>();
  return {
    isDue: async (name) => {
      if (owed.delete(name)) return true;
      if (asked.has(name)) return false;
      add(asked, name);
      try {
        return await once(name);
      } catch (error) {
        asked.delete(name);
        throw error;
      }
    },
    missed: (name) => add(owed, name),
  };
}

const MAX_NAMES = 10_000;

/** Adds it, and forgets the oldest where there are too many. */
function add(names: Set<string>, name: string): void {
  names.add(name);
  const [oldest] = names;
  if (names.size > MAX_NAMES && oldest !== undefined) names.delete(oldest);
}
