import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock } from '../../../src/platforms/discord/clock.ts';

const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('Discord’s clock', () => {
  it('is taken to be this machine’s while nothing is known', () => {
    expect(createClock().ageMs(Date.now() - 700)).toBe(700);
  });

  it.each([-5000, 0, 5000])('is known from what came fastest, when this machine’s is %s ms ahead', (aheadMs) => {
    const clock = createClock();
    for (const onItsWayMs of [300, 40, 900]) clock.saw(Date.now() - aheadMs - onItsWayMs);
    expect(clock.ageMs(Date.now() - aheadMs - 1040)).toBe(1000);
  });

  it('is learnt anew where this machine’s was set', () => {
    const clock = createClock();
    clock.saw(Date.now());
    for (let minutes = 0; minutes < 25; minutes += 1) {
      vi.advanceTimersByTime(MINUTE_MS);
      clock.saw(Date.now() - 4000);
    }
    expect(clock.ageMs(Date.now() - 4500)).toBe(500);
  });
});
