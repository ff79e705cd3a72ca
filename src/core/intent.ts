import { briefOf, chosen, extendBrief, pressedNeed } from './brief.ts';
import { entriesWith, type Knowledge } from './compile.ts';
import { type Decision, decide, isVerbatim } from './decide.ts';
import type { Content } from './delivery.ts';
import type { Criterion, Entry, Pack } from './knowledge.ts';
import { optionsNamed, othersNamed, rivalsNamed, type Term } from './lexicon.ts';
import type { Match } from './match.ts';
import type { Heard } from './needs.ts';
import { decodePress, type Press } from './press.ts';
import { type Project, readProject, wordsOf } from './project.ts';
import type { Brief } from './recommend.ts';
import { readSmallTalk } from './small-talk.ts';
import { newestVerdict, type ThreadState, verdictBrief } from './thread.ts';
import { SENTENCES } from './wording.ts';

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
  | { readonly type: 'topics'; readonly topic: string | undefined }
  | { readonly type: 'more' | 'sources'; readonly entry: Entry }
  | { readonly type: 'verdict-sources' | 'why' | 'counter'; readonly brief: Brief; readonly number: number }
  | { readonly type: 'feedback'; readonly entry: Entry; readonly value: 'liked' | 'disliked' }
  | { readonly type: 'clarify'; readonly decision: Decision }
  | { readonly type: 'out-of-scope'; readonly decision: Decision | undefined; readonly rivals: readonly string[] }
  /** None of the suggestions was meant. */
  | { readonly type: 'none-of-these' }
  /** A press whose card is too old, or that is none of ours. */
  | { readonly type: 'stale' }
  /** The thread's project is to be forgotten. */
  | { readonly type: 'reset' }
  /** The form that describes a project is wanted; a verdict of this number is to go on from there, 0 for a new one. */
  | { readonly type: 'describe'; readonly number: number }
  /** The bot is to answer in this thread only when mentioned, or also when not. */
  | { readonly type: 'quiet' | 'listen' }
  /** The person's own page: what the bot knows. */
  | { readonly type: 'page' }
  | { readonly type: 'help' | 'greeting' | 'thanks' };

/** An intent with the rule that found it and what it looked at. */
export type Reading = {
  readonly intent: Intent;
  readonly rule: string;
  /** The options that the words name, and those carried over from before. */
  readonly options: { readonly named: readonly string[]; readonly carried: readonly string[] };
  readonly decision: Decision | undefined;
};

/** What was said or pressed, as an intent. Total: any words and any id have one. */
export function readIntent(content: Content, state: ThreadState, knowledge: Knowledge): Reading {
  switch (content.type) {
    case 'press':
      return found(readPress(decodePress(content.id), state, knowledge), 'pressed');
    case 'submission':
      return found(readForm(decodePress(content.id), content.fields, state, knowledge), 'handed in');
    case 'page':
      return found({ type: 'page' }, 'opened');
    case 'utterance':
      return readUtterance(content.text, state, knowledge);
    case 'command':
      switch (content.name) {
        case 'help':
          return found({ type: 'help' }, 'commanded');
        case 'topics':
          return found({ type: 'topics', topic: undefined }, 'commanded');
        case 'verdict':
          return found({ type: 'verdict', brief: briefOf(knowledge.readNeeds(content.text)) }, 'commanded');
        case 'compare':
          return readComparison(content.text, knowledge);
        case 'ask':
          return readUtterance(content.text, state, knowledge);
      }
  }
}

/** The field of the form that describes a project. */
export const PROJECT_FIELD = 'project';

function readForm(
  press: Press | undefined,
  fields: Readonly<Record<string, string>>,
  state: ThreadState,
  { readNeeds }: Knowledge,
): Intent {
  if (press?.type !== 'describe') return { type: 'stale' };
  const heard = briefOf(readNeeds(fields[PROJECT_FIELD] ?? ''));
  const brief = verdictBrief(state, press.verdict);
  return { type: 'verdict', brief: brief ? extendBrief(brief, heard) : heard };
}

