import {
  createEngine,
  type Engine,
  type Fusion,
  type Fusions,
  PARTS,
  type Part,
  type Parts,
  type Ranked,
} from './engine.ts';
import type { Said } from './features.ts';
import { doubleAt } from './numbers.ts';
import type { Subject } from './word-space.ts';
import type { WordVectors } from './word-vectors.ts';

/** What a fit starts from. */
export type FitOptions = {
  readonly vectors?: () => WordVectors | undefined;
  /** What the scores of subjects are multiplied with, for a question that is the given example of the given subject. */
  readonly factorFor?: (subject: number, example: number) => (other: number) => number;
  /** Where the candidates come from: the fusions to begin with. */
  readonly from: Fusions;
  /** What people asked beside the examples, with the subjects that answer it: all of it counts as much as all examples. */
  readonly asked?: readonly AskedFor[];
};

/** An utterance with the subjects that answer it, and what the scores of subjects are multiplied with for it. */
export type AskedFor = {
  readonly said: Said;
  readonly subjects: readonly number[];
  readonly factorOf: (subject: number) => number;
};

/** Each example is asked for once while a fifth of the examples, itself among them, is left out. */
const FOLDS = 5;
/** Examples beyond these teach nothing new about a few weights. */
const MAX_QUESTIONS = 3000;
const STEPS = 300;
const STEP_LENGTH = 2;
/** Pulls the weights towards 0, so that parts that say the same share what they weigh. */
const RIDGE = 0.001;
const FIRST_WEIGHT = 3;

/** The most that one utterance counts, in examples: a few of them must not decide. */
const MAX_ASKED_WEIGHT = 20;

/**
 * Learns how the parts add up from the examples themselves, and from what else was asked: each example is asked for as if it had
 * never been seen, and the weights are those that make the right subjects likeliest (conditional logit, no weight below 0).
 */
export function fitFusions(subjects: readonly Subject[], options: FitOptions): Fusions {
  const questions = questionsOf(subjects);
  const ofExamples = Array.from({ length: FOLDS }, (_, fold) => rankFold(subjects, questions, fold, options)).flat();
  const rankings = [...ofExamples, ...rankAsked(subjects, ofExamples.length, options)];
  const byWords = PARTS.filter((part) => part !== 'meaning' && part !== 'kin');
  return {
    withMeaning: fusionOf(PARTS, false),
    wordsOnly: fusionOf(byWords, true),
  };

  function fusionOf(parts: readonly Part[], isByWordsOnly: boolean): Fusion {
    const weights = weightsFrom(parts, fitWeights(rankings, parts));
    return { weights, full: fullScore(subjects, questions, weights, isByWordsOnly, options) };
  }
}

type Question = { readonly subject: number; readonly example: number };
/** A question with its candidates, and which of them are right. */
type Ranking = {
  readonly candidates: readonly { readonly parts: Parts; readonly factor: number; readonly isRight: boolean }[];
  readonly weight: number;
};

/** Every example of the subjects that have others, or as many of them, evenly spread. */
function questionsOf(subjects: readonly Subject[]): Question[] {
  const all = subjects.flatMap((examples, subject) =>
    examples.length < 2 ? [] : examples.map((_, example): Question => ({ subject, example })),
  );
  if (all.length <= MAX_QUESTIONS) return all;
  return Array.from(
    { length: MAX_QUESTIONS },
    (_, index) => all[Math.floor((index * all.length) / MAX_QUESTIONS)] ?? [],
  ).flat();
}

function rankFold(
  subjects: readonly Subject[],
  questions: readonly Question[],
  fold: number,
  { vectors, factorFor, from }: FitOptions,
): Ranking[] {
  const rest = subjects.map((subject): Subject => {
    return subject.length < 2 ? subject : subject.filter((_, example) => example % FOLDS !== fold);
  });
  const engine = createEngine(rest, from, vectors);
  return questions
    .filter(({ example }) => example % FOLDS === fold)
    .flatMap(({ subject, example }) => {
      const said = subjects[subject]?.[example];
      const factorOf = factorFor?.(subject, example) ?? (() => 1);
      return said ? rankingOf(engine, { said, subjects: [subject], factorOf }, 1) : [];
    });
}

function rankAsked(
  subjects: readonly Subject[],
  examples: number,
  { vectors, from, asked = [] }: FitOptions,
): Ranking[] {
  const engine = createEngine(subjects, from, vectors);
  const weight = Math.min(MAX_ASKED_WEIGHT, examples / Math.max(1, asked.length));
  return asked.flatMap((one) => rankingOf(engine, one, weight));
}

