import { plainCard } from '../core/card.ts';
import { MAX_SUGGESTIONS } from '../core/decide.ts';
import type { Intent } from '../core/intent.ts';
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

export function answerRow(text: string, { intent, card, trace }: Reply): AnswerRow {
  return {
    text,
    intent: nameOf(intent),
    answered: isAnswered(intent, trace.verdict),
    confidence: round(confidenceOf(intent, trace.verdict)),
    matches: matchesOf(intent),
    suggestions:
      intent.type === 'clarify' ? intent.decision.matches.slice(0, MAX_SUGGESTIONS).map((match) => match.entry.id) : [],
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
      return 'feedback';
    case 'reset':
    case 'quiet':
    case 'listen':
    case 'describe':
      return 'help';
    case 'page':
      return 'topics';
    case 'stale':
      return 'clarify';
    case 'answer':
    case 'compare':
    case 'verdict':
    case 'topics':
    case 'more':
    case 'sources':
    case 'why':
    case 'counter':
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
    intent.type === 'out-of-scope' ||
    intent.type === 'none-of-these' ||
    intent.type === 'stale'
  )
    return false;
  return verdict?.kind !== 'ask';
}

function confidenceOf(intent: Intent, verdict: Verdict | undefined): number {
  if ('decision' in intent) return intent.decision?.confidence ?? (intent.type === 'out-of-scope' ? 0 : 1);
  if (verdict?.kind === 'ask') return 0;
  if (verdict?.kind === 'option') return Math.min(1, verdict.margin / Math.max(verdict.evidence, 1));
  return 1;
}

function matchesOf(intent: Intent): AnswerRow['matches'] {
  switch (intent.type) {
    case 'answer':
    case 'compare': {
      const others = (intent.decision?.matches ?? []).filter((match) => match.entry.id !== intent.entry.id);
      const own = intent.decision?.matches.find((match) => match.entry.id === intent.entry.id);
      return [
        { entry: intent.entry.id, score: round(own?.score ?? 1), claims: intent.entry.claims },
        ...others.slice(0, 4).map(matchRow),
      ];
    }
    case 'more':
    case 'sources':
      return [{ entry: intent.entry.id, score: 1, claims: intent.entry.claims }];
    case 'verdict':
    case 'verdict-sources':
    case 'why':
    case 'counter':
    case 'topics':
    case 'feedback':
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

function matchRow({ entry, score }: Match) {
  return { entry: entry.id, score: round(score), claims: entry.claims };
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
