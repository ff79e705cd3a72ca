import { plainCard } from '../core/card.ts';
import type { Intent } from '../core/intent.ts';
import type { Entry } from '../core/knowledge.ts';
import { type Library, packWith, shownName } from '../core/library.ts';
import type { Match } from '../core/match.ts';
import type { Verdict } from '../core/recommend.ts';
import type { Reply } from '../core/respond.ts';

/** One row of `versus ask --json`: a contract that other tools rely on. */
export type AnswerRow = {
  readonly text: string;
  readonly intent: string;
  readonly answered: boolean;
  /** 0 to 1; of the answer shown. */
  readonly confidence: number;
  /** What the reply is built on, best first, at most five. */
  readonly matches: readonly { readonly entry: string; readonly score: number; readonly claims: readonly string[] }[];
  readonly suggestions: readonly string[];
  readonly verdict: null | {
    readonly kind: Verdict['kind'];
    readonly option: string | null;
    readonly margin: number;
    readonly needs: readonly {
      readonly criterion: string;
      readonly weight: number;
      readonly strength: number;
      readonly negated: boolean;
      readonly said: string;
    }[];
  };
  readonly reply: string;
};

/** The row of a reply. An entry whose id is in two packs is named with its pack in front. */
export function answerRow(text: string, { intent, card, trace }: Reply, library: Library): AnswerRow {
  const pack = (packWith(trace.pack, library) ?? library[0]).pack;
  const nameIn = (entry: Entry) => shownName({ pack, entry }, library);
  return {
    text,
    intent: nameOf(intent),
    answered: isAnswered(intent, trace.verdict),
    confidence: round(confidenceOf(intent, trace.verdict)),
    matches: matchesOf(intent, nameIn),
    suggestions:
      intent.type === 'clarify' ? intent.suggestions.map((suggestion) => shownName(suggestion, library)) : [],
    verdict: trace.verdict ? verdictRow(trace.verdict) : null,
    reply: plainCard(card),
  };
}

/** The intent by the name the contract has for it. */
function nameOf(intent: Intent): string {
  switch (intent.type) {
    case 'verdict-sources':
      return 'sources';
    case 'none-of-these':
    case 'reason':
    case 'pass-on':
    case 'decided':
    case 'challenge':
    case 'challenged':
      return 'feedback';
    case 'why-answer':
      return 'why';
    case 'reset':
    case 'quiet':
    case 'listen':
    case 'describe':
    case 'weights':
    case 'suppose-words':
    case 'no-weights':
      return 'help';
    case 'page':
      return 'topics';
    case 'stale':
    case 'which-pack':
      return 'clarify';
    case 'answer':
    case 'compare':
    case 'verdict':
    case 'topics':
    case 'more':
    case 'sources':
    case 'why':
    case 'counter':
    case 'what-if':
    case 'feedback':
    case 'clarify':
    case 'out-of-scope':
    case 'help':
    case 'greeting':
    case 'thanks':
      return intent.type;
  }
}

function isAnswered(intent: Intent, verdict: Verdict | undefined): boolean {
  if (
    intent.type === 'clarify' ||
    intent.type === 'which-pack' ||
    intent.type === 'out-of-scope' ||
    intent.type === 'none-of-these' ||
    intent.type === 'stale'
  )
    return false;
  return verdict?.kind !== 'ask';
}

function confidenceOf(intent: Intent, verdict: Verdict | undefined): number {
  if ('decision' in intent) return intent.decision?.confidence ?? (intent.type === 'out-of-scope' ? 0 : 1);
  if (verdict?.kind === 'ask' || intent.type === 'which-pack') return 0;
  if (verdict?.kind === 'option') return Math.min(1, verdict.margin / Math.max(verdict.evidence, 1));
  return 1;
}

function matchesOf(intent: Intent, nameIn: (entry: Entry) => string): AnswerRow['matches'] {
  switch (intent.type) {
    case 'answer':
    case 'compare': {
      const others = (intent.decision?.matches ?? []).filter((match) => match.entry.id !== intent.entry.id);
      const own = intent.decision?.matches.find((match) => match.entry.id === intent.entry.id);
      return [
        { entry: nameIn(intent.entry), score: round(own?.score ?? 1), claims: intent.entry.claims },
        ...others
          .slice(0, 4)
          .map(({ entry, score }: Match) => ({ entry: nameIn(entry), score: round(score), claims: entry.claims })),
      ];
    }
    case 'more':
    case 'sources':
      return [{ entry: nameIn(intent.entry), score: 1, claims: intent.entry.claims }];
    case 'verdict':
    case 'which-pack':
    case 'verdict-sources':
    case 'why':
    case 'counter':
    case 'what-if':
    case 'weights':
    case 'suppose-words':
    case 'no-weights':
    case 'topics':
    case 'feedback':
    case 'reason':
    case 'why-answer':
    case 'pass-on':
    case 'decided':
    case 'challenge':
    case 'challenged':
    case 'none-of-these':
    case 'clarify':
    case 'out-of-scope':
    case 'reset':
    case 'quiet':
    case 'listen':
    case 'describe':
    case 'page':
    case 'stale':
    case 'help':
    case 'greeting':
    case 'thanks':
      return [];
  }
}

function verdictRow(verdict: Verdict): AnswerRow['verdict'] {
  return {
    kind: verdict.kind,
    option: verdict.kind === 'option' ? verdict.option.id : null,
    margin: round(verdict.margin),
    needs: verdict.needs.map(({ criterion, strength, negated, said }) => ({
      criterion,
      weight: verdict.points.find((point) => point.criterion.id === criterion)?.criterion.weight ?? 0,
      strength,
      negated,
      said,
    })),
  };
}

function round(number: number): number {
  return Math.round(number * 1000) / 1000;
}
