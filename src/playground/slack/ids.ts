/** Makes Slack's kinds of ids, the same ones in the same order in every run; only timestamps follow the clock. */
export type Ids = {
  /** `C00000001A`: a prefix and a number. */
  readonly next: (prefix: string) => string;
  /** `1700000000.000100`: unique, and later ones sort after earlier ones. */
  readonly timestamp: () => string;
  /** `1001.2002.00…`: the form of a trigger id. */
  readonly trigger: () => string;
};

const ID_DIGITS = 9;
const FRACTION_DIGITS = 6;

export function createIds(now: () => number): Ids {
  const counts = new Map<string, number>();
  let latestSecond = 0;
  let inSecond = 0;

  return {
    next: (prefix) => `${prefix}${count(prefix).toString(36).toUpperCase().padStart(ID_DIGITS, '0')}`,
    timestamp: () => {
      const second = Math.floor(now() / 1000);
      if (second > latestSecond) {
        latestSecond = second;
        inSecond = 0;
      }
      inSecond += 1;
      return `${latestSecond}.${String(inSecond).padStart(FRACTION_DIGITS, '0')}`;
    },
    trigger: () => {
      const number = count('trigger');
      return `${1000 + number}.${2000 + number}.${number.toString(16).padStart(32, '0')}`;
    },
  };

  function count(kind: string): number {
    const next = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, next);
    return next;
  }
}
