import { briefOf, extendBrief } from './brief.ts';
import { challengeSaid } from './challenge.ts';
import type { Knowledge } from './compile.ts';
import { type Decision, decide, isVerbatim, MAX_SUGGESTIONS } from './decide.ts';
import { comparison, found, type Intent, type PackReading } from './intent.ts';
import type { Entry, Pack } from './knowledge.ts';
import { optionsNamed, othersNamed, rivalsNamed, type Term } from './lexicon.ts';
import type { Match } from './match.ts';
import type { Heard } from './needs.ts';
import { type Project, readProject, saidCount, wordsOf } from './project.ts';
import { readSmallTalk } from './small-talk.ts';
import { newestVerdict, type ThreadState, verdictBrief } from './thread.ts';
import { changedWeights, weightsSaid } from './weights.ts';

/** Asks for a verdict by name, whatever comes after. */
const VERDICT_PREFIX = /^\s*(?:verdict|recommend(?:ation)?|decide|advise)\s*(?:[:,;–-]|\bon\b|\bfor\b|$)/i;

/** A project for which a verdict was asked by name. */
export function readVerdict(text: string, rule: string, { readNeeds }: Knowledge): PackReading {
  const brief = briefOf(readNeeds(text));
  return found({ type: 'verdict', brief }, rule, { project: brief, fit: saidCount(brief) > 0 ? 'clear' : 'possible' });
}

/** Words in nobody's form, as one pack reads them. Total: any words have an intent. */
export function readUtterance(text: string, state: ThreadState, knowledge: Knowledge): PackReading {
  const { pack, lexicon, matcher, readNeeds } = knowledge;
  const prefix = VERDICT_PREFIX.exec(text);
  if (prefix) return readVerdict(text.slice(prefix[0].length), 'asks for a verdict by name', knowledge);
  const answered = state.last === 'answer' && state.entry !== undefined ? pack.entries.get(state.entry) : undefined;
  const challenge = answered && challengeSaid(text);
  if (challenge) return found({ type: 'challenged', entry: answered, challenge }, 'challenges the last answer', ASIDE);
  const weighed = readWeights(text, state, pack);
  if (weighed) return weighed;
  const terms = lexicon.read(text);
  if (terms.length === 0) return found({ type: 'help' }, 'nothing was said', ASIDE);
  const small = readAside(wordsOf(terms), state, pack);
  if (small) return small;
  const named = optionsNamed(terms);
  if (named.length > 0 && isBare(terms)) return readBareOptions(named, terms, state, knowledge);

  const carried = named.length === 0 && leansOnBefore(terms) ? state.options : [];
  const all = pack.options.map((option) => option.id);
  const ofAll = named.length === 0 && setsAgainst(terms) ? all : undefined;
  const near = nearTo(state, terms, pack);
  const matches = matcher.match(terms, carried.length > 0 ? carried : ofAll, near);
  const decision = decide(
    named.length > 1 ? aboutSubject(matches, named) : matches,
    terms,
    knowledge,
    named.length > 0 ? named : carried,
    near,
  );
  const looked = { options: { named, carried }, decision, leans: leansOnBefore(terms) };
  const [match] = decision.matches;
  const answer = (entry: Entry, seen: Partial<PackReading>) => {
    const compares = entry.options.length > 1 && named.length !== 1 && setsAgainst(terms);
    const intent: Intent = compares ? comparison(entry, decision, pack) : { type: 'answer', entry, decision };
    return found(intent, carried.length > 0 ? 'matched, with the options spoken of before' : 'matched', seen);
  };
  // Words as good as an entry's own ask for it, whatever needs they name; the needs are not even read.
  if (match && isVerbatim(decision)) return answer(match.entry, { ...looked, fit: 'verbatim' });

  const heard = readNeeds(text);
  const project = readProject(terms, heard, state, knowledge);
  const isDescribed = project && !project.goesOn && project.sureness !== 'possible' && saidCount(heard) > 0;
  const seen = { ...looked, project: isDescribed ? project.brief : undefined };
  const asProject = ({ brief, rule, goesOn, sureness, supposes }: Project) => {
    const before = supposes ? verdictBrief(state, newestVerdict(state), pack.id) : undefined;
    const intent: Intent = before
      ? { type: 'what-if', brief: before, number: newestVerdict(state), supposed: { brief, need: undefined } }
      : { type: 'verdict', brief };
    return found(intent, rule, { ...seen, project: brief, fit: goesOn ? 'aside' : sureness });
  };
  if (project?.sureness === 'clear') return asProject(project);
  if (match && decision.zone === 'answer') return answer(match.entry, { ...seen, fit: 'sure' });
  const isChoice =
    heard.neither.length === 0 &&
    setsAgainst(terms) &&
    (named.length > 1 || (named.length === 0 && project !== undefined));
  const entry = isChoice ? entryOfOnlyNeed(heard, pack) : undefined;
  if (entry)
    return found(comparison(entry, undefined, pack), 'compares on the one criterion it names', {
      ...seen,
      fit: 'likely',
    });
  if (project?.sureness === 'likely' || (project && decision.zone === 'abstain')) return asProject(project);
  return unsure(decision, terms, pack, seen);
}

