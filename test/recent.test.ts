import { expect, it } from 'vitest';
import { createRecent } from '../src/recent.ts';

it('the newest are remembered, the oldest forgotten first, and what is put in again is new again', () => {
  const recent = createRecent<number>(2);
  recent.set('a', 1);
  recent.set('b', 2);
  recent.set('a', 3);
  recent.set('c', 4);
  expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([3, undefined, 4]);
  expect([recent.has('a'), recent.has('b')]).toEqual([true, false]);
  recent.delete('a');
  expect(recent.has('a')).toBe(false);
});
