import { type ConfidenceModel, SIGNALS, type Signal, type Signals } from './fitted.ts';

/** The signals of one best match, as `signalsOf` gives them, and whether it was right. */
export type Judged = { readonly signals: Signals; readonly isRight: boolean };

const STEPS = 20_000;
const LEARNING_RATE = 1;
/** Pulls the weights towards 0, so that few utterances do not decide too much. */
const RIDGE = 0.001;

/** Learns how likely a best match is right from judged ones (logistic regression); signals that are not used weigh nothing. */
export function fitConfidence(judged: readonly Judged[], used: readonly Signal[] = SIGNALS): ConfidenceModel {
  const rows = judged.map(({ signals, isRight }) => ({
    signals: [1, ...used.map((signal) => signals[signal])],
    isRight,
  }));
  const weights = [0, ...used.map(() => 0)];
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map(() => 0);
    for (const { signals, isRight } of rows) {
      const sum = signals.reduce((total, signal, index) => total + signal * (weights[index] ?? 0), 0);
      const error = (isRight ? 1 : 0) - 1 / (1 + Math.exp(-sum));
      signals.forEach((signal, index) => {
        gradient[index] = (gradient[index] ?? 0) + error * signal;
      });
    }
    weights.forEach((weight, index) => {
      const slope = (gradient[index] ?? 0) / Math.max(1, rows.length) - (index === 0 ? 0 : RIDGE * weight);
      // Surer for more of a signal, or not at all: nothing that speaks for a match may count against it.
      const next = weight + LEARNING_RATE * slope;
      weights[index] = index === 0 ? next : Math.max(0, next);
    });
  }
  const [bias = 0, ...learned] = weights.map((value) => Math.round(value * 1000) / 1000);
  const of = (signal: Signal) => learned[used.indexOf(signal)] ?? 0;
  return {
    bias,
    score: of('score'),
    lead: of('lead'),
    coverage: of('coverage'),
    familiarity: of('familiarity'),
    nearest: of('nearest'),
    share: of('share'),
    named: of('named'),
  };
}
