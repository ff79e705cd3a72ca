import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { NOISES, spoilt } from '../../src/cli/eval-noise.ts';
import { readEvalRows } from '../../src/cli/eval-rows.ts';
import { runNode } from '../child.ts';
import { SMALL_PACK, writeKnowledge } from '../pack/small-pack.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const evaluate = (knowledgeDir: string, ...args: readonly string[]) =>
  runNode([join(ROOT, 'src', 'cli', 'versus.ts'), 'eval', ...args], { KNOWLEDGE_DIR: knowledgeDir }, ROOT);

const TUNE = [
  '{"text": "what is tea", "entries": ["what-is-tea"]}',
  '{"text": "what is coffee", "entries": ["what-is-tea"]}',
  '{"text": "who won the game", "entries": []}',
].join('\n');
const FINAL = [
  '{"set": "in", "text": "what is coffee", "entries": ["what-is-tea"]}',
  '{"set": "turns", "turns": ["what is tea", "and coffee?"], "entries": ["what-is-coffee"]}',
  '{"set": "small", "text": "hello", "intent": "greeting"}',
  '{"set": "gap", "text": "is tea taxed"}',
].join('\n');
const FILES = { ...SMALL_PACK, 'eval/tune.jsonl': TUNE, 'eval/final.jsonl': FINAL };

const setSchema = z.object({
  set: z.enum(['tune', 'final']),
  figures: z.object({ scope: z.object({ messages: z.number(), answered: z.number(), right: z.number() }) }),
  noises: z.record(z.string(), z.unknown()),
  curve: z.array(z.object({ from: z.number(), answered: z.number(), wrong: z.number(), foreign: z.number() })),
  confusions: z.array(z.strictObject({ wanted: z.string(), given: z.string(), count: z.number() })),
});
const printed = z.strictObject({
  packs: z.array(z.strictObject({ id: z.string(), version: z.string(), sets: z.array(setSchema) })),
});

