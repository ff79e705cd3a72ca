import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { plainCard } from '../../src/core/card.ts';
import { compile } from '../../src/core/compile.ts';
import { isForeign } from '../../src/core/language.ts';
import { guessLanguage } from '../../src/pack/read-language.ts';
import { knowledge, reply } from '../knowledge.ts';
import { ENGLISH_LINES, FOREIGN_LINES } from './language-lines.ts';
import { parcels } from './parcel-pack.ts';

const isTaken = (text: string, { lexicon, language } = knowledge) => isForeign(text, lexicon.read(text), language);
const lines = Object.entries(FOREIGN_LINES).flatMap(([language, texts]) => texts.map((text) => ({ language, text })));

describe('another language than English', () => {
  it('is recognised in 19 out of 20 lines of more than four words', () => {
    expect(Object.keys(FOREIGN_LINES).length).toBeGreaterThanOrEqual(12);
    const long = lines.filter(({ text }) => text.split(/\s+/).length > 4 || !/[a-z]/i.test(text));
    expect(long.length).toBeGreaterThanOrEqual(60);
    const missed = long.filter(({ text }) => !isTaken(text)).map(({ language, text }) => `${language}: ${text}`);
    expect(missed.length / long.length, missed.join('\n')).toBeLessThanOrEqual(0.05);
  });

  it('is answered in one line that says what the bot knows, whatever words of it could be matched', () => {
    const { card, intent } = reply('was ist besser für einen chat, django oder node?');
    expect(intent).toMatchObject({ type: 'out-of-scope', isForeign: true });
    const [line = '', ...buttons] = plainCard(card).split('\n\n');
    expect(line).toMatch(/^I know English only.*topics.*help.*verdict:/);
    expect(line).not.toContain('\n');
    expect(buttons).toHaveLength(1);
  });

  it('is never taken for English when it has letters of its own, and needs no guesser for that', () => {
    const plain = compile(knowledge.pack, knowledge.version);
    for (const text of [
      'что лучше для чата, django или node?',
      'リアルタイムのチャットには django と node のどちらがいい？',
    ])
      expect(isTaken(text, plain), text).toBe(true);
    expect(isTaken('mana yang lebih bagus untuk aplikasi', plain)).toBe(false);
  });
});

describe('English', () => {
  it('is never taken for another language: 200 lines of the tuning set and slang', () => {
    const path = join(import.meta.dirname, '..', '..', 'knowledge', knowledge.pack.id, 'eval', 'tune.jsonl');
    const rows = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => z.object({ text: z.string().optional() }).parse(JSON.parse(line)).text ?? []);
    expect(rows.length).toBeGreaterThanOrEqual(200);
    expect([...rows, ...ENGLISH_LINES].filter((text) => isTaken(text))).toEqual([]);
  });

  it('is not doubted in the examples of a pack, also by one that knows hardly a word', () => {
    const examples = [...knowledge.pack.entries.values()].flatMap((entry) => entry.examples);
    expect(examples.filter((text) => isTaken(text))).toEqual([]);
    const small = compile(parcels.pack, 'x', { guessLanguage });
    const doubted = ENGLISH_LINES.filter((text) => isTaken(text, small));
    expect(doubted).toEqual([]);
  });
});
