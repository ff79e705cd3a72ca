import { describe, expect, it } from 'vitest';
import { createEngine, PARTS, USUAL_FUSIONS } from '../../src/core/engine.ts';
import { saidOf } from '../../src/core/features.ts';
import { fitFusions } from '../../src/core/fit.ts';
import { fitConfidence } from '../../src/core/fit-confidence.ts';
import { SIGNALS } from '../../src/core/fitted.ts';
import { entriesInOrder, factorsOf, topicOf } from '../../src/core/match.ts';
import { subjectOf } from '../../src/core/ranker.ts';
import type { Subject } from '../../src/core/word-space.ts';
import { knowledge } from '../knowledge.ts';

const entries = entriesInOrder(knowledge.pack).slice(0, 10);
const subjects = entries.map((entry) => subjectOf(topicOf(entry, knowledge.lexicon)));

describe('the weights learned from examples', () => {
  const fitted = fitFusions(subjects, { from: USUAL_FUSIONS });

  it('are none below 0, and none for meanings where there are none', () => {
    for (const { weights, full } of [fitted.withMeaning, fitted.wordsOnly]) {
      expect(full).toBeGreaterThan(0);
      for (const part of PARTS) expect(weights[part]).toBeGreaterThanOrEqual(0);
    }
    const { meaning, kin } = fitted.wordsOnly.weights;
    expect([meaning, kin]).toEqual([0, 0]);
  });

  it('let an example reach much, and never more than 1', () => {
    const engine = createEngine(subjects, fitted);
    const scores = entries.map(
      ({ question }, subject) =>
        engine.rank(saidOf(knowledge.lexicon.read(question))).find((one) => one.subject === subject)?.score ?? 0,
    );
    for (const score of scores) {
      expect(score).toBeGreaterThan(0.4);
      expect(score).toBeLessThanOrEqual(1);
    }
  });

  it('heed what else was asked, which counts as much as all examples', () => {
    const said = saidOf(knowledge.lexicon.read('a text that has nothing to do with anything, but for django'));
    const asked = [{ said, subjects: [1], factorOf: () => 1 }];
    const withAsked = fitFusions(subjects, { from: USUAL_FUSIONS, asked });
    expect(withAsked).not.toEqual(fitted);
    expect(fitFusions(subjects, { from: USUAL_FUSIONS, asked: [{ said, subjects: [], factorOf: () => 1 }] })).toEqual(
      fitted,
    );
  });

  it('are the same each time, and heed what scores are multiplied with', () => {
    const factorFor = (subject: number) => factorsOf(entries, entries[subject]?.options ?? []);
    const once = fitFusions(subjects, { from: USUAL_FUSIONS, factorFor });
    expect(fitFusions(subjects, { from: USUAL_FUSIONS, factorFor })).toEqual(once);
    expect(once).not.toEqual(fitted);
  });

  it('can be had from none, and from single examples', () => {
    expect(fitFusions([], { from: USUAL_FUSIONS }).wordsOnly.full).toBeGreaterThan(0);
    const single: Subject = [saidOf(knowledge.lexicon.read('tea'))];
    expect(fitFusions([single, ...subjects], { from: USUAL_FUSIONS }).wordsOnly.full).toBeGreaterThan(0);
  });
});

const HALF = 0.5;
const SIGNALS_OF_HALF = {
  score: HALF,
  lead: HALF,
  coverage: HALF,
  familiarity: HALF,
  nearest: HALF,
  share: HALF,
  named: HALF,
};

describe('the confidence learned from judged matches', () => {
  it('grows with what the right ones had more of', () => {
    const judged = Array.from({ length: 100 }, (_, index) => ({
      signals: { ...SIGNALS_OF_HALF, score: index / 100 },
      isRight: index > 50,
    }));
    const model = fitConfidence(judged);
    expect(model.score).toBeGreaterThan(1);
    expect(model.bias).toBeLessThan(0);
  });

  it('never counts a signal against a match', () => {
    const judged = Array.from({ length: 100 }, (_, index) => ({
      signals: { ...SIGNALS_OF_HALF, coverage: index / 100 },
      isRight: index < 50,
    }));
    expect(fitConfidence(judged).coverage).toBe(0);
    expect(fitConfidence([])).toEqual({ bias: 0, ...Object.fromEntries(SIGNALS.map((signal) => [signal, 0])) });
  });
});
