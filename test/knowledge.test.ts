import { describe, expect, it } from 'vitest';
import { answerRow } from '../src/cli/answer-row.ts';
import { MAX_ANSWER_BUTTONS } from '../src/core/answer-card.ts';
import { buttonsOf, plainCard } from '../src/core/card.ts';
import { knowledge, library, reply } from './knowledge.ts';

const { pack } = knowledge;
const entries = [...pack.entries.values()];
/** Both options beside each other, either way round: "django vs node", "Node.js or Django". */
const BETWEEN_TWO = /\b(django|node(?:\.js|js| js)?)( (?:vs\.?|versus|or|and) )(django|node(?:\.js|js| js)?)\b/i;
/** The article that the pack began with has no address that is known. */
const ARTICLE = 'almabetter-2023';
/** Practice with a number that is a name: "ISO 27001". */
const NAMED_BY_NUMBER = ['now.security.documents-practice'];

describe('the pack that ships', () => {
  it('answers every section of the comparison it began with', () => {
    const stated = new Set(entries.flatMap((entry) => entry.claims));
    const ofArticle = [...pack.claims.values()].filter((claim) => claim.basis === 'article').map((claim) => claim.id);
    expect(ofArticle.length).toBe(126);
    expect(ofArticle.filter((id) => !stated.has(id))).toEqual([]);
  });

  it('finds every entry by its own question', () => {
    const lost = entries.filter(
      (entry) => answerRow('', reply(entry.question), library).matches[0]?.entry !== entry.id,
    );
    expect(lost.map((entry) => entry.id)).toEqual([]);
  });

  it('finds nearly every entry by its own examples: every fourth of them', () => {
    const examples = entries
      .flatMap((entry) => entry.examples.map((text) => ({ text, id: entry.id })))
      .filter((_, index) => index % 4 === 0);
    const lost = examples.filter(({ text, id }) => answerRow('', reply(text), library).matches[0]?.entry !== id);
    expect(lost.length, lost.map(({ text, id }) => `${id}: ${text}`).join('\n')).toBeLessThanOrEqual(
      examples.length / 100,
    );
  });

  it('answers what it proposes to try first', () => {
    for (const starter of pack.starters)
      expect(answerRow(starter, reply(starter), library).answered, starter).toBe(true);
  });

  it('gives every answer a date, at most five buttons, and a way to its sources', () => {
    for (const entry of entries) {
      const { card } = reply(entry.question);
      const labels = buttonsOf(card).map((button) => button.label);
      expect(plainCard(card), entry.id).toMatch(/checked 22 Nov 2026/i);
      expect(labels.length, entry.id).toBeLessThanOrEqual(MAX_ANSWER_BUTTONS);
      expect(labels, entry.id).toEqual(expect.arrayContaining(['Sources', '👍', '👎']));
    }
  });

  it('gives the same entry for "A vs B" as for "B vs A"', () => {
    const texts = entries.flatMap((entry) => [entry.question, ...entry.examples]);
    const pairs = texts.flatMap((text) => {
      const swapped = text.replace(BETWEEN_TWO, '$3$2$1');
      return swapped === text ? [] : [{ text, swapped }];
    });
    const found = (text: string) => answerRow('', reply(text), library).matches[0]?.entry;
    expect(pairs.length).toBeGreaterThan(300);
    expect(pairs.filter(({ text, swapped }) => found(text) !== found(swapped))).toEqual([]);
  });

  it('has eight examples of each question, and cites no source without an address', () => {
    expect(entries.filter(({ examples }) => examples.length < 8).map(({ id }) => id)).toEqual([]);
    const cited = [...pack.claims.values()].filter(({ basis }) => basis === 'source').flatMap(({ sources }) => sources);
    expect(cited.filter((id) => !pack.sources.get(id)?.address && id !== ARTICLE)).toEqual([]);
  });

  it('states practice without figures', () => {
    const practice = [...pack.claims.values()].filter(({ basis }) => basis === 'practice');
    const figures = practice.filter(({ statement }) => /(?:^|[\s(])[\d.,]+\s?%?(?=$|[\s,;)])/.test(statement));
    expect(figures.map(({ id }) => id)).toEqual(NAMED_BY_NUMBER);
  });

  it('quotes no salary, and no ratio between the two', () => {
    const text = entries.map((entry) => plainCard(reply(entry.question).card)).join('\n');
    expect(text).not.toMatch(/\$\s?\d|\d+ ?(?:USD|lakh|€|£)|\b\d+(?:\.\d+)?(?:x|×| times) (?:faster|slower|more)/i);
  });
});
