import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Host, Platform, Running } from '../src/platforms/platform.ts';
import { NoPlatformError, supervise } from '../src/supervise.ts';

const nothing = () => undefined;
const LOG = { debug: nothing, info: nothing, warn: nothing, error: nothing };

describe('platforms', () => {
  it('fail apart: one that cannot start is tried again while the other works', async () => {
    const [slack, discord] = [fake('slack', { failures: 2 }), fake('discord')];
    const supervisor = run(slack, discord);
    await supervisor.start();
    expect(supervisor.states()).toEqual([
      { name: 'slack', state: 'down' },
      { name: 'discord', state: 'up' },
    ]);
    await slack.isUp();
    expect(slack.starts()).toBe(3);
    await expect.poll(supervisor.states).toEqual([
      { name: 'slack', state: 'up' },
      { name: 'discord', state: 'up' },
    ]);
    await supervisor.stop(100);
  });

  it('that are up are named, and take posts; one that is down takes none', async () => {
    const [slack, discord] = [fake('slack', { failures: 1 }), fake('discord')];
    const supervisor = run(slack, discord);
    const content = { type: 'apology' } as const;
    const post = { operation: 'one', address: null, at: 0, attempt: 1, content };
    expect(supervisor.up()).toEqual([]);
    await supervisor.start();
    expect(supervisor.up()).toEqual(['discord']);
    expect(await supervisor.post('discord', post)).toEqual({ type: 'posted', result: 'discord' });
    await expect(supervisor.post('slack', post)).rejects.toThrow('slack is not up');
    await slack.isUp();
    await expect.poll(supervisor.up).toEqual(['discord', 'slack']);
    expect(await supervisor.post('slack', post)).toEqual({ type: 'posted', result: 'slack' });
    await supervisor.stop(100);
  });

  it('cannot be run when none can start: every reason is given', async () => {
    const supervisor = run(fake('slack', { failures: 9 }), fake('discord', { failures: 9 }));
    await expect(supervisor.start()).rejects.toEqual(
      new NoPlatformError(['slack: no route to slack', 'discord: no route to discord']),
    );
    await supervisor.stop(100);
  });

  it('come back when they break, and the other does not notice', async () => {
    const [slack, discord] = [fake('slack'), fake('discord')];
    const supervisor = run(slack, discord);
    await supervisor.start();
    discord.breaks('token was revoked');
    expect(discord.starts()).toBe(1);
    await discord.isUp();
    expect([slack.starts(), discord.starts()]).toEqual([1, 2]);
    await supervisor.stop(100);
  });

  it('end the bot when the last one breaks and cannot be started again', async () => {
    const slack = fake('slack');
    const supervisor = run(slack);
    await supervisor.start();
    slack.failsFromNowOn();
    slack.breaks('gone');
    await expect(supervisor.ended).rejects.toEqual(new NoPlatformError(['slack: no route to slack']));
  });

  it('are tried again while another is on its way, though none is up at that moment', async () => {
    const [slack, discord] = [fake('slack', { startMs: 40 }), fake('discord', { failures: 9 })];
    const supervisor = run(slack, discord);
    await supervisor.start();
    let isOver = false;
    supervisor.ended.catch(() => {
      isOver = true;
    });
    slack.breaks('gone for a moment');
    await slack.isUp();
    await expect.poll(() => supervisor.states()[0]?.state).toBe('up');
    expect(isOver).toBe(false);
    await supervisor.stop(100);
  });

  it('that are still starting do not hold up a stop', async () => {
    const slow = fake('slow', { startMs: 60_000 });
    const supervisor = run(slow);
    const started = supervisor.start();
    await supervisor.stop(50);
    await started;
    await supervisor.ended;
  });

  it('end the bot when each of them has ended', async () => {
    const terminal = fake('terminal');
    const supervisor = run(terminal);
    await supervisor.start();
    terminal.ends();
    await supervisor.ended;
    expect(supervisor.states()).toEqual([{ name: 'terminal', state: 'ended' }]);
  });

  it('are all stopped at once, also one that is starting, and no longer than the deadline is waited for', async () => {
    const [quick, slow, starting] = [
      fake('quick'),
      fake('slow', { stopMs: 60_000 }),
      fake('starting', { startMs: 30 }),
    ];
    const supervisor = run(quick, slow, starting);
    void supervisor.start();
    await quick.isUp();
    await slow.isUp();
    const started = performance.now();
    await supervisor.stop(60);
    expect(performance.now() - started).toBeLessThan(5000);
    await starting.isStopped();
    await supervisor.ended;
    expect(quick.stops()).toBe(1);
  });
});

function run(...platforms: readonly Platform[]) {
  const host: Host = {
    take: async () => undefined,
    recentThreads: async () => [],
    reconnecting: () => undefined,
    rateLimited: () => undefined,
    answer: () => Promise.reject(new Error('nothing is handled here')),
    complete: () => [],
    once: async () => true,
    starters: [],
    log: LOG,
  };
  return supervise(platforms, host, { log: LOG, firstWaitMs: 1 });
}

type Behaviour = { readonly failures?: number; readonly stopMs?: number; readonly startMs?: number };

/** A platform that does as it is told. */
function fake(name: string, { failures = 0, stopMs = 0, startMs = 0 }: Behaviour = {}) {
  let [starts, stops, left] = [0, 0, failures];
  let up = Promise.withResolvers<void>();
  let ended = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  const start = async (): Promise<Running> => {
    starts += 1;
    await sleep(startMs);
    if (left > 0) {
      left -= 1;
      throw new Error(`no route to ${name}`);
    }
    ended = Promise.withResolvers<void>();
    up.resolve();
    return {
      ended: ended.promise,
      post: async () => ({ type: 'posted', result: name }),
      stop: async () => {
        stops += 1;
        stopped.resolve();
        await sleep(stopMs, undefined, { ref: false });
        ended.resolve();
      },
    };
  };
  return {
    name,
    start,
    starts: () => starts,
    stops: () => stops,
    isUp: () => up.promise,
    isStopped: () => stopped.promise,
    ends: () => ended.resolve(),
    failsFromNowOn: () => {
      left = Number.POSITIVE_INFINITY;
    },
    breaks: (reason: string) => {
      up = Promise.withResolvers<void>();
      ended.reject(new Error(reason));
    },
  };
}
