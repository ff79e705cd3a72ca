import { isCodeHelp, isTrouble } from './code-help.ts';
import type { Knowledge } from './compile.ts';
import { type ConfidenceModel, SIGNALS, type Signals, type Typical } from './fitted.ts';
import { optionsNamed, othersNamed, rivalsNamed, setsOthersAgainst, type Term } from './lexicon.ts';
import type { Match } from './match.ts';

/** What the matches allow: answer with the best, offer up to three, or say that it is not known. */
export type Decision = {
  readonly zone: 'answer' | 'suggest' | 'abstain';
  /** How likely the best match is right, 0 to 1. */
  readonly confidence: number;
  /** How likely one of the first `MAX_SUGGESTIONS` matches is right, 0 to 1. */
  readonly chance: number;
  readonly matches: readonly Match[];
  /** Whether the bot answers, and most of what was said is as good as an example of the best match. */
  readonly isVerbatim: boolean;
};

/** Confidence from which the bot answers, and the chance from which it asks "Did you mean". */
export const THRESHOLDS = { answer: 0.5, suggest: 0.35 } as const;
/** A cosine with an example from which the words are as good as that example. */
const VERBATIM = 0.9;
/** The share of an utterance that must be so for the whole to be: a story may end in words as common as "what would you pick". */
const VERBATIM_SHARE = 0.5;
/** The least confidence in an entry that is asked for in its own words, in however small a pack. */
const VERBATIM_CONFIDENCE = 0.9;
/** Nothing is certain. */
const MOST_CONFIDENT = 0.99;
/** Most entries that "Did you mean" offers. */
export const MAX_SUGGESTIONS = 3;

/** The logarithm of how much likelier an entry is right that is near to what was spoken of. */
const NEAR_ODDS = 0.8;

/** Keeps the logarithm and the share finite for scores near 0. */
const SCORE_FLOOR = 0.03;
const LEAD_FLOOR = 0.05;
const FAMILIARITY_FLOOR = 0.05;

/** Decides by the confidence of the best match; it belongs to the answer shown. `asked` are the options the question is about: those it names, unless others are spoken of; entries in `near` are likelier to be meant. */
export function decide(
  matches: readonly Match[],
  terms: readonly Term[],
  knowledge: Knowledge,
  asked: readonly string[] = optionsNamed(terms),
  near: ReadonlySet<string> = new Set(),
): Decision {
  const [best] = matches;
  const signals = signalsOf(matches, terms, knowledge.typical(), asked);
  if (!best || !signals) return { zone: 'abstain', confidence: 0, chance: 0, matches, isVerbatim: false };
  if (isAboutOthers(best, terms, knowledge))
    return { zone: 'abstain', confidence: 0, chance: 0, matches, isVerbatim: false };
  const { fitted } = knowledge;
  const isOwnWords = best.parts.nearest >= VERBATIM && shareOf(best, terms) >= VERBATIM_SHARE;
  const confidence = Math.max(
    isOwnWords ? VERBATIM_CONFIDENCE : 0,
    likelihood(signals, fitted.confidence, near.has(best.entry.id) ? NEAR_ODDS : 0),
  );
  const chance = Math.max(confidence, likelihood(signals, fitted.chance));
  const sureness = confidence >= THRESHOLDS.answer ? 'answer' : chance >= THRESHOLDS.suggest ? 'suggest' : 'abstain';
  const zone = zoneOf(sureness, {
    isCoding: best.parts.nearest < VERBATIM && (isTrouble(terms) || isCodeHelp(terms)),
    isMirrored: isMirrored(matches, asked),
  });
  return { zone, confidence, chance, matches, isVerbatim: zone === 'answer' && isOwnWords };
}

