import {
  answerCard,
  clarifyCard,
  compareCard,
  greetingCard,
  helpCard,
  moreCard,
  outOfScopeCard,
  pageCard,
  sentenceCard,
  sourcesCard,
  switchCard,
  topicsCard,
} from './answer-card.ts';
import type { Card } from './card.ts';
import type { Knowledge } from './compile.ts';
import { type Decision, MAX_SUGGESTIONS, THRESHOLDS } from './decide.ts';
import type { Content } from './delivery.ts';
import { type Form, MAX_FIELD_CHARS } from './form.ts';
import { type Intent, PROJECT_FIELD, type Reading, readIntent } from './intent.ts';
import type { Entry } from './knowledge.ts';
import { encodePress } from './press.ts';
import { type Brief, flipsOf, recommend, settlingNeed, type Verdict } from './recommend.ts';
import { EMPTY_THREAD, newestVerdict, type ThreadState, withBrief } from './thread.ts';
import { counterCard, verdictCard, verdictSourcesCard, whyCard } from './verdict-card.ts';
import { PROJECT_FORM, SENTENCES } from './wording.ts';

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
  /** Opened where the platform has forms; the card says the same in words. */
  readonly form: Form | undefined;
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
  delivery: { readonly content: Content },
  state: ThreadState,
  knowledge: Knowledge,
  today: string,
): Reply {
  const reading = readIntent(delivery.content, state, knowledge);
  const { intent, rule, options, decision } = reading;
  const { card, after, verdict } =
    'brief' in intent
      ? replyToVerdict(intent, state, knowledge, today)
      : { ...replyTo(reading, intent, state, knowledge, today), verdict: undefined };
  const { version } = knowledge;
  return {
    card,
    form: intent.type === 'describe' ? projectForm(intent.number) : undefined,
    intent,
    state: { ...after, version },
    notes:
      intent.type === 'feedback' ? [{ kind: 'feedback', entry: intent.entry.id, value: intent.value, version }] : [],
    trace: { intent: intent.type, rule, options, decision, thresholds: THRESHOLDS, verdict, version },
  };
}

function projectForm(verdict: number): Form {
  const { title, submit, label, hint } = PROJECT_FORM;
  return {
    id: encodePress({ type: 'describe', verdict }),
    title,
    submit,
    fields: [{ id: PROJECT_FIELD, label, hint, maxChars: MAX_FIELD_CHARS }],
  };
}

type VerdictIntent = Extract<Intent, { readonly brief: Brief }>;
type OtherIntent = Exclude<Intent, { readonly brief: Brief }>;

/** The card, and what the thread remembers after it. */
type Answered = { readonly card: Card; readonly after: ThreadState };

function replyToVerdict(
  intent: VerdictIntent,
  before: ThreadState,
  knowledge: Knowledge,
  today: string,
): Answered & { readonly verdict: Verdict } {
  const { pack } = knowledge;
  const verdict = recommend(intent.brief, pack);
  switch (intent.type) {
    case 'why':
      return { verdict, card: whyCard(verdict, intent.number, knowledge), after: before };
    case 'counter':
      return { verdict, card: counterCard(verdict, intent.number, knowledge), after: before };
    case 'verdict-sources':
      return { verdict, card: verdictSourcesCard(verdict, intent.number, knowledge, today), after: before };
    case 'verdict': {
      const flips = verdict.kind === 'neither' || verdict.kind === 'ask' ? [] : flipsOf(verdict, intent.brief, pack);
      const settling = verdict.kind === 'either' ? settlingNeed(flips) : undefined;
      const after: ThreadState = {
        ...before,
        last: 'verdict',
        options: verdict.kind === 'option' ? [verdict.option.id] : [],
        suggestions: [],
        question: verdict.kind === 'ask' ? verdict.question.id : undefined,
        settles: settling && { criterion: settling.criterion.id, strength: settling.strength },
      };
      return {
        verdict,
        card: verdictCard(verdict, flips, newestVerdict(before) + 1, knowledge, today),
        after: withBrief(after, intent.brief),
      };
    }
  }
}

function replyTo(
  { options }: Reading,
  intent: OtherIntent,
  before: ThreadState,
  knowledge: Knowledge,
  today: string,
): Answered {
  /** The entry and the options now spoken of: those that were asked about, else all that the entry is about. */
  const speaksOf = (entry: Entry): ThreadState => {
    const asked = options.named.length > 0 ? options.named : options.carried;
    return {
      ...before,
      last: 'answer',
      entry: entry.id,
      options: asked.length > 0 ? [...asked] : entry.options,
      suggestions: [],
      question: undefined,
      settles: undefined,
    };
  };
  switch (intent.type) {
    case 'answer':
      return { card: answerCard(intent.entry, knowledge, today), after: speaksOf(intent.entry) };
    case 'compare':
      return { card: compareCard(intent.entry, intent.criterion, knowledge, today), after: speaksOf(intent.entry) };
    case 'more':
      return { card: moreCard(intent.entry, knowledge), after: speaksOf(intent.entry) };
    case 'sources':
      return { card: sourcesCard(intent.entry, knowledge, today), after: speaksOf(intent.entry) };
    case 'clarify': {
      const suggested = intent.decision.matches.slice(0, MAX_SUGGESTIONS).map((match) => match.entry);
      return {
        card: clarifyCard(suggested, knowledge),
        after: { ...before, last: 'clarify', suggestions: suggested.map((entry) => entry.id) },
      };
    }
    case 'feedback':
      return { card: sentenceCard(SENTENCES[intent.value], false), after: before };
    case 'thanks':
      return { card: sentenceCard(SENTENCES.thanks, false), after: before };
    case 'none-of-these':
      return { card: sentenceCard(SENTENCES.noneOfThese, true), after: before };
    case 'reset': {
      // Numbers of verdicts are never used twice, so that old buttons stay what they were.
      const verdicts = { first: newestVerdict(before) + 1, briefs: [] };
      return {
        card: sentenceCard(SENTENCES.reset, false),
        after: { ...EMPTY_THREAD, isQuiet: before.isQuiet, verdicts },
      };
    }
    case 'quiet':
    case 'listen':
      return { card: switchCard(intent.type), after: { ...before, isQuiet: intent.type === 'quiet' } };
    case 'describe':
      return { card: sentenceCard(SENTENCES.describe, false), after: before };
    case 'page':
      return { card: pageCard(knowledge), after: before };
    case 'stale':
      return { card: sentenceCard(SENTENCES.stale, true), after: before };
    case 'topics':
      return { card: topicsCard(intent.topic, knowledge), after: before };
    case 'out-of-scope':
      return { card: outOfScopeCard(intent.rivals, knowledge), after: before };
    case 'help':
      return { card: helpCard(knowledge), after: before };
    case 'greeting':
      return { card: greetingCard(knowledge), after: before };
  }
}
