import { type RawBuilder, sql } from 'kysely';
import { cleanName } from './rows.ts';
import type { Lease } from './store.ts';

/** No lease and no pause ends later than this after the moment it is given, however long is asked for. */
export const LONGEST_MS = 10 * 60_000;

/** A lease with a clean name and an end that is near enough. */
export function cleanLease({ holder, at, until }: Lease): Lease {
  return { holder: cleanName(holder), at, until: endOf(at, until) };
}

/** When what is asked for until a moment ends. */
export function endOf(at: number, until: number): number {
  return Math.min(until, at + LONGEST_MS);
}

/** Whether a row is anybody's to take: its time is over, or ends later than any can, because the clock went back since. */
export function isFree(at: number): RawBuilder<boolean> {
  return sql<boolean>`(until <= ${at} or until > ${at + LONGEST_MS})`;
}
