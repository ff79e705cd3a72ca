import {
  answerCard,
  challengedCard,
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
  whichPackCard,
} from './answer-card.ts';
import { MANY_MISSED, missedNow, rememberAsked } from './asked.ts';
import type { Brief } from './brief.ts';
import type { Card } from './card.ts';
import { challengeForm } from './challenge.ts';
import type { Reading } from './choose-pack.ts';
import type { Knowledge } from './compile.ts';
import { type Decision, THRESHOLDS } from './decide.ts';
import type { Content } from './delivery.ts';
import { flipsOf, settlingNeed } from './flip.ts';
import { type Form, MAX_FIELD_CHARS } from './form.ts';
import type { Intent } from './intent.ts';
import type { Entry } from './knowledge.ts';
import { decidedCard, dislikedCard, passedOnCard, reasonCard, stuckCard, whyAnswerCard } from './learning-card.ts';
import { type Library, referenceTo } from './library.ts';
import type { Note } from './note.ts';
import { notesOf } from './noting.ts';
import { encodePress, type Press } from './press.ts';
import { readIntent } from './read-intent.ts';
import { DEADLINE_FIELD, LANGUAGES_FIELD, MORE_FIELD, PROJECT_FIELD, SIZE_FIELD } from './read-press.ts';
import { recommend, type Verdict } from './recommend.ts';
import { EMPTY_THREAD, newestVerdict, type ThreadState, withBrief } from './thread.ts';
import { verdictCard } from './verdict-card.ts';
import { counterCard, verdictSourcesCard, whyCard } from './verdict-views.ts';
import { weightsForm } from './weights.ts';
import { whatIfCard, whatIfOffers } from './what-if.ts';
import { PROJECT_FORM, SENTENCES, WHAT_IF_FORM, weightsInWords } from './wording.ts';

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
  /** The pack that answered, and its version (content hash). */
  readonly pack: string;
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
  library: Library,
  today: string,
): Reply {
  const reading = readIntent(delivery.content, state, library);
  const { intent, rule, options, decision, knowledge } = reading;
  const { card, after, verdict } =
    'brief' in intent
      ? replyToVerdict(intent, state, knowledge, today)
      : { ...replyTo(reading, intent, state, library, today), verdict: undefined };
  const { pack, version } = knowledge;
  return {
    card,
    form: formOf(intent, knowledge),
    intent,
    state: rememberAsked(after, state, delivery.content, reading),
    notes: notesOf(delivery.content, state, reading),
    trace: { intent: intent.type, rule, options, decision, thresholds: THRESHOLDS, verdict, pack: pack.id, version },
  };
}

function formOf(intent: Intent, { pack }: Knowledge): Form | undefined {
  if (intent.type === 'describe') return projectForm(intent.number);
  if (intent.type === 'weights') return weightsForm(intent.number, intent.of, pack);
  if (intent.type === 'suppose-words') return whatIfForm(intent.number);
  if (intent.type !== 'challenge') return undefined;
  return challengeForm(encodePress({ type: 'challenge', pack: pack.id, entry: intent.entry.id }));
}

function projectForm(verdict: number): Form {
  const { title, submit, needs, languages, size, deadline, more } = PROJECT_FORM;
  const long = { maxChars: MAX_FIELD_CHARS, isLong: true };
  const short = { maxChars: MAX_SHORT_FIELD_CHARS, isLong: false, isOptional: true };
  return {
    id: encodePress({ type: 'describe', verdict }),
    title,
    submit,
    fields: [
      { id: PROJECT_FIELD, ...needs, ...long, isOptional: false },
      { id: LANGUAGES_FIELD, ...languages, ...short },
      { id: SIZE_FIELD, ...size, ...short },
      { id: DEADLINE_FIELD, ...deadline, ...short },
      { id: MORE_FIELD, ...more, ...long, isOptional: true },
    ],
  };
}

function whatIfForm(verdict: number): Form {
  const { title, submit, label, hint } = WHAT_IF_FORM;
  return {
    id: encodePress({ type: 'suppose-words', verdict }),
    title,
    submit,
    fields: [{ id: PROJECT_FIELD, label, hint, maxChars: MAX_FIELD_CHARS, isOptional: false, isLong: true }],
  };
}

/** Most characters of an answer of a few words. */
const MAX_SHORT_FIELD_CHARS = 120;

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
    case 'what-if':
      return { verdict, ...replyToWhatIf(intent, verdict, before, knowledge) };
    case 'verdict': {
      const flips = verdict.kind === 'neither' || verdict.kind === 'ask' ? [] : flipsOf(verdict, intent.brief, pack);
      const settling = verdict.kind === 'either' ? settlingNeed(flips) : undefined;
      const after: ThreadState = {
        ...before,
        last: 'verdict',
        pack: pack.id,
        version: knowledge.version,
        options: verdict.kind === 'option' ? [verdict.option.id] : [],
        suggestions: [],
        verdictsOffered: undefined,
        question: verdict.kind === 'ask' ? verdict.question.id : undefined,
        settles: settling && { criterion: settling.criterion.id, strength: settling.strength },
      };
      return {
        verdict,
        card: verdictCard(verdict, flips, newestVerdict(before) + 1, knowledge, today, intent.brief),
        after: withBrief(after, intent.brief, pack.id),
      };
    }
  }
}

