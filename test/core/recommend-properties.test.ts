import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Brief, decided, extendBrief, pressedNeed } from '../../src/core/brief.ts';
import { flipOf, flipsOf, stepsOf, withStrength } from '../../src/core/flip.ts';
import type { Pack } from '../../src/core/knowledge.ts';
import type { Need } from '../../src/core/needs.ts';
import { STRENGTHS } from '../../src/core/qualify.ts';
import { MAX_QUESTIONS, MIN_EVIDENCE, optionOf, recommend, type Verdict } from '../../src/core/recommend.ts';
import { knowledge } from '../knowledge.ts';
import { brief, heard, outcome, packOf } from './briefs.ts';

const { pack } = knowledge;

/** At most one need for each of these criteria, as `mergeNeeds` leaves them. */
function needsOf(ids: readonly string[]): fc.Arbitrary<Need[]> {
  const one = fc.record({
    criterion: fc.constantFrom(...ids),
    strength: fc.constantFrom(...Object.values(STRENGTHS)),
    negated: fc.boolean(),
    said: fc.constant('said'),
    by: fc.constantFrom('said', 'implied', 'pressed'),
  });
  return fc.uniqueArray(one, { selector: ({ criterion }) => criterion, maxLength: 8 });
}

const some = (list: readonly { readonly id: string }[]) =>
  fc.subarray(heard(...list.map(({ id }) => id)), { maxLength: 2 });
const together = fc.option(fc.constant('use both'), { nil: undefined, freq: 5 });

/** A brief for the pack that ships. */
const briefs: fc.Arbitrary<Brief> = fc.record({
  needs: needsOf(pack.criteria.map(({ id }) => id)),
  facts: some(pack.facts),
  neither: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some(pack.neither) }),
  together,
  asked: fc.subarray(pack.questions.map(({ id }) => id)),
});

/** A pack that compares two to four options at random, a brief for it, and its options in another order. */
const madeUp = fc.integer({ min: 2, max: 4 }).chain((count) => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const options = ['w', 'x', 'y', 'z'].slice(0, count);
  const scores = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: count, maxLength: count });
  const row = fc.record({ weight: fc.integer({ min: 0, max: 3 }), scores, splits: fc.boolean() });
  const packs = fc.tuple(...ids.map(() => row)).map((rows): Pack => {
    const listed = rows.map(({ weight, scores: given }, index) => [ids[index] ?? '', [weight, ...given]]);
    const made = packOf(options, Object.fromEntries(listed));
    const criteria = made.criteria.map((one, index) => ({ ...one, splits: rows[index]?.splits ?? false }));
    return { ...made, criteria };
  });
  const order = fc.shuffledSubarray(options, { minLength: count, maxLength: count });
  const given = fc.record({ needs: needsOf(ids), together }).map((rest) => brief([], rest));
  return fc.record({ made: packs, given, order });
});

/** What the verdict comes to, by the ids of options. */
function seen(verdict: Verdict) {
  const owners = verdict.kind === 'both' ? verdict.owners : [];
  return {
    outcome: outcome(verdict),
    sureness: verdict.kind === 'option' ? verdict.sureness : undefined,
    owners: Object.fromEntries(owners.map(({ option, point }) => [option.id, point.criterion.id])),
    totals: Object.fromEntries(verdict.totals.map(({ option, total }) => [option.id, total])),
    margin: verdict.margin,
    evidence: verdict.evidence,
  };
}

/** Only these verdicts are shown with what would flip them. */
function hasFlips({ kind }: Verdict): boolean {
  return kind === 'option' || kind === 'both' || kind === 'either';
}