/** Nothing where none of the candidates is right: there is nothing to learn from it. */
function rankingOf(engine: Engine, { said, subjects, factorOf }: AskedFor, weight: number): Ranking[] {
  const candidates = engine.rank(said, { factorOf }).map(({ subject, parts }) => {
    return { parts, factor: factorOf(subject), isRight: subjects.includes(subject) };
  });
  return candidates.some(({ isRight }) => isRight) ? [{ candidates, weight }] : [];
}

/** Follows the gradient of the likelihood, with steps that shorten for each weight by itself (Adagrad). */
function fitWeights(rankings: readonly Ranking[], parts: readonly Part[]): Float64Array {
  const width = parts.length;
  const samples = rankings.map(({ candidates, weight }) => ({
    weight,
    isRight: candidates.map((candidate) => candidate.isRight),
    rows: Float64Array.from(candidates.flatMap(({ parts: own, factor }) => parts.map((part) => own[part] * factor))),
    chances: new Float64Array(candidates.length),
  }));
  const total = samples.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const weights = new Float64Array(width).fill(FIRST_WEIGHT);
  const travelled = new Float64Array(width);
  for (let step = 0; step < STEPS; step++) {
    const gradient = new Float64Array(width);
    for (const { rows, chances, isRight, weight } of samples) {
      setChances(chances, rows, weights);
      const ofRight = chances.reduce((sum, chance, candidate) => sum + (isRight[candidate] ? chance : 0), 0);
      for (let candidate = 0; candidate < chances.length; candidate++) {
        const chance = doubleAt(chances, candidate);
        const error = (weight * ((isRight[candidate] ? chance / ofRight : 0) - chance)) / total;
        for (let column = 0; column < width; column++)
          gradient[column] = doubleAt(gradient, column) + error * doubleAt(rows, candidate * width + column);
      }
    }
    for (let column = 0; column < width; column++) {
      const slope = doubleAt(gradient, column) - RIDGE * doubleAt(weights, column);
      travelled[column] = doubleAt(travelled, column) + slope * slope;
      weights[column] = Math.max(
        0,
        doubleAt(weights, column) + (STEP_LENGTH * slope) / (Math.sqrt(doubleAt(travelled, column)) + 1e-9),
      );
    }
  }
  return weights;
}

/** The softmax of the candidates' sums. */
function setChances(chances: Float64Array, rows: Float64Array, weights: Float64Array) {
  let highest = Number.NEGATIVE_INFINITY;
  for (let candidate = 0; candidate < chances.length; candidate++) {
    let sum = 0;
    for (let column = 0; column < weights.length; column++)
      sum += doubleAt(weights, column) * doubleAt(rows, candidate * weights.length + column);
    chances[candidate] = sum;
    highest = Math.max(highest, sum);
  }
  let total = 0;
  for (let candidate = 0; candidate < chances.length; candidate++) {
    chances[candidate] = Math.exp(doubleAt(chances, candidate) - highest);
    total += doubleAt(chances, candidate);
  }
  for (let candidate = 0; candidate < chances.length; candidate++)
    chances[candidate] = doubleAt(chances, candidate) / total;
}

function weightsFrom(parts: readonly Part[], weights: Float64Array): Parts {
  const of = (part: Part) => Math.round((weights[parts.indexOf(part)] ?? 0) * 1000) / 1000;
  return {
    centroid: of('centroid'),
    nearest: of('nearest'),
    nearestThree: of('nearestThree'),
    familiarity: of('familiarity'),
    meaning: of('meaning'),
    kin: of('kin'),
  };
}

/** The most that an example reaches for its own subject. */
function fullScore(
  subjects: readonly Subject[],
  questions: readonly Question[],
  weights: Parts,
  isByWordsOnly: boolean,
  { vectors }: FitOptions,
): number {
  const fusion: Fusion = { weights, full: 1 };
  const engine = createEngine(subjects, { withMeaning: fusion, wordsOnly: fusion }, vectors);
  const reached = questions
    .flatMap(({ subject, example }): Ranked[] => {
      const said = subjects[subject]?.[example];
      return said
        ? engine.rank(said, { factorOf: (other) => (other === subject ? 1 : 0), isByWordsOnly }).slice(0, 1)
        : [];
    })
    .map(({ parts }) => PARTS.reduce((sum, part) => sum + weights[part] * parts[part], 0));
  return Math.round(Math.max(1, ...reached) * 1000) / 1000;
}