/** What words suppose is kept under a number of its own, below the verdict it was asked about, so that it can be taken over later. */
function replyToWhatIf(
  { brief, number, supposed }: Extract<Intent, { readonly type: 'what-if' }>,
  verdict: Verdict,
  before: ThreadState,
  knowledge: Knowledge,
): Answered {
  const { pack } = knowledge;
  if (!supposed) return { card: whatIfOffers(verdict, brief, number, knowledge), after: before };
  const { need } = supposed;
  const kept = need ? before : withBrief(withBrief(before, supposed.brief, pack.id), brief, pack.id);
  const keep: Press = need
    ? { type: 'need', verdict: number, ...need }
    : { type: 'verdict', verdict: newestVerdict(before) + 1 };
  const now = { verdict, brief, number: need ? number : newestVerdict(kept) };
  const other = { verdict: recommend(supposed.brief, pack), brief: supposed.brief, keep };
  return { card: whatIfCard(now, other, knowledge), after: { ...kept, last: 'verdict', pack: pack.id } };
}

function replyTo(
  { options, knowledge }: Reading,
  intent: OtherIntent,
  before: ThreadState,
  library: Library,
  today: string,
): Answered {
  /** The entry and the options now spoken of: those that were asked about, else all that the entry is about. */
  const speaksOf = (entry: Entry): ThreadState => {
    const asked = options.named.length > 0 ? options.named : options.carried;
    return {
      ...before,
      last: 'answer',
      pack: knowledge.pack.id,
      version: knowledge.version,
      entry: entry.id,
      options: asked.length > 0 ? [...asked] : entry.options,
      suggestions: [],
      verdictsOffered: undefined,
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
    case 'clarify':
      return {
        card: clarifyCard(intent.suggestions),
        after: { ...before, last: 'clarify', suggestions: intent.suggestions.map(referenceTo) },
      };
    case 'which-pack': {
      const first = newestVerdict(before) + 1;
      const kept = intent.projects.reduce((state, { pack, brief }) => withBrief(state, brief, pack.id), before);
      const offered = intent.projects.map(({ pack }, index) => ({ pack, verdict: first + index }));
      return {
        card: whichPackCard(offered),
        after: { ...kept, last: 'which-pack', verdictsOffered: offered.map(({ verdict }) => verdict) },
      };
    }
    case 'feedback':
      return {
        card:
          intent.value === 'disliked' ? dislikedCard(intent.entry, knowledge) : sentenceCard(SENTENCES.liked, false),
        after: before,
      };
    case 'reason':
      return { card: reasonCard(intent, knowledge, before.asked, library), after: before };
    case 'why-answer':
      return { card: whyAnswerCard(intent.entry, knowledge, before.asked, library), after: before };
    case 'pass-on':
      return { card: passedOnCard(before), after: before };
    case 'decided':
      return { card: decidedCard(intent), after: before };
    case 'challenge':
      return { card: sentenceCard(SENTENCES.challenge, false), after: speaksOf(intent.entry) };
    case 'challenged':
      return { card: challengedCard(intent.challenge), after: before };
    case 'thanks':
      return { card: sentenceCard(SENTENCES.thanks, false), after: before };
    case 'none-of-these':
      return {
        card: missedNow(before) < MANY_MISSED ? sentenceCard(SENTENCES.noneOfThese, true) : stuckCard([], library),
        after: before,
      };
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
    case 'weights':
      return { card: sentenceCard(weightsInWords(knowledge.pack), false), after: before };
    case 'suppose-words':
      return { card: sentenceCard(SENTENCES.whatIfInWords, false), after: before };
    case 'no-weights':
      return { card: sentenceCard(SENTENCES.noWeights, false), after: before };
    case 'page':
      return { card: pageCard(library), after: before };
    case 'stale':
      return { card: sentenceCard(SENTENCES.stale, true), after: before };
    case 'topics':
      return { card: topicsCard(intent.topic, knowledge, library), after: before };
    case 'out-of-scope':
      if (intent.isForeign) return { card: sentenceCard(SENTENCES.foreign, true), after: before };
      return {
        card: (missedNow(before) < MANY_MISSED ? outOfScopeCard : stuckCard)(intent.rivals, library),
        after: before,
      };
    case 'help':
      return { card: helpCard(library), after: before };
    case 'greeting':
      return { card: greetingCard(library), after: before };
  }
}
