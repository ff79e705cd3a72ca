import type { Brief } from '../../src/core/brief.ts';
import type { Criterion, Pack } from '../../src/core/knowledge.ts';
import type { Need } from '../../src/core/needs.ts';
import { STRENGTHS } from '../../src/core/qualify.ts';
import type { Verdict } from '../../src/core/recommend.ts';
import { knowledge } from '../knowledge.ts';

/** A need in words: "real-time", "real-time must", "real-time nice", "real-time implied", "no real-time". */
export function need(words: string): Need {
  const [first = '', second = ''] = words.split(' ');
  if (first === 'no') return { criterion: second, strength: 1, negated: true, said: words, by: 'said' };
  if (second === 'implied') return { criterion: first, strength: 0.5, negated: false, said: words, by: 'implied' };
  const strength = second === 'must' ? STRENGTHS.must : second === 'nice' ? STRENGTHS.nice : STRENGTHS.should;
  return { criterion: first, strength, negated: false, said: words, by: 'said' };
}

/** A brief of these needs, and whatever else is given. */
export function brief(needs: readonly string[], rest: Partial<Brief> = {}): Brief {
  return { needs: needs.map(need), facts: [], neither: [], together: undefined, asked: [], ...rest };
}

/** Facts, or cases for neither, each said by its own name. */
export function heard(...facts: readonly string[]) {
  return facts.map((fact) => ({ fact, said: fact }));
}

/** The id of the option that is picked, else the kind of the verdict. */
export function outcome(verdict: Verdict): string {
  return verdict.kind === 'option' ? verdict.option.id : verdict.kind;
}

/** A pack that compares options on criteria, each given as its weight and the score of every option, and nothing else. */
export function packOf(options: readonly string[], rows: Readonly<Record<string, readonly number[]>>): Pack {
  const criteria = Object.entries(rows).map(([id, [weight = 0, ...scores]]): Criterion => {
    const scored = options.map((option, index) => [option, { score: scores[index] ?? 0, reason: id, claims: [] }]);
    const texts = { name: id, definition: id, entry: id, question: id, phrases: [], implied: [], opposites: [] };
    return { id, weight, splits: false, scores: Object.fromEntries(scored), ...texts };
  });
  const named = options.map((id) => ({ id, name: id, entry: id, against: id }));
  return { ...knowledge.pack, options: named, criteria, facts: [], neither: [], splits: [], questions: [] };
}