function readPress(press: Press | undefined, state: ThreadState, knowledge: Knowledge): Intent {
  const { pack } = knowledge;
  switch (press?.type) {
    case undefined:
      return { type: 'stale' };
    case 'share':
      return readPress(press.of, state, knowledge);
    case 'entry':
    case 'compare':
    case 'meant':
    case 'more':
    case 'sources':
    case 'liked':
    case 'disliked': {
      const entry = press.pack === pack.id ? pack.entries.get(press.entry) : undefined;
      return entry ? readEntryPress(press.type, entry, pack) : { type: 'stale' };
    }
    case 'describe':
      return press.verdict === 0 || verdictBrief(state, press.verdict)
        ? { type: 'describe', number: press.verdict }
        : { type: 'stale' };
    case 'verdict': {
      const brief = verdictBrief(state, press.verdict);
      return brief ? { type: 'verdict', brief } : { type: 'stale' };
    }
    case 'topic':
      return { type: 'topics', topic: press.pack === pack.id ? press.topic : undefined };
    case 'topics':
      return { type: 'topics', topic: undefined };
    case 'help':
    case 'none-of-these':
    case 'quiet':
    case 'listen':
      return { type: press.type };
    case 'why':
    case 'counter':
    case 'verdict-sources': {
      const brief = verdictBrief(state, press.verdict);
      return brief ? { type: press.type, brief, number: press.verdict } : { type: 'stale' };
    }
    case 'choice': {
      const brief = verdictBrief(state, press.verdict);
      const question = pack.questions.find((candidate) => candidate.id === press.question);
      const choice = question?.choices[press.choice];
      return brief && question && choice
        ? { type: 'verdict', brief: extendBrief(brief, chosen(question, choice, pack)) }
        : { type: 'stale' };
    }
    case 'need': {
      const brief = verdictBrief(state, press.verdict);
      const criterion = pack.criteria.find((candidate) => candidate.id === press.criterion);
      if (!brief || !criterion) return { type: 'stale' };
      const said = press.strength === 0 ? SENTENCES.saidNo : SENTENCES.saidYes;
      return {
        type: 'verdict',
        brief: extendBrief(brief, { needs: [pressedNeed(criterion.id, press.strength, said)] }),
      };
    }
  }
}

function readEntryPress(
  type: 'entry' | 'compare' | 'meant' | 'more' | 'sources' | 'liked' | 'disliked',
  entry: Entry,
  pack: Pack,
): Intent {
  switch (type) {
    case 'entry':
    case 'meant':
      return { type: 'answer', entry, decision: undefined };
    case 'compare':
      return comparison(entry, undefined, pack);
    case 'more':
    case 'sources':
      return { type, entry };
    case 'liked':
    case 'disliked':
      return { type: 'feedback', entry, value: type };
  }
}

/** Asks for a verdict by name, whatever comes after. */
const VERDICT_PREFIX = /^\s*(?:verdict|recommend(?:ation)?|decide|advise)\s*(?:[:,;–-]|\bon\b|\bfor\b|$)/i;

function readUtterance(text: string, state: ThreadState, knowledge: Knowledge): Reading {
  const { pack, lexicon, matcher, readNeeds } = knowledge;
  const prefix = VERDICT_PREFIX.exec(text);
  if (prefix)
    return found(
      { type: 'verdict', brief: briefOf(readNeeds(text.slice(prefix[0].length))) },
      'asks for a verdict by name',
    );
  const terms = lexicon.read(text);
  if (terms.length === 0) return found({ type: 'help' }, 'nothing was said');
  const small = readAside(wordsOf(terms), state, pack);
  if (small) return small;
  const named = optionsNamed(terms);
  if (named.length > 0 && isBare(terms)) return readBareOptions(named, terms, state, knowledge);

  const carried = named.length === 0 && leansOnBefore(terms) ? state.options : [];
  const all = pack.options.map((option) => option.id);
  const ofAll = named.length === 0 && setsAgainst(terms) ? all : undefined;
  const matches = matcher.match(terms, carried.length > 0 ? carried : ofAll);
  const decision = decide(
    named.length > 1 ? aboutSubject(matches, named) : matches,
    terms,
    knowledge,
    named.length > 0 ? named : carried,
  );
  const seen = { options: { named, carried }, decision };
  const [match] = decision.matches;
  const answer = (entry: Entry) => {
    const compares = entry.options.length > 1 && named.length !== 1 && setsAgainst(terms);
    const intent: Intent = compares ? comparison(entry, decision, pack) : { type: 'answer', entry, decision };
    return found(intent, carried.length > 0 ? 'matched, with the options spoken of before' : 'matched', seen);
  };
  // Words as good as an entry's own ask for it, whatever needs they name; the needs are not even read.
  if (match && isVerbatim(decision)) return answer(match.entry);

  const heard = readNeeds(text);
  const project = readProject(terms, heard, state, knowledge);
  const asProject = (from: Project) => found({ type: 'verdict', brief: from.brief }, from.rule, seen);
  if (project?.sureness === 'clear') return asProject(project);
  if (match && decision.zone === 'answer') return answer(match.entry);
  const isChoice =
    heard.neither.length === 0 &&
    setsAgainst(terms) &&
    (named.length > 1 || (named.length === 0 && project !== undefined));
  const entry = isChoice ? entryOfOnlyNeed(heard, pack) : undefined;
  if (entry) return found(comparison(entry, undefined, pack), 'compares on the one criterion it names', seen);
  if (project?.sureness === 'likely' || (project && decision.zone === 'abstain')) return asProject(project);
  return unsure(decision, terms, seen);
}

