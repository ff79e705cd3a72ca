import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createWriteQueue, type Queued } from '../../src/store/write-queue.ts';

type Write = Queued & { readonly name: string };

const BAD_MEMBER = new Error('a bad member');
const NO_DISK = new Error('no disk');

describe('the write queue', () => {
  it('writes what arrives in one turn together, and what arrives meanwhile in the next group', async () => {
    const { add, groups, told } = start();
    add('a');
    add('b');
    await nextTurn();
    add('c');
    add('d');
    await done(told, 4);
    expect(groups).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(told).toEqual(['a', 'b', 'c', 'd']);
  });

  it('writes what touches the same one after another, in the order it came, and does not hold up the rest', async () => {
    const { add, groups, told } = start();
    add('a1', ['a']);
    add('a2', ['a', 'b']);
    add('b1', ['b']);
    add('c1', ['c']);
    await done(told, 4);
    expect(groups).toEqual([['a1', 'c1'], ['a2'], ['b1']]);
  });

  it('writes no more than 256 at once', async () => {
    const { add, groups, told } = start();
    for (let nth = 0; nth < 600; nth++) add(`${nth}`);
    await done(told, 600);
    expect(groups.map((group) => group.length)).toEqual([256, 256, 88]);
    expect(told).toEqual(Array.from({ length: 600 }, (_, nth) => `${nth}`));
  });

  it('writes each member alone when a group fails over one of them, and tells only that one', async () => {
    const { add, groups, told } = start();
    for (const name of ['a', 'bad', 'c']) add(name);
    await done(told, 3);
    expect(groups).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
    expect(told).toEqual(['a', 'bad failed: a bad member', 'c']);
  });

  it('tells everybody when the database fails, and tries no one alone', async () => {
    const { add, groups, told } = start();
    for (const name of ['a', 'no disk', 'c']) add(name);
    await done(told, 3);
    expect(groups).toHaveLength(1);
    expect(told).toEqual(['a failed: no disk', 'no disk failed: no disk', 'c failed: no disk']);
    add('later');
    await done(told, 4);
    expect(told.at(-1)).toBe('later');
  });

  it('finishes what it has when it is closed, and takes no more', async () => {
    const { add, told, close, sizes } = start();
    add('a');
    await close();
    add('b');
    expect(told).toEqual(['a', 'b failed: the store is closed']);
    expect(sizes).toEqual([1]);
    await close();
  });
});

function start() {
  const groups: string[][] = [];
  const told: string[] = [];
  const sizes: number[] = [];
  const queue = createWriteQueue<Write>({
    write: async (writes) => {
      groups.push(writes.map(({ name }) => name));
      await nextTurn();
      if (writes.some(({ name }) => name === 'bad')) throw BAD_MEMBER;
      if (writes.some(({ name }) => name === 'no disk')) throw NO_DISK;
      return writes.map(
        ({ name }) =>
          () =>
            told.push(name),
      );
    },
    isOfOne: (error) => error === BAD_MEMBER,
    wrote: ({ count }) => sizes.push(count),
  });
  const add = (name: string, touches: readonly string[] = []) => {
    const reject = (error: unknown) => told.push(`${name} failed: ${error instanceof Error ? error.message : error}`);
    queue.add({ name, touches, reject });
  };
  return { add, groups, told, sizes, close: queue.close };
}

async function done(told: readonly string[], count: number): Promise<void> {
  while (told.length < count) await nextTurn();
}
