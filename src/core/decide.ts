import type { Knowledge } from './compile.ts';
import { othersNamed, type Term } from './lexicon.ts';
import type { Match } from './match.ts';

/** What the matches allow: answer with the best, offer up to three, or say that it is not known. */
export type Decision = {
  readonly zone: 'answer' | 'suggest' | 'abstain';
  /** How likely the best match is right, 0 to 1. */
  readonly confidence: number;
  readonly matches: readonly Match[];
};

/** Confidence from which the bot answers, and from which it asks "Did you mean". */
export const THRESHOLDS = { answer: 0.5, suggest: 0.22 } as const;
/** Most entries that "Did you mean" offers. */
export const MAX_SUGGESTIONS = 3;

/** Decides by the confidence of the best match; it belongs to the answer shown. */
export function decide(matches: readonly Match[], terms: readonly Term[], knowledge: Knowledge): Decision {
  const [best, second] = matches;
  if (!best) return { zone: 'abstain', confidence: 0, matches };
  const confidence = speaksOfOther(best, terms, knowledge)
    ? 0
    : confidenceOf(best.score, best.score - (second?.score ?? 0));
  const zone = confidence >= THRESHOLDS.answer ? 'answer' : confidence >= THRESHOLDS.suggest ? 'suggest' : 'abstain';
  return { zone, confidence, matches };
}

function confidenceOf(score: number, margin: number): number {
  return 1 / (1 + Math.exp(-(-4 + 10 * score + 8 * margin)));
}

/** Whether a technology is named that the pack does not compare and that the match does not speak of either. */
function speaksOfOther(match: Match, terms: readonly Term[], { lexicon }: Knowledge): boolean {
  const others = othersNamed(terms);
  if (others.length === 0) return false;
  const spoken = new Set(othersNamed(lexicon.read([match.entry.question, ...match.entry.examples].join('\n'))));
  return !others.some((other) => spoken.has(other));
}
