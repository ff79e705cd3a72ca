import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createOrder } from '../../src/delivery/order.ts';

describe('the order of a thread', () => {
  it('has a turn come when all that came before in its thread is done, and in no other thread', async () => {
    const order = createOrder(5000);
    for (const [key, thread] of [
      ['a', 'one'],
      ['other', 'two'],
      ['b', 'one'],
      ['c', 'one'],
    ] as const)
      order.came(key, thread);
    const over: string[] = [];
    for (const key of ['c', 'b', 'a']) void order.turn(key).then(() => over.push(key));
    await settle();
    expect(over).toEqual(['a']);
    order.done('a');
    await settle();
    expect(over).toEqual(['a', 'b']);
    order.done('b');
    await settle();
    expect(over).toEqual(['a', 'b', 'c']);
  });

  it('has nobody wait for what is in line, and everybody behind it for what stepped out', async () => {
    const order = createOrder(5000);
    order.came('a', 'one');
    order.came('b', 'one');
    await order.clear('b');
    order.stepOut('a');
    let isClear = false;
    const clear = order.clear('b').then(() => {
      isClear = true;
    });
    await settle();
    expect(isClear).toBe(false);
    order.stepIn('a');
    await clear;
    await order.clear('a');
    expect(order.isBusy('one')).toBe(true);
    order.done('a');
    order.done('b');
    expect(order.isBusy('one')).toBe(false);
  });

  it('waits no longer than the limit for what is never done, and forgets it', async () => {
    const order = createOrder(30);
    order.came('lost', 'one');
    order.came('b', 'one');
    const waits = order.turn('b').then(() => 'at the limit');
    expect(await Promise.race([waits, nextTurn('longer')])).toBe('longer');
    expect(await waits).toBe('at the limit');
    order.done('b');
    await sleep(40);
    order.came('c', 'one');
    expect(await Promise.race([order.turn('c').then(() => 'at once'), nextTurn('longer')])).toBe('at once');
  });

  it('has no trouble with what it does not know', async () => {
    const order = createOrder(30);
    order.done('x');
    order.stepOut('x');
    order.stepIn('x');
    await order.turn('x');
    await order.clear('x');
  });
});

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