/** Where several options are named, an entry about one of them answers only when that is the first: "cons of A compared to B". */
function aboutSubject(matches: readonly Match[], named: readonly string[]): Match[] {
  return matches.filter(({ entry }) => entry.options.length > 1 || entry.options.some((option) => option === named[0]));
}

/** Small talk, and words about the last answer or verdict, where there is one. */
function readAside(words: string, state: ThreadState, pack: Pack): Reading | undefined {
  const small = readSmallTalk(words);
  const entry = state.entry === undefined ? undefined : pack.entries.get(state.entry);
  const number = newestVerdict(state);
  const latest = verdictBrief(state, number);
  const brief = state.last === 'verdict' ? latest : undefined;
  if (typeof small === 'object') {
    const [suggested] = entriesWith(
      pack,
      state.last === 'clarify' ? state.suggestions.slice(small.suggestion, small.suggestion + 1) : [],
    );
    return suggested
      ? found({ type: 'answer', entry: suggested, decision: undefined }, 'one of the suggestions, by its number')
      : found({ type: 'out-of-scope', decision: undefined, rivals: [] }, 'a number, and nothing was suggested');
  }
  switch (small) {
    case undefined:
      return undefined;
    case 'reset':
    case 'quiet':
    case 'listen':
    case 'help':
    case 'greeting':
    case 'thanks':
      return found({ type: small }, `${small} and nothing else`);
    case 'topics':
      return found({ type: 'topics', topic: undefined }, 'asks for the topics');
    case 'none-of-these':
      return state.last === 'clarify'
        ? found({ type: small }, 'none of the suggestions')
        : found({ type: 'out-of-scope', decision: undefined, rivals: [] }, 'none, and nothing was suggested');
    case 'counter':
      return latest && found({ type: small, brief: latest, number }, 'the case against the last verdict');
    case 'why':
      if (brief) return found({ type: small, brief, number }, 'why, after a verdict');
      return entry && found({ type: 'more', entry }, 'why, after an answer');
    case 'sources':
      if (brief) return found({ type: 'verdict-sources', brief, number }, 'sources, after a verdict');
      return entry && found({ type: small, entry }, 'sources of the last answer');
    case 'more':
      if (brief) return found({ type: 'why', brief, number }, 'more, after a verdict');
      return entry && found({ type: small, entry }, 'more about the last answer');
    case 'liked':
    case 'disliked':
      if (brief)
        return found(
          small === 'liked' ? { type: 'thanks' } : { type: 'why', brief, number },
          'a word about the last verdict',
        );
      if (entry) return found({ type: 'feedback', entry, value: small }, 'feedback on the last answer');
      return found({ type: 'out-of-scope', decision: undefined, rivals: [] }, 'feedback, and nothing was answered');
  }
}

/** Words that carry no question of their own beside the name of an option. */
const CONNECTORS: ReadonlySet<string> = new Set(
  'a about also an and between but by case compare for how hmm i in is it me mean meant no not now of ok on or please question regarding same side so tell the then to us versus well what with'.split(
    ' ',
  ),
);

function isBare(terms: readonly Term[]): boolean {
  return terms.every((term) => term.names?.by === 'alias' || CONNECTORS.has(term.word));
}

/** A cosine with an example from which an entry asks the same as the last one. */
const SAME_QUESTION = 0.6;

