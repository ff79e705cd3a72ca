import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { knowledge, reply } from './knowledge.ts';

const rowSchema = z.object({ text: z.string(), entries: z.array(z.string()) });
const rows = readFileSync(join(import.meta.dirname, '..', 'knowledge', knowledge.pack.id, 'eval', 'tune.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => rowSchema.parse(JSON.parse(line)))
  .map(({ text, entries }) => ({ text, entries, intent: reply(text).intent }));
const inScope = rows.filter(({ entries }) => entries.length > 0);
const outOfScope = rows.filter(({ entries }) => entries.length === 0);

describe('the tuning set', () => {
  it('names entries that exist, and stands nowhere among the examples', () => {
    const examples = new Set(
      [...knowledge.pack.entries.values()].flatMap((entry) => entry.examples.map((example) => example.toLowerCase())),
    );
    expect(rows.filter(({ text }) => examples.has(text.toLowerCase())).map(({ text }) => text)).toEqual([]);
    expect(inScope.flatMap(({ entries }) => entries).filter((id) => !knowledge.pack.entries.has(id))).toEqual([]);
  });

  it('is answered as often, and as rightly, as before', () => {
    const answered = inScope.flatMap(({ entries, intent }) =>
      'entry' in intent ? [entries.includes(intent.entry.id)] : [],
    );
    const right = answered.filter((isRight) => isRight).length / answered.length;
    const offered = inScope.filter(({ entries, intent }) => {
      return (
        intent.type === 'clarify' && intent.decision.matches.slice(0, 3).some(({ entry }) => entries.includes(entry.id))
      );
    });
    const wrongly = outOfScope.filter(({ intent }) => 'entry' in intent).length / outOfScope.length;
    console.log(
      `tuning set: ${percent(answered.length / inScope.length)} of ${inScope.length} questions answered, ${percent(right)} of the answers right; ` +
        `${percent(offered.length / inScope.length)} found among the suggestions; ${percent(wrongly)} of ${outOfScope.length} foreign messages answered`,
    );
    expect(answered.length / inScope.length).toBeGreaterThanOrEqual(0.68);
    expect(right).toBeGreaterThanOrEqual(0.92);
    expect(offered.length / inScope.length).toBeGreaterThanOrEqual(0.17);
    expect(wrongly).toBeLessThanOrEqual(0.08);
  });
});

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