/** A message of more words says for itself what it is about. */
const MAX_NEAR_WORDS = 14;

/** The last answer and the entries related to it, either way: whoever says little more asks for one of them rather than for another. */
function nearTo(state: ThreadState, terms: readonly Term[], { entries }: Pack): ReadonlySet<string> {
  const entry = state.last === 'answer' ? entries.get(state.entry ?? '') : undefined;
  if (!entry || terms.length > MAX_NEAR_WORDS) return new Set();
  const back = [...entries.values()].filter(({ related }) => related.includes(entry.id)).map(({ id }) => id);
  return new Set([entry.id, ...entry.related, ...back]);
}

/** "weights: …" after a verdict: the same project with other weights. */
function readWeights(text: string, state: ThreadState, pack: Pack): PackReading | undefined {
  const said = /^\s*weights?\s*[:=]\s*/i.exec(text);
  const brief = said ? verdictBrief(state, newestVerdict(state), pack.id) : undefined;
  if (!said || !brief) return undefined;
  const weights = weightsSaid(text.slice(said[0].length), pack);
  if (!weights) return found({ type: 'no-weights' }, 'changes weights, and names none', ASIDE);
  const later = extendBrief(brief, { weights: changedWeights({ ...brief.weights, ...weights }, pack) });
  return found({ type: 'verdict', brief: later }, 'changes weights', ASIDE);
}

/** Where several options are named, an entry about one of them answers only when that is the first: "cons of A compared to B". */
function aboutSubject(matches: readonly Match[], named: readonly string[]): Match[] {
  return matches.filter(({ entry }) => entry.options.length > 1 || entry.options.some((option) => option === named[0]));
}

/** Small talk, and words about the last answer or verdict, where there is one. */
function readAside(words: string, state: ThreadState, pack: Pack): PackReading | undefined {
  const small = readSmallTalk(words);
  const entry = state.entry === undefined ? undefined : pack.entries.get(state.entry);
  const number = newestVerdict(state);
  const latest = verdictBrief(state, number, pack.id);
  const brief = state.last === 'verdict' ? latest : undefined;
  const aside = (intent: Intent, rule: string) => found(intent, rule, ASIDE);
  const nothing = (rule: string) => found({ type: 'out-of-scope', decision: undefined, rivals: [] }, rule);
  if (typeof small === 'object') return nothing('a number, and nothing was suggested');
  switch (small) {
    case undefined:
      return undefined;
    case 'reset':
    case 'quiet':
    case 'listen':
    case 'help':
    case 'greeting':
    case 'thanks':
      return aside({ type: small }, `${small} and nothing else`);
    case 'topics':
      return aside({ type: 'topics', topic: undefined }, 'asks for the topics');
    case 'none-of-these':
      return state.last === 'clarify'
        ? aside({ type: small }, 'none of the suggestions')
        : nothing('none, and nothing was suggested');
    case 'counter':
      return latest && aside({ type: small, brief: latest, number }, 'the case against the last verdict');
    case 'why':
    case 'why-answer':
    case 'more':
      if (brief) return aside({ type: 'why', brief, number }, `${small}, after a verdict`);
      if (!entry) return nothing('about an answer, and nothing was answered');
      return aside({ type: small === 'why-answer' ? small : 'more', entry }, `${small}, after an answer`);
    case 'sources':
      if (brief) return aside({ type: 'verdict-sources', brief, number }, 'sources, after a verdict');
      // Where nothing was answered, they are asked about the bot.
      return entry && aside({ type: small, entry }, 'sources of the last answer');
    case 'liked':
    case 'disliked':
      if (brief)
        return aside(
          small === 'liked' ? { type: 'thanks' } : { type: 'why', brief, number },
          'a word about the last verdict',
        );
      if (entry) return aside({ type: 'feedback', entry, value: small }, 'feedback on the last answer');
      return small === 'liked'
        ? aside({ type: 'thanks' }, 'praise and nothing else')
        : nothing('feedback, and nothing was answered');
  }
}

/** Words that carry no question of their own beside the name of an option. */
const CONNECTORS: ReadonlySet<string> = new Set(
  'a about also an and between but by case compare for how hmm i in is it me mean meant no not now of ok on or please question regarding same side so tell the then to us versus well what with'.split(
    ' ',
  ),
);

