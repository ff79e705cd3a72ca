/** The messages that this process heard of, and when. */
export type Heard = {
  readonly saw: (id: string) => void;
  /** Whether it was heard of, and all that was written before it as well, before the connection was lost at this moment. */
  readonly wasHeard: (id: string, lostAt: number) => boolean;
};

const MAX_HEARD = 20_000;
/** Events may overtake each other by so much. */
const OVERTAKEN_BY_MS = 3000;

/** It forgets the oldest ones. */
export function createHeard(): Heard {
  const heard = new Map<string, number>();
  return {
    saw: (id) => {
      heard.set(id, Date.now());
      const [oldest] = heard.keys();
      if (heard.size > MAX_HEARD && oldest !== undefined) heard.delete(oldest);
    },
    wasHeard: (id, lostAt) => (heard.get(id) ?? Number.POSITIVE_INFINITY) < lostAt - OVERTAKEN_BY_MS,
  };
}
