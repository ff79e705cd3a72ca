import type { Brief } from './brief.ts';
import type { Challenge } from './challenge.ts';
import type { Decision } from './decide.ts';
import type { Criterion, Entry, Pack } from './knowledge.ts';
import type { Located } from './library.ts';
import type { DecisionKind, Reason } from './note.ts';

/** What the person wants. Closed: a new intent does not compile until every place knows it. */
export type Intent =
  | { readonly type: 'answer'; readonly entry: Entry; readonly decision: Decision | undefined }
  | {
      readonly type: 'compare';
      readonly entry: Entry;
      readonly criterion: Criterion | undefined;
      readonly decision: Decision | undefined;
    }
  | { readonly type: 'verdict'; readonly brief: Brief }
  /** A project that fits several packs: which of them is meant? */
  | { readonly type: 'which-pack'; readonly projects: readonly PackProject[] }
  | { readonly type: 'topics'; readonly topic: string | undefined }
  | { readonly type: 'more' | 'sources'; readonly entry: Entry }
  | { readonly type: 'verdict-sources' | 'why' | 'counter'; readonly brief: Brief; readonly number: number }
  /** What would be different if this held; without it, what could be asked. Nothing is changed by it. */
  | {
      readonly type: 'what-if';
      readonly brief: Brief;
      readonly number: number;
      readonly supposed: Supposed | undefined;
    }
  | { readonly type: 'feedback'; readonly entry: Entry; readonly value: 'liked' | 'disliked' }
  /** What is the matter with an answer that was disliked. */
  | { readonly type: 'reason'; readonly entry: Entry; readonly reason: Reason }
  /** How an answer was found. */
  | { readonly type: 'why-answer'; readonly entry: Entry }
  /** The question that was not answered is for the people who keep the knowledge. */
  | { readonly type: 'pass-on' }
  /** What somebody decided about words that had no answer: with `exampleOf`, they become an example of that entry. */
  | {
      readonly type: 'decided';
      readonly kind: DecisionKind;
      readonly exampleOf: Entry | undefined;
      readonly words: string;
    }
  /** The form that says what is wrong with an answer is wanted. */
  | { readonly type: 'challenge'; readonly entry: Entry }
  /** Somebody said what is wrong with an answer. */
  | { readonly type: 'challenged'; readonly entry: Entry; readonly challenge: Challenge }
  | { readonly type: 'clarify'; readonly decision: Decision; readonly suggestions: readonly Located[] }
  | {
      readonly type: 'out-of-scope';
      readonly decision: Decision | undefined;
      readonly rivals: readonly string[];
      /** Whether it is in another language than English. */
      readonly isForeign?: boolean;
    }
  /** None of the suggestions was meant. */
  | { readonly type: 'none-of-these' }
  /** A press whose card is too old, or that is none of ours. */
  | { readonly type: 'stale' }
  /** The thread's project is to be forgotten. */
  | { readonly type: 'reset' }
  /** The form that describes a project is wanted; a verdict of this number is to go on from there, 0 for a new one. */
  | { readonly type: 'describe'; readonly number: number }
  /** The form with all weights of this verdict is wanted, or the one for a "what if" in words. */
  | { readonly type: 'weights'; readonly of: Brief; readonly number: number }
  | { readonly type: 'suppose-words'; readonly number: number }
  /** Weights were to be changed, and none was named. */
  | { readonly type: 'no-weights' }
  /** The bot is to answer in this thread only when mentioned, or also when not. */
  | { readonly type: 'quiet' | 'listen' }
  /** The person's own page: what the bot knows. */
  | { readonly type: 'page' }
  | { readonly type: 'help' | 'greeting' | 'thanks' };

/** What is supposed: the brief as it would be, and the one need that a press changed, where it was a press. */
export type Supposed = {
  readonly brief: Brief;
  readonly need: { readonly criterion: string; readonly strength: number } | undefined;
};

/** A project as one pack reads it. */
export type PackProject = { readonly pack: Pack; readonly brief: Brief };

/** What a pack makes of something: an intent with the rule that found it and what it looked at. */
export type PackReading = {
  readonly intent: Intent;
  readonly rule: string;
  /** The options that the words name, and those carried over from before. */
  readonly options: { readonly named: readonly string[]; readonly carried: readonly string[] };
  readonly decision: Decision | undefined;
  readonly fit: Fit;
  /** The project that the words describe, also where an answer comes first. */
  readonly project: Brief | undefined;
  /** Whether the words begin as those do that go on from what was said before, or speak of "it". */
  readonly leans: boolean;
  /** The question, as it was understood in its thread. */
  readonly said?: string;
};

/** How well words fit a pack, worst first: the pack that they fit best answers. */
export const FITS = ['none', 'possible', 'unsure', 'likely', 'sure', 'clear', 'verbatim', 'aside'] as const;
/**
 * `none`: out of its scope. `possible` and `likely`: read as a project, or as a question about one of its criteria. `unsure`
 * and `sure`: matched an entry. `clear`: a project beyond doubt. `verbatim`: asked in an entry's own words. `aside`: small
 * talk, or about the last answer or verdict.
 */
export type Fit = (typeof FITS)[number];

/** What was found, with all that was not looked at left empty. */
export function found(intent: Intent, rule: string, seen: Partial<PackReading> = {}): PackReading {
  return {
    options: { named: [], carried: [] },
    decision: undefined,
    fit: 'none',
    project: undefined,
    leans: false,
    ...seen,
    intent,
    rule,
  };
}

/** A comparison by an entry, with the scores of the criterion that has this entry. The overview sets the options against each other as a whole, also where a criterion has no entry but this. */
export function comparison(entry: Entry, decision: Decision | undefined, pack: Pack): Intent {
  const criterion =
    entry.id === pack.overview ? undefined : pack.criteria.find((candidate) => candidate.entry === entry.id);
  return { type: 'compare', entry, criterion, decision };
}
