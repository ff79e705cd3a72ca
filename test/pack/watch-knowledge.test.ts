import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createBot } from '../../src/bot.ts';
import { plainCard } from '../../src/core/card.ts';
import { type KnowledgeState, watchKnowledge } from '../../src/pack/watch-knowledge.ts';
import { openStore } from '../../src/store/open-store.ts';
import { directly, NOW } from '../knowledge.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { SMALL_PACK, smallPackWith, writeKnowledge } from './small-pack.ts';

/** By when a saved change must be live. */
const LIVE_MS = 2000;
const SUMMARY = 'I know tea and coffee.';

describe('a saved change', () => {
  for (const [how, save] of [
    ['written in place', (file: string, text: string) => writeFileSync(file, text)],
    ['written beside and renamed', saveByRename],
    ['written in two parts', saveInParts],
  ] as const) {
    it(`is live within two seconds when it is ${how}`, async () => {
      const { folder, knowledge, told } = watch(writeKnowledge({ drinks: SMALL_PACK }));
      const before = knowledge.state().versions['tea-vs-coffee'];
      const started = performance.now();
      await save(join(folder, 'drinks', 'pack.yaml'), packWith('I know hot drinks.'));
      await vi.waitUntil(() => summaries(knowledge).includes('I know hot drinks.'), { timeout: LIVE_MS, interval: 10 });
      expect(performance.now() - started).toBeLessThan(LIVE_MS);
      expect(told.map(({ problem }) => problem)).toEqual([undefined]);
      expect(knowledge.state().versions['tea-vs-coffee']).not.toBe(before);
    });
  }

  it('is found by looking where the system tells nothing, as behind a link', async () => {
    const away = writeKnowledge({ drinks: SMALL_PACK });
    const linked = temporaryFolder();
    symlinkSync(join(away, 'drinks'), join(linked, 'drinks'));
    const { knowledge } = watch(linked);
    writeFileSync(join(away, 'drinks', 'pack.yaml'), packWith('I know hot drinks.'));
    await vi.waitUntil(() => summaries(knowledge).includes('I know hot drinks.'), { timeout: LIVE_MS });
  });

  it('may be a pack more, or one less; the others stay as they are, with all that was worked out of them', async () => {
    const { folder, knowledge, told } = watch(writeKnowledge({ drinks: SMALL_PACK }));
    const [first] = knowledge.library();
    const other = smallPackWith('pack.yaml', 'id: tea-vs-coffee', 'id: hot-vs-cold');
    cpSync(join(writeKnowledge({ more: other }), 'more'), join(folder, 'more'), { recursive: true });
    await vi.waitUntil(() => knowledge.library().length === 2, { timeout: LIVE_MS });
    expect(knowledge.library()[0]).toBe(first);
    rmSync(join(folder, 'more'), { recursive: true });
    await vi.waitUntil(() => knowledge.library().length === 1, { timeout: LIVE_MS });
    expect(knowledge.library()[0]).toBe(first);
    expect(told.at(-1)).toEqual({ versions: { 'tea-vs-coffee': first.version }, problem: undefined });
  });

  it('that changes nothing is told to nobody', async () => {
    const { folder, knowledge, told } = watch(writeKnowledge({ drinks: SMALL_PACK }));
    const before = knowledge.library();
    writeFileSync(join(folder, 'drinks', 'pack.yaml'), SMALL_PACK['pack.yaml'] ?? '');
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, 'notes.txt'), 'not of a pack');
    await pause(800);
    expect(told).toEqual([]);
    expect(knowledge.library().every((one, at) => one === before[at])).toBe(true);
  });

  it('is looked for no more once it was stopped', async () => {
    const { folder, knowledge, told } = watch(writeKnowledge({ drinks: SMALL_PACK }));
    knowledge.stop();
    writeFileSync(join(folder, 'drinks', 'pack.yaml'), packWith('I know hot drinks.'));
    await pause(500);
    expect([told, summaries(knowledge)]).toEqual([[], [SUMMARY]]);
  });
});

