import type { Services } from './route.ts';
import type { Wait } from './waiting.ts';

/** What the people of a world are driven with. */
export type PeopleGiven = {
  readonly services: Services;
  readonly wait: Wait;
  readonly acknowledgeMs: number;
  readonly patienceMs: number;
  readonly address: (path: string) => string;
};
