import type { Knowledge } from './compile.ts';
import { optionsNamed, othersNamed, rivalsNamed, setsOthersAgainst, type Term } from './lexicon.ts';
import type { Match } from './match.ts';

/** What the matches allow: answer with the best, offer up to three, or say that it is not known. */
export type Decision = {
  readonly zone: 'answer' | 'suggest' | 'abstain';
  /** How likely the best match is right, 0 to 1. */
  readonly confidence: number;
  readonly matches: readonly Match[];
};

/** Confidence from which the bot answers, and from which it asks "Did you mean". */
export const THRESHOLDS = { answer: 0.64, suggest: 0.3 } as const;
/** A cosine with an example from which the words are as good as that example. */
const VERBATIM = 0.9;
/** Most entries that "Did you mean" offers. */
export const MAX_SUGGESTIONS = 3;

/**
 * A logistic model of "the best match is right", fitted by `test/bench/calibrate.ts` on the pack's tuning utterances:
 * the logarithm of the score, the lead over the second as a share, and how much of what was said the entry speaks of.
 */
const MODEL = { bias: 1.86, score: 1.79, lead: 3.02, coverage: 1.41 } as const;
/** Keeps the logarithm and the share finite for scores near 0. */
const SCORE_FLOOR = 0.02;
const LEAD_FLOOR = 0.05;

/** Decides by the confidence of the best match; it belongs to the answer shown. `asked` are the options the question is about: those it names, unless others are spoken of. */
export function decide(
  matches: readonly Match[],
  terms: readonly Term[],
  knowledge: Knowledge,
  asked: readonly string[] = optionsNamed(terms),
): Decision {
  const [best, second] = matches;
  if (!best) return { zone: 'abstain', confidence: 0, matches };
  const confidence = isAboutOthers(best, terms, knowledge) ? 0 : confidenceOf(best, second?.score ?? 0);
  const isDoubtful = isMirrored(matches, asked) || (best.parts.nearest < VERBATIM && isTrouble(terms));
  const mayAnswer = confidence >= THRESHOLDS.answer && !isDoubtful;
  const zone = mayAnswer ? 'answer' : confidence >= THRESHOLDS.suggest ? 'suggest' : 'abstain';
  return { zone, confidence, matches };
}

const TROUBLE =
  /\b(?:errors?|err|fails?|failing|failed|bugs?|crash\w*|stack ?trace|traceback|exceptions?|hangs?|stuck|undefined|(?:does|do|is|are) not (?:work|working|load|loading|start|starting|connect|connecting|pick up|show|showing|run|running)|keeps? (?:failing|crashing))\b/;

/** Whether somebody mends something that broke: an answer about choosing would be a guess, so the most they get is "Did you mean". */
export function isTrouble(terms: readonly Term[]): boolean {
  return TROUBLE.test(terms.map((term) => term.word).join(' '));
}

/** Whether the best match is as good as asked in its own words. */
export function isVerbatim({ zone, matches }: Decision): boolean {
  return zone === 'answer' && (matches[0]?.parts.nearest ?? 0) >= VERBATIM;
}

/** What the model is fitted on and reads: ln(score), lead as a share, coverage. */
export function signalsOf({ score, parts }: Match, secondScore: number): readonly [number, number, number] {
  return [Math.log(score + SCORE_FLOOR), (score - secondScore) / (score + LEAD_FLOOR), parts.coverage];
}

function confidenceOf(best: Match, secondScore: number): number {
  const [score, lead, coverage] = signalsOf(best, secondScore);
  const odds = MODEL.bias + MODEL.score * score + MODEL.lead * lead + MODEL.coverage * coverage;
  return 1 / (1 + Math.exp(-odds));
}

/** How near the second must come to the first for the two to be one question about different options. */
const MIRRORED_SHARE = 0.65;
/** … or to be asked in the same words. */
const SAME_NEARNESS = 0.98;

/** Whether no option was named and another one's entry fits nearly as well: then it is not for the bot to pick one. */
function isMirrored([best, ...others]: readonly Match[], asked: readonly string[]): boolean {
  if (!best || asked.length > 0 || best.entry.options.length > 1) return false;
  return others.some((other) => {
    const isNear =
      other.score >= MIRRORED_SHARE * best.score || other.parts.nearest >= SAME_NEARNESS * best.parts.nearest;
    return isNear && !other.entry.options.every((option) => best.entry.options.includes(option));
  });
}

const AGAINST = /\b(?:or|compare|than|better|instead|over|replace|faster|fast)\b/;

/** Whether what was matched is about technology that the pack does not compare: rivals that the match does not speak of, or others set against each other. */
function isAboutOthers(match: Match, terms: readonly Term[], { lexicon }: Knowledge): boolean {
  if (match.parts.nearest >= VERBATIM) return false;
  if (setsOthersAgainst(terms)) return true;
  const piece = lexicon.read(match.piece);
  const hasOption = optionsNamed(piece).length > 0;
  const words = piece.map((term) => term.word).join(' ');
  if (!hasOption && /^what (?:is|are)\b/.test(words) && othersNamed(piece).length > 0) return true;
  const rivals = rivalsNamed(piece);
  if (rivals.length === 0 || (hasOption && !AGAINST.test(words))) return false;
  const spoken = new Set(rivalsNamed(lexicon.read([match.entry.question, ...match.entry.examples].join('\n'))));
  return !rivals.some((rival) => spoken.has(rival));
}