/** Nothing but options were named: the same question about them as before, or what they are. */
function readBareOptions(
  named: readonly string[],
  terms: readonly Term[],
  state: ThreadState,
  knowledge: Knowledge,
): Reading {
  const { pack, lexicon, matcher } = knowledge;
  const options = { named, carried: [] };
  const last = state.entry === undefined ? undefined : pack.entries.get(state.entry);
  const isSame = last?.options.length === named.length && named.every((option) => last.options.includes(option));
  if (last && !isSame && !/^what is\b/.test(wordsOf(terms))) {
    const before = lexicon.read(last.question);
    const ofNamed = matcher
      .match(before, named)
      .filter(({ entry }) => named.every((option) => entry.options.includes(option)));
    const decision = decide(ofNamed, before, knowledge, named);
    const [match] = decision.matches;
    if (decision.zone === 'answer' && match && match.parts.nearest >= SAME_QUESTION) {
      const same: Intent =
        named.length > 1 ? comparison(match.entry, decision, pack) : { type: 'answer', entry: match.entry, decision };
      return found(same, 'the same question about another option', { options, decision });
    }
  }
  const entry = pack.entries.get(
    named.length > 1 ? pack.overview : (pack.options.find((option) => option.id === named[0])?.entry ?? ''),
  );
  if (!entry) return found({ type: 'help' }, 'an option without an entry', { options });
  const intent: Intent =
    named.length > 1 ? comparison(entry, undefined, pack) : { type: 'answer', entry, decision: undefined };
  return found(intent, 'nothing but the name', { options });
}

/** Who commands a comparison has said what kind of answer is wanted, so less confidence is enough. */
const COMPARE_CONFIDENCE = 0.45;

/** "compare real time": the entry that sets all options against each other, by its words or by the criterion they name. */
function readComparison(text: string, knowledge: Knowledge): Reading {
  const { pack, lexicon, matcher, readNeeds } = knowledge;
  const terms = lexicon.read(text);
  const overview = pack.entries.get(pack.overview);
  if (othersNamed(terms).length > 1 && optionsNamed(terms).length === 0) {
    return found({ type: 'out-of-scope', decision: undefined, rivals: rivalsNamed(terms) }, 'commanded, about others');
  }
  if (overview && isBare(terms)) return found(comparison(overview, undefined, pack), 'commanded, without a subject');
  const all = pack.options.map((option) => option.id);
  const decision = decide(matcher.match(terms, all), terms, knowledge);
  const seen = { options: { named: optionsNamed(terms), carried: [] }, decision };
  const [match] = decision.matches;
  if (decision.confidence >= COMPARE_CONFIDENCE && match)
    return found(comparison(match.entry, decision, pack), 'commanded', seen);
  const entry = entryOfOnlyNeed(readNeeds(text), pack);
  return entry
    ? found(comparison(entry, undefined, pack), 'commanded, by the criterion it names', seen)
    : unsure(decision, terms, seen);
}

function comparison(entry: Entry, decision: Decision | undefined, pack: Pack): Intent {
  return {
    type: 'compare',
    entry,
    criterion: pack.criteria.find((criterion) => criterion.entry === entry.id),
    decision,
  };
}

/** The entry that compares the options on the one criterion that was named outright. */
function entryOfOnlyNeed(heard: Heard, pack: Pack): Entry | undefined {
  const [only, ...others] = heard.needs.filter((need) => need.by === 'said');
  const criterion =
    others.length === 0 ? pack.criteria.find((candidate) => candidate.id === only?.criterion) : undefined;
  return criterion && pack.entries.get(criterion.entry);
}

/** Not sure enough to answer: "Did you mean", or a plain no that names what is not compared. */
function unsure(decision: Decision, terms: readonly Term[], seen: Partial<Reading>): Reading {
  const intent: Intent =
    decision.zone === 'abstain'
      ? { type: 'out-of-scope', decision, rivals: rivalsNamed(terms) }
      : { type: 'clarify', decision };
  return found(intent, `the best match is in the ${decision.zone} zone`, seen);
}

const FOLLOW_UP_START = /^(?:and|also|but|then|so|or|(?:what|how) about)\b/;
const PRONOUN = /\b(?:it|its|that|this|them|they|their|those|these)\b/;
/** A longer message says for itself what it is about. */
const MAX_FOLLOW_UP_WORDS = 14;

/** Whether the words lean on what was said before: they begin with "and" or "what about", or speak of "it". */
function leansOnBefore(terms: readonly Term[]): boolean {
  const words = wordsOf(terms);
  return (
    !setsAgainst(terms) && (FOLLOW_UP_START.test(words) || (terms.length <= MAX_FOLLOW_UP_WORDS && PRONOUN.test(words)))
  );
}

const SETS_AGAINST =
  /\b(?:compare|or|better|best|which|than|differences?|differ|prefer|between|winner|wins|easier|harder|worse|safer|both)\b/;

/** Whether the words set things against each other. */
function setsAgainst(terms: readonly Term[]): boolean {
  return SETS_AGAINST.test(wordsOf(terms));
}

function found(intent: Intent, rule: string, seen: Partial<Reading> = {}): Reading {
  return { options: { named: [], carried: [] }, decision: undefined, ...seen, intent, rule };
}