describe('for every brief', () => {
  const holds = <T>(title: string, values: fc.Arbitrary<T>, predicate: (value: T) => void) => {
    it(title, () => fc.assert(fc.property(values, predicate), { numRuns: 400 }));
  };

  holds('the order of the options is irrelevant', madeUp, ({ made, given, order }) => {
    const options = order.flatMap((id) => made.options.filter((option) => option.id === id));
    expect(seen(recommend(given, { ...made, options }))).toEqual(seen(recommend(given, made)));
  });

  holds('options that exchange their scores exchange their places', madeUp, ({ made, given, order }) => {
    const places = new Map(made.options.map(({ id }, index) => [id, order[index] ?? id]));
    const exchanged = <T>(by: Readonly<Record<string, T>>) =>
      Object.fromEntries(Object.entries(by).map(([id, value]) => [places.get(id) ?? id, value]));
    const criteria = made.criteria.map((criterion) => ({ ...criterion, scores: exchanged(criterion.scores) }));
    const before = seen(recommend(given, made));
    expect(seen(recommend(given, { ...made, criteria }))).toEqual({
      ...before,
      outcome: places.get(before.outcome) ?? before.outcome,
      owners: exchanged(before.owners),
      totals: exchanged(before.totals),
    });
  });

  const reordered = briefs.chain((given) => {
    const needs = fc.shuffledSubarray([...given.needs], { minLength: given.needs.length });
    return fc.record({ given: fc.constant(given), needs });
  });
  holds('the order of the needs is irrelevant', reordered, ({ given, needs }) => {
    expect(seen(recommend({ ...given, needs }, pack))).toEqual(seen(recommend(given, pack)));
  });

  const withCriterion = fc.record({ given: briefs, criterion: fc.constantFrom(...pack.criteria) });
  const others = (given: Brief, criterion: string) => given.needs.filter((need) => need.criterion !== criterion);

  holds('one need more never lowers the total of an option it favours', withCriterion, ({ given, criterion }) => {
    const before = { ...given, needs: others(given, criterion.id) };
    const after = { ...before, needs: [...before.needs, pressedNeed(criterion.id, STRENGTHS.nice, '')] };
    const totals = new Map(recommend(before, pack).totals.map(({ option, total }) => [option.id, total]));
    for (const { option, total } of recommend(after, pack).totals) {
      if ((criterion.scores[option.id]?.score ?? 0) >= 0)
        expect(total).toBeGreaterThanOrEqual(totals.get(option.id) ?? Number.NaN);
    }
  });

  holds('a criterion that nobody mentioned tilts nothing', briefs, (given) => {
    const mentioned = pack.criteria.filter(({ id }) => given.needs.some(({ criterion }) => criterion === id));
    expect(seen(recommend(given, { ...pack, criteria: mentioned }))).toEqual(seen(recommend(given, pack)));
  });

  holds('a need that is denied tilts nothing', withCriterion, ({ given, criterion }) => {
    if (criterion.denied) return;
    const before = { ...given, needs: others(given, criterion.id) };
    const after = extendBrief(before, { needs: [pressedNeed(criterion.id, 0, '')] });
    const [a, b] = [recommend(before, pack), recommend(after, pack)];
    // With too little said, what is denied may be the last thing that was left to ask.
    if (a.kind === 'ask') expect({ ...seen(b), outcome: 'ask', sureness: undefined }).toEqual(seen(a));
    else expect(seen(b)).toEqual(seen(a));
  });

  const scaled = fc.record({ given: briefs, k: fc.constantFrom(1, 1.5, 2, 3, 10) });
  holds('weights that all grow alike keep the verdict', scaled, ({ given, k }) => {
    const before = recommend(given, pack);
    const criteria = pack.criteria.map((criterion) => ({ ...criterion, weight: criterion.weight * k }));
    const after = recommend(given, { ...pack, criteria });
    expect(after.margin).toBe(before.margin * k);
    const isDecided = before.kind === 'option' || before.evidence >= MIN_EVIDENCE;
    if (isDecided) expect(outcome(after)).toBe(outcome(before));
  });

  holds('a flip that is shown gives the other verdict once it is pressed', briefs, (given) => {
    const verdict = recommend(given, pack);
    for (const { criterion, strength, to } of hasFlips(verdict) ? flipsOf(verdict, given, pack) : []) {
      const pressed = recommend(extendBrief(given, { needs: [pressedNeed(criterion.id, strength, '')] }), pack);
      expect({ kind: pressed.kind, option: optionOf(pressed) }).toEqual(to);
      expect(outcome(pressed)).not.toBe(outcome(verdict));
    }
  });

  const one = fc.oneof(
    briefs.map((given) => ({ made: pack, given })),
    madeUp.map(({ made, given }) => ({ made, given })),
  );
  holds(
    'no smaller step of one need, nor a weaker one need more, gives another verdict than the flip shown',
    one,
    ({ made, given }) => {
      const verdict = recommend(given, made);
      if (!hasFlips(verdict)) return;
      const flips = flipsOf(verdict, given, made);
      const sizes = stepsOf(given, made)
        .filter((step) => flipOf(step, verdict, given, made) !== undefined)
        .map(({ isNew, strength, from }) => ({ isNew, size: Math.abs(strength - from) }));
      for (const isNew of [false, true]) {
        const found = flips.find((flip) => flip.isNew === isNew);
        const smallest = Math.min(...sizes.filter((step) => step.isNew === isNew).map(({ size }) => size));
        expect(found ? Math.abs(found.strength - found.from) : Number.POSITIVE_INFINITY).toBe(smallest);
      }
    },
  );

  holds('every flip changes the verdict into what it says, also for made-up options', madeUp, ({ made, given }) => {
    const verdict = recommend(given, made);
    for (const { criterion, strength, to } of hasFlips(verdict) ? flipsOf(verdict, given, made) : []) {
      const other = recommend(withStrength(given, criterion.id, strength), made);
      expect({ kind: other.kind, option: optionOf(other) }).toEqual(to);
      expect(outcome(other)).not.toBe(outcome(verdict));
    }
  });

  holds(
    'a criterion of weight 0 changes nothing, whether it is needed or denied',
    withCriterion,
    ({ given, criterion }) => {
      const weights = { [criterion.id]: 0 };
      const without = recommend({ ...given, needs: others(given, criterion.id), weights }, pack);
      for (const strength of [0, STRENGTHS.nice, STRENGTHS.must]) {
        const needs = [...others(given, criterion.id), pressedNeed(criterion.id, strength, '')];
        const verdict = recommend({ ...given, needs, weights }, pack);
        // What was spoken of is not asked about again.
        if (without.kind === 'ask')
          expect({ ...seen(verdict), outcome: 'ask', sureness: undefined }).toEqual(seen(without));
        else expect(seen(verdict)).toEqual(seen(without));
      }
    },
  );

  holds('changed weights count as if they were the weights of the pack', withCriterion, ({ given, criterion }) => {
    const criteria = pack.criteria.map((known) => (known.id === criterion.id ? { ...known, weight: 1.5 } : known));
    expect(seen(recommend({ ...given, weights: { [criterion.id]: 1.5 } }, pack))).toEqual(
      seen(recommend(given, { ...pack, criteria })),
    );
  });

  holds('no more than five questions are asked, none twice, and "Decide now" ends them', briefs, (given) => {
    let asked: Brief = { ...given, asked: [] };
    const questions: string[] = [];
    for (let verdict = recommend(asked, pack); verdict.kind === 'ask'; verdict = recommend(asked, pack)) {
      questions.push(verdict.question.id);
      asked = extendBrief(asked, { asked: [verdict.question.id] });
    }
    expect(questions.length).toBeLessThanOrEqual(MAX_QUESTIONS);
    expect(new Set(questions).size).toBe(questions.length);
    expect(recommend(decided(given, pack), pack).kind).not.toBe('ask');
  });

  holds('a "yes" to what would settle a close call settles it', briefs, (given) => {
    const verdict = recommend(given, pack);
    const settling = verdict.kind === 'either' ? flipsOf(verdict, given, pack).find((flip) => flip.isNew) : undefined;
    if (!settling) return;
    const strength = Math.max(STRENGTHS.should, settling.strength);
    const settled = recommend(extendBrief(given, { needs: [pressedNeed(settling.criterion.id, strength, '')] }), pack);
    expect(['option', 'both']).toContain(settled.kind);
  });

  holds('the same brief gives the same verdict, and stays as it was', briefs, (given) => {
    const copy = structuredClone(given);
    expect(recommend(given, pack)).toEqual(recommend(copy, pack));
    expect(given).toEqual(copy);
  });
});
