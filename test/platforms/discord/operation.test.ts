import { describe, expect, it } from 'vitest';
import { isMark, signsOf } from '../../../src/platforms/discord/operation.ts';

describe('the signs of an operation', () => {
  it('are the same for the same one', () => {
    expect(signsOf('discord:1474144684551307264')).toEqual(signsOf('discord:1474144684551307264'));
  });

  it.each([
    'discord:1474144684551307264',
    'discord:1',
    '',
    'x'.repeat(500),
    'discord:1474144684551307264 told why',
    'ü💥',
  ])('are such as Discord takes: %s', (operation) => {
    const { nonce, mark } = signsOf(operation);
    expect(nonce).toMatch(/^[\w-]{1,25}$/);
    expect(Number.isInteger(mark) && mark < 2 ** 31).toBe(true);
    expect(isMark(mark)).toBe(true);
  });

  it('differ between neighbours', () => {
    const all = Array.from({ length: 5000 }, (_, number) =>
      signsOf(`discord:${1474144684551307264n + BigInt(number)}`),
    );
    expect(new Set(all.map(({ nonce }) => nonce)).size).toBe(5000);
    expect(new Set(all.map(({ mark }) => mark)).size).toBe(5000);
    const other = Array.from({ length: 5000 }, (_, number) => signsOf(`x${number}`));
    expect(new Set(other.map(({ nonce }) => nonce)).size).toBe(5000);
  });

  it('are not taken for the ids that Discord counts out', () => {
    for (const id of [undefined, 0, 1, 40, 1001]) expect(isMark(id)).toBe(false);
  });
});