/** Nobody's choice is guessed; and whoever is in the middle of their code is only offered what would else be answered. */
function zoneOf(
  sureness: Decision['zone'],
  { isCoding, isMirrored }: { readonly isCoding: boolean; readonly isMirrored: boolean },
): Decision['zone'] {
  if (isCoding) return sureness === 'answer' ? 'suggest' : 'abstain';
  return isMirrored && sureness === 'answer' ? 'suggest' : sureness;
}

/** Whether the best match is as good as asked in its own words. */
export function isVerbatim(decision: Decision): boolean {
  return decision.isVerbatim;
}

/**
 * What the model of confidence is fitted on and reads, of the best match: its score beside what is typical, its lead over the
 * next one, how much of what was said its entry speaks of and how familiar that sounds, how near an example is, the share of the message that was
 * compared, and whether an option is spoken of.
 */
export function signalsOf(
  matches: readonly Match[],
  terms: readonly Term[],
  typical: Typical,
  asked: readonly string[] = optionsNamed(terms),
): Signals | undefined {
  const [best, next] = matches;
  if (!best) return undefined;
  const { score, parts } = best;
  return {
    score: Math.log(score / typical.score + SCORE_FLOOR),
    lead: (score - (next?.score ?? 0)) / (score + LEAD_FLOOR),
    coverage: parts.coverage,
    familiarity: Math.log(parts.familiarity / typical.familiarity + FAMILIARITY_FLOOR),
    nearest: parts.nearest,
    share: Math.log(shareOf(best, terms)),
    named: asked.length > 0 ? 1 : 0,
  };
}

/** The share of a message that was compared with the match. */
function shareOf({ piece }: Match, terms: readonly Term[]): number {
  return Math.min(1, piece.split(' ').length / Math.max(1, terms.length));
}

function likelihood(signals: Signals, model: ConfidenceModel, more = 0): number {
  const odds = SIGNALS.reduce((sum, signal) => sum + model[signal] * signals[signal], model.bias + more);
  return Math.min(MOST_CONFIDENT, 1 / (1 + Math.exp(-odds)));
}

/** How near the second must come to the first for the two to be one question about different options. */
const MIRRORED_SHARE = 0.65;
/** … or, where an example is as near as that, how near. */
const SAME_NEARNESS = 0.98;
const ALIKE_SHARE = 0.5;

/** Whether no option was named and another one's entry fits nearly as well: then it is not for the bot to pick one. */
function isMirrored([best, ...others]: readonly Match[], asked: readonly string[]): boolean {
  if (!best || asked.length > 0 || best.entry.options.length > 1) return false;
  return others.some((other) => {
    const isAskedAlike =
      other.parts.nearest >= SAME_NEARNESS * best.parts.nearest && other.score >= ALIKE_SHARE * best.score;
    const isNear = isAskedAlike || other.score >= MIRRORED_SHARE * best.score;
    return isNear && !other.entry.options.every((option) => best.entry.options.includes(option));
  });
}

const AGAINST = /\b(?:or|compare|than|better|instead|over|replace|faster|fast)\b/;

/**
 * Whether what was matched is about technology that the pack does not compare: a rival alone, others set against each other, or
 * a rival set against an option where the match does not speak of it.
 */
function isAboutOthers(match: Match, terms: readonly Term[], { lexicon }: Knowledge): boolean {
  if (match.parts.nearest >= VERBATIM) return false;
  if (setsOthersAgainst(terms)) return true;
  const piece = lexicon.read(match.piece);
  const hasOption = optionsNamed(piece).length > 0;
  const words = piece.map((term) => term.word).join(' ');
  if (!hasOption && /^what (?:is|are)\b/.test(words) && othersNamed(piece).length > 0) return true;
  const rivals = rivalsNamed(piece);
  if (rivals.length === 0 || (hasOption && !AGAINST.test(words))) return false;
  if (!hasOption) return true;
  const spoken = new Set(rivalsNamed(lexicon.read([match.entry.question, ...match.entry.examples].join('\n'))));
  return !rivals.some((rival) => spoken.has(rival));
}
