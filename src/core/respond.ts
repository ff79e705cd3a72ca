import {
  answerCard,
  clarifyCard,
  compareCard,
  greetingCard,
  helpCard,
  moreCard,
  outOfScopeCard,
  sentenceCard,
  sourcesCard,
  topicsCard,
} from './answer-card.ts';
import type { Card } from './card.ts';
import type { Knowledge } from './compile.ts';
import { type Decision, MAX_SUGGESTIONS, THRESHOLDS } from './decide.ts';
import type { Delivery } from './delivery.ts';
import { type Intent, type Reading, readIntent } from './intent.ts';
import { recommend, type Verdict } from './recommend.ts';
import { newestVerdict, type ThreadState, withBrief } from './thread.ts';
import { counterCard, verdictCard, verdictSourcesCard, whyCard } from './verdict-card.ts';
import { SENTENCES } from './wording.ts';

/** A thing to remember beyond the thread. */
export type Note = {
  readonly kind: 'feedback';
  readonly entry: string;
  readonly value: 'liked' | 'disliked';
  readonly version: string;
};

/** Why a reply is what it is: one type for everything that later explains an answer. */
export type Trace = {
  readonly intent: Intent['type'];
  /** The rule that found the intent. */
  readonly rule: string;
  /** The options the words name, and those carried over from before. */
  readonly options: Reading['options'];
  readonly decision: Decision | undefined;
  readonly thresholds: typeof THRESHOLDS;
  readonly verdict: Verdict | undefined;
  /** The pack version (content hash) that answered. */
  readonly version: string;
};

/** What one delivery brings about. */
export type Reply = {
  readonly card: Card;
  readonly intent: Intent;
  readonly state: ThreadState;
  readonly notes: readonly Note[];
  readonly trace: Trace;
};

/**
 * The whole bot as one function of its arguments. Total: any words and any button id get a reply, and the same
 * arguments give the same reply. `today` is an ISO day; claims whose review is due by then are marked.
 */
export function respond(
  delivery: Pick<Delivery, 'content'>,
  state: ThreadState,
  knowledge: Knowledge,
  today: string,
): Reply {
  const reading = readIntent(delivery.content, state, knowledge);
  const { intent } = reading;
  const verdict = 'brief' in intent ? recommend(intent.brief, knowledge.pack) : undefined;
  return {
    card: cardFor(intent, verdict, state, knowledge, today),
    intent,
    state: stateAfter(intent, verdict, state, knowledge),
    notes:
      intent.type === 'feedback'
        ? [{ kind: 'feedback', entry: intent.entry.id, value: intent.value, version: knowledge.version }]
        : [],
    trace: {
      intent: intent.type,
      rule: reading.rule,
      options: reading.options,
      decision: reading.decision,
      thresholds: THRESHOLDS,
      verdict,
      version: knowledge.version,
    },
  };
}

function cardFor(
  intent: Intent,
  verdict: Verdict | undefined,
  state: ThreadState,
  knowledge: Knowledge,
  today: string,
): Card {
  switch (intent.type) {
    case 'answer':
      return answerCard(intent.entry, knowledge, today);
    case 'compare':
      return compareCard(intent.entry, intent.criterion, knowledge, today);
    case 'more':
      return moreCard(intent.entry, knowledge);
    case 'sources':
      return sourcesCard(intent.entry, knowledge, today);
    case 'verdict':
      return verdictCard(
        verdict ?? recommend(intent.brief, knowledge.pack),
        intent.brief,
        newestVerdict(state) + 1,
        knowledge,
      );
    case 'why':
      return whyCard(verdict ?? recommend(intent.brief, knowledge.pack), intent.number, knowledge);
    case 'counter':
      return counterCard(verdict ?? recommend(intent.brief, knowledge.pack), intent.number, knowledge);
    case 'verdict-sources':
      return verdictSourcesCard(verdict ?? recommend(intent.brief, knowledge.pack), intent.number, knowledge, today);
    case 'topics':
      return topicsCard(intent.topic, knowledge);
    case 'clarify':
      return clarifyCard(
        suggestionsOf(intent.decision).map((match) => match.entry),
        knowledge,
      );
    case 'out-of-scope':
      return outOfScopeCard(intent.rivals, knowledge);
    case 'none-of-these':
      return sentenceCard(SENTENCES.noneOfThese, true);
    case 'stale':
      return sentenceCard(SENTENCES.stale, true);
    case 'feedback':
      return sentenceCard(SENTENCES[intent.value], false);
    case 'help':
      return helpCard(knowledge);
    case 'greeting':
      return greetingCard(knowledge);
    case 'thanks':
      return sentenceCard(SENTENCES.thanks, false);
  }
}

function stateAfter(
  intent: Intent,
  verdict: Verdict | undefined,
  before: ThreadState,
  { version }: Knowledge,
): ThreadState {
  const state: ThreadState = { ...before, version };
  switch (intent.type) {
    case 'answer':
    case 'compare':
      return { ...state, last: 'answer', entry: intent.entry.id, options: intent.entry.options, suggestions: [] };
    case 'verdict':
      return withBrief(
        {
          ...state,
          last: 'verdict',
          options: verdict?.kind === 'option' ? [verdict.option.id] : [],
          suggestions: [],
          ...(verdict?.kind === 'ask' ? { question: verdict.question.id } : { question: undefined }),
        },
        intent.brief,
      );
    case 'clarify':
      return { ...state, last: 'clarify', suggestions: suggestionsOf(intent.decision).map((match) => match.entry.id) };
    case 'more':
    case 'sources':
      return { ...state, last: 'answer', entry: intent.entry.id, options: intent.entry.options };
    case 'why':
    case 'counter':
    case 'verdict-sources':
    case 'feedback':
    case 'thanks':
    case 'topics':
    case 'help':
    case 'greeting':
    case 'stale':
    case 'out-of-scope':
    case 'none-of-these':
      return state;
  }
}

function suggestionsOf(decision: Decision) {
  return decision.matches.slice(0, MAX_SUGGESTIONS);
}
