import * as z from 'zod';
import { type Fusions, USUAL_FUSIONS } from './engine.ts';

/** A logistic model of "the best match is right". */
export type ConfidenceModel = { readonly bias: number } & Readonly<Record<Signal, number>>;

/** What the confidence in a best match adds up from. */
export const SIGNALS = ['score', 'lead', 'coverage', 'familiarity', 'nearest', 'share', 'named'] as const;
export type Signal = (typeof SIGNALS)[number];
export type Signals = Readonly<Record<Signal, number>>;

/** What an example reaches when it is asked in its own words: what scores are compared with, in a pack of any size. */
export type Typical = { readonly score: number; readonly familiarity: number };

/** What was learned from a pack's own examples and tuning utterances. */
export type Fitted = {
  readonly fusions: Fusions;
  /** Worked out from the examples where it is not given. */
  readonly typical?: Typical | undefined;
  /** Of the best match being right. */
  readonly confidence: ConfidenceModel;
  /** Of one of the first three being right, which a lead of the first over the others says nothing about. */
  readonly chance: ConfidenceModel;
};

const weight = z.number().min(0);
const fusionSchema = z.strictObject({
  weights: z.strictObject({
    centroid: weight,
    nearest: weight,
    nearestThree: weight,
    familiarity: weight,
    meaning: weight,
    kin: weight,
  }),
  full: z.number().positive(),
});

const modelSchema = z.strictObject({
  bias: z.number(),
  score: z.number(),
  lead: z.number(),
  coverage: z.number(),
  familiarity: z.number(),
  nearest: z.number(),
  share: z.number(),
  named: z.number(),
});

/** The file that `versus eval --fit` writes into a pack; `of` is the hash of what it was learned from. */
export const fittedSchema = z.strictObject({
  of: z.string(),
  fusions: z.strictObject({ withMeaning: fusionSchema, wordsOnly: fusionSchema }),
  typical: z.strictObject({ score: z.number().positive(), familiarity: z.number().positive() }).optional(),
  confidence: modelSchema,
  chance: modelSchema,
});

/**
 * What a pack goes by that was never fitted. The confidence was learned on packs of 6 to 300 entries taken from the one that
 * ships, each asked its own questions twice as often as foreign ones: so a small pack is as sure as it may be, and two packs
 * side by side mean the same by it.
 */
export const USUAL: Fitted = {
  fusions: USUAL_FUSIONS,
  confidence: {
    bias: 1.61,
    score: 3.11,
    lead: 5.99,
    coverage: 0,
    familiarity: 2.45,
    nearest: 1.09,
    share: 0.99,
    named: 0.78,
  },
  chance: {
    bias: 3.78,
    score: 3.6,
    lead: 0,
    coverage: 0,
    familiarity: 3.27,
    nearest: 2.08,
    share: 0.76,
    named: 0.98,
  },
};