/** Whether nothing is there but names of options, and words that carry no question. */
export function isBare(terms: readonly Term[]): boolean {
  return terms.every((term) => term.names?.by === 'alias' || CONNECTORS.has(term.word));
}

/** A cosine with an example from which an entry asks the same as the last one. */
export const SAME_QUESTION = 0.55;

/** Nothing but options were named: the same question about them as before, or what they are. */
function readBareOptions(
  named: readonly string[],
  terms: readonly Term[],
  state: ThreadState,
  knowledge: Knowledge,
): PackReading {
  const { pack, lexicon, matcher } = knowledge;
  const options = { named, carried: [] };
  const last = state.entry === undefined ? undefined : pack.entries.get(state.entry);
  const isSame = last?.options.length === named.length && named.every((option) => last.options.includes(option));
  if (last && !isSame && !/^(?:what is|tell me about)\b/.test(wordsOf(terms))) {
    const before = lexicon.read(last.question);
    const ofNamed = matcher
      .match(before, named)
      .filter(({ entry }) => named.every((option) => entry.options.includes(option)));
    const decision = decide(ofNamed, before, knowledge, named);
    const [match] = decision.matches;
    if (decision.zone === 'answer' && match && match.parts.nearest >= SAME_QUESTION) {
      const same: Intent =
        named.length > 1 ? comparison(match.entry, decision, pack) : { type: 'answer', entry: match.entry, decision };
      return found(same, 'the same question about another option', { options, decision, fit: 'clear', leans: true });
    }
  }
  const entry = pack.entries.get(
    named.length > 1 ? pack.overview : (pack.options.find((option) => option.id === named[0])?.entry ?? ''),
  );
  if (!entry) return found({ type: 'help' }, 'an option without an entry', { options, fit: 'possible' });
  const intent: Intent =
    named.length > 1 ? comparison(entry, undefined, pack) : { type: 'answer', entry, decision: undefined };
  return found(intent, 'nothing but the name', { options, fit: 'clear' });
}

/** Who commands a comparison has said what kind of answer is wanted, so less confidence is enough. */
const COMPARE_CONFIDENCE = 0.35;

/** "compare real time": the entry that sets all options against each other, by its words or by the criterion they name. */
export function readComparison(text: string, knowledge: Knowledge): PackReading {
  const { pack, lexicon, matcher, readNeeds } = knowledge;
  const terms = lexicon.read(text);
  const overview = pack.entries.get(pack.overview);
  if (othersNamed(terms).length > 1 && optionsNamed(terms).length === 0) {
    return found({ type: 'out-of-scope', decision: undefined, rivals: rivalsNamed(terms) }, 'commanded, about others');
  }
  if (overview && isBare(terms))
    return found(comparison(overview, undefined, pack), 'commanded, without a subject', { fit: 'clear' });
  const all = pack.options.map((option) => option.id);
  const matches = matcher.match(terms, all);
  const comparing = decide(
    matches.filter(({ entry }) => entry.options.length > 1),
    terms,
    knowledge,
    all,
  );
  const decision = comparing.zone === 'abstain' ? decide(matches, terms, knowledge) : comparing;
  const seen = { options: { named: optionsNamed(terms), carried: [] }, decision };
  const [match] = decision.matches;
  const isMeant = decision === comparing ? decision.confidence >= COMPARE_CONFIDENCE : decision.zone === 'answer';
  if (isMeant && match) return found(comparison(match.entry, decision, pack), 'commanded', { ...seen, fit: 'sure' });
  const entry = entryOfOnlyNeed(readNeeds(text), pack);
  return entry
    ? found(comparison(entry, undefined, pack), 'commanded, by the criterion it names', { ...seen, fit: 'likely' })
    : unsure(decision, terms, pack, seen);
}

/** The entry that compares the options on the one criterion that was named outright. */
function entryOfOnlyNeed(heard: Heard, pack: Pack): Entry | undefined {
  const [only, ...others] = heard.needs.filter((need) => need.by === 'said');
  const criterion =
    others.length === 0 ? pack.criteria.find((candidate) => candidate.id === only?.criterion) : undefined;
  return criterion && pack.entries.get(criterion.entry);
}

/** Not sure enough to answer: "Did you mean", or a plain no that names what is not compared. */
function unsure(decision: Decision, terms: readonly Term[], pack: Pack, seen: Partial<PackReading>): PackReading {
  const rule = `the best match is in the ${decision.zone} zone`;
  if (decision.zone === 'abstain')
    return found({ type: 'out-of-scope', decision, rivals: rivalsNamed(terms) }, rule, seen);
  const suggestions = decision.matches.slice(0, MAX_SUGGESTIONS).map(({ entry }) => ({ pack, entry }));
  return found({ type: 'clarify', decision, suggestions }, rule, { ...seen, fit: 'unsure' });
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

const ASIDE = { fit: 'aside' } as const;