describe('a broken change', () => {
  it('keeps the last good packs, and its problems are told once, with their places', async () => {
    const { folder, knowledge, told } = watch(writeKnowledge({ drinks: SMALL_PACK }));
    const before = knowledge.library();
    const file = join(folder, 'drinks', 'pack.yaml');
    writeFileSync(file, packWith(SUMMARY).replace('title: Tea vs Coffee', 'title: 7'));
    await vi.waitUntil(() => knowledge.state().problem, { timeout: LIVE_MS });
    expect(knowledge.library()).toBe(before);
    await pause(1500);
    expect(told).toEqual([
      {
        versions: { 'tea-vs-coffee': before[0].version },
        problem: { lines: [`${file}:2: title: expected text; got 7`] },
      },
    ]);
    expect(knowledge.state()).toEqual(told[0]);
    writeFileSync(file, packWith('I know hot drinks.'));
    await vi.waitUntil(() => knowledge.state().problem === undefined, { timeout: LIVE_MS });
    expect([told.length, summaries(knowledge)]).toEqual([2, ['I know hot drinks.']]);
  });

  it('that was undone is told as well, since nothing is wrong any more', async () => {
    const { folder, knowledge, told } = watch(writeKnowledge({ drinks: SMALL_PACK }));
    const before = knowledge.library();
    const file = join(folder, 'drinks', 'pack.yaml');
    writeFileSync(file, 'id: [');
    await vi.waitUntil(() => knowledge.state().problem, { timeout: LIVE_MS });
    writeFileSync(file, SMALL_PACK['pack.yaml'] ?? '');
    await vi.waitUntil(() => knowledge.state().problem === undefined, { timeout: LIVE_MS });
    expect(told.map(({ problem }) => problem !== undefined)).toEqual([true, false]);
    expect(knowledge.library().every((one, at) => one === before[at])).toBe(true);
  });

  it('may be that everything is gone', async () => {
    const { folder, knowledge } = watch(writeKnowledge({ drinks: SMALL_PACK }));
    rmSync(folder, { recursive: true });
    await vi.waitUntil(() => knowledge.state().problem, { timeout: LIVE_MS });
    expect(knowledge.state().problem?.lines.join()).toContain('no pack is here');
    expect(summaries(knowledge)).toEqual([SUMMARY]);
  });
});

it('a stream of questions is answered, every one of them, while twenty reloads happen', async () => {
  const { folder, knowledge, told } = watch(writeKnowledge({ drinks: SMALL_PACK }));
  const store = await openStore({ file: ':memory:' });
  onTestFinished(() => store.health.close());
  const bot = createBot({
    library: knowledge.library,
    store,
    now: () => NOW,
    observe: () => {},
    limits: { perThread: 1e6, perPerson: 1e6, windowMs: 60_000 },
  });
  let asked = 0;
  const answered: string[] = [];
  const waiting: Promise<void>[] = [];
  const ask = () => {
    asked += 1;
    const delivery = directly({ type: 'utterance', text: 'what is tea' }, `thread ${asked % 7}`, `key ${asked}`);
    waiting.push(
      bot.handle(delivery).then((answer) => {
        if (answer && plainCard(answer.card).startsWith('What is tea?')) answered.push(delivery.key);
      }),
    );
  };
  const stream = setInterval(ask, 5);
  for (let reload = 1; reload <= 20; reload++) {
    const isBroken = reload % 5 === 0;
    const text = packWith(`I know ${reload} drinks.`);
    writeFileSync(join(folder, 'drinks', 'pack.yaml'), isBroken ? text.replace('title:', 'titel:') : text);
    await vi.waitUntil(() => told.length === reload, { timeout: 20_000, interval: 5 });
    expect(told.at(-1)?.problem !== undefined).toBe(isBroken);
  }
  clearInterval(stream);
  await Promise.all(waiting);
  expect(asked).toBeGreaterThan(200);
  expect(answered.length).toBe(asked);
  expect(summaries(knowledge)).toEqual(['I know 19 drinks.']);
}, 60_000);

function watch(folder: string) {
  const told: KnowledgeState[] = [];
  const knowledge = watchKnowledge(folder, (state) => told.push(state));
  onTestFinished(() => knowledge.stop());
  return { folder, knowledge, told };
}

function summaries(knowledge: ReturnType<typeof watchKnowledge>): string[] {
  return knowledge.library().map(({ pack }) => pack.summary);
}

function packWith(summary: string): string {
  return (SMALL_PACK['pack.yaml'] ?? '').replace(SUMMARY, summary);
}

function saveByRename(file: string, text: string): void {
  writeFileSync(`${file}~`, text);
  renameSync(file, `${file}.old`);
  renameSync(`${file}~`, file);
  rmSync(`${file}.old`);
}

async function saveInParts(file: string, text: string): Promise<void> {
  writeFileSync(file, text.slice(0, 40));
  await pause(250);
  expect(readFileSync(file, 'utf8')).toHaveLength(40);
  writeFileSync(file, text);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