describe('versus eval', () => {
  it('prints how well the messages of both sets are answered, in at most 100 columns', async () => {
    const { stdout, code } = await evaluate(writeKnowledge({ pack: FILES }));
    expect(code).toBe(0);
    expect(stdout).toMatch(/tune: 3 messages/);
    expect(stdout).toMatch(/final: 4 messages/);
    expect(stdout).toMatch(/questions +2 +50\.0 % .*\n/);
    expect(stdout).toMatch(/with typos/);
    expect(stdout).toMatch(/small talk: 1 messages, 100\.0 % understood/);
    expect(stdout.split('\n').filter((line) => [...line].length > 100)).toEqual([]);
  });

  it('shows the words of what went wrong in the tuning set, and those of the final set only when asked to', async () => {
    const folder = writeKnowledge({ pack: FILES });
    expect((await evaluate(folder, '--set', 'tune')).stdout).toContain('         what is coffee');
    const { stdout } = await evaluate(folder, '--set', 'final');
    expect(stdout).toContain('what-is-tea → what-is-coffee');
    expect(stdout).not.toContain('what is coffee');
    expect((await evaluate(folder, '--set', 'final', '--show')).stdout).toContain('         what is coffee');
  });

  it('prints one line of JSON, without anybody’s words', async () => {
    const { stdout } = await evaluate(writeKnowledge({ pack: FILES }), 'tea-vs-coffee', '--json');
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const [pack] = printed.parse(JSON.parse(stdout)).packs;
    expect(pack?.sets.map(({ set, figures }) => [set, figures.scope.messages])).toEqual([
      ['tune', 2],
      ['final', 2],
    ]);
    expect(pack?.sets[0]?.figures.scope).toMatchObject({ answered: 1, right: 0.5 });
  });

  it('measures beside them how well described projects are understood, and shows the words of those to tune on alone', async () => {
    const project = (text: string, criterion: string) =>
      JSON.stringify({
        text,
        needs: [{ criterion, strength: 'should', negated: false }],
        facts: [],
        verdicts: ['coffee'],
      });
    const folder = writeKnowledge({
      pack: {
        ...FILES,
        'eval/projects-tune.jsonl': `${project('a night shift', 'wakefulness')}\n${project('tidy cups', 'ceremony')}`,
        'eval/projects-final.jsonl': project('quiet evenings', 'ceremony'),
      },
    });
    const { stdout } = await evaluate(folder, '--write');
    expect(stdout).toContain('2 descriptions; precision 1.000, recall 0.500, verdict agreement 0.500');
    expect(stdout).toContain('- tidy cups');
    expect(stdout).toContain('missed: ceremony');
    expect(stdout).not.toContain('quiet evenings');
    expect((await evaluate(folder, '--set', 'final', '--show')).stdout).toContain('- quiet evenings');
    const kept: unknown = JSON.parse(readFileSync(join(folder, 'pack', 'eval', 'figures.json'), 'utf8'));
    expect(kept).toMatchObject({ tune: { beside: { 'described projects': { precision: 1, recall: 0.5 } } } });
  });

  it('says which line of the described projects is wrong', async () => {
    const broken = { ...FILES, 'eval/projects-tune.jsonl': '{"text": "tea"}' };
    const { stdout, stderr, code } = await evaluate(writeKnowledge({ pack: broken }));
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain('projects-tune.jsonl:1: needs: ');
  });

  it('keeps the headline figures of both sets in the pack', async () => {
    const folder = writeKnowledge({ pack: FILES });
    expect((await evaluate(folder, '--write')).code).toBe(0);
    const kept: unknown = JSON.parse(readFileSync(join(folder, 'pack', 'eval', 'figures.json'), 'utf8'));
    expect(kept).toMatchObject({
      version: expect.stringMatching(/^[0-9a-f]{12}$/),
      tune: { headline: { answered: 1, 'answers right': 0.5 }, messages: { in: 2, out: 1 } },
      final: { messages: { in: 1, turns: 1, small: 1, gap: 1 } },
    });
  });

  it.each([
    [['nothing'], 'no pack is called "nothing"; there are tea-vs-coffee'],
    [['--set', 'other'], '--set is tune or final'],
    [['--write', '--set', 'tune'], '--write keeps the figures of both sets'],
    [['--fit', '--json'], '--fit goes alone'],
    [['a', 'b'], 'eval takes one pack at most'],
  ])('says what is wrong with %j', async (args, problem) => {
    const { code, stderr } = await evaluate(writeKnowledge({ pack: FILES }), ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(problem)]);
  });

  it('says where a row cannot be read', async () => {
    const folder = writeKnowledge({ pack: { ...FILES, 'eval/tune.jsonl': `${TUNE}\n{"entries": []}` } });
    expect((await evaluate(folder)).stderr).toMatch(/tune\.jsonl:4: either "text" or "turns" is needed/);
  });
});

describe('noise', () => {
  const [row] = readEvalRows(join(ROOT, 'knowledge', 'django-vs-nodejs'), 'tune');
  const spoil = (text: string) =>
    NOISES.map((noise) => (row ? spoilt({ ...row, turns: [text] }, noise).turns[0] : undefined));

  it('spoils the same words always in the same way', () => {
    const text = 'Which is faster, Django or Node.js? Our team knows Python 3.12 well!';
    const [plain, typos = '', lower, bare] = spoil(text);
    expect(plain).toBe(text);
    expect(typos).not.toBe(text);
    expect(Math.abs(typos.length - text.length)).toBeLessThanOrEqual(4);
    expect(spoil(text)[1]).toBe(typos);
    expect(lower).toBe(text.toLowerCase());
    expect(bare).toBe('Which is faster Django or Node.js Our team knows Python 3.12 well');
  });

  it('leaves words alone that are too short to be misspelt', () => {
    expect(spoil('is it ok')[1]).toBe('is it ok');
  });
});
