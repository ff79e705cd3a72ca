import { entriesWith, type Knowledge } from './compile.ts';
import { type Decision, decide } from './decide.ts';
import type { Content } from './delivery.ts';
import type { Criterion, Entry } from './knowledge.ts';
import { optionsNamed, othersNamed, type Term } from './lexicon.ts';
import { type Heard, mergeNeeds, type Need, STRENGTHS, wanted } from './needs.ts';
import { decodePress, type Press } from './press.ts';
import type { Brief } from './recommend.ts';
import { briefOf, newestVerdict, type StoredBrief, type ThreadState } from './thread.ts';

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
  | { readonly type: 'none-of-these' }
  | { readonly type: 'clarify'; readonly decision: Decision }
  | { readonly type: 'out-of-scope'; readonly decision: Decision | undefined; readonly others: readonly string[] }
  /** A press whose card is too old, or that is none of ours. */
  | { readonly type: 'stale' }
  | { readonly type: 'help' | 'greeting' | 'thanks' };

/** An intent with the rule that found it and the matches it looked at. */
export type Reading = {
  readonly intent: Intent;
  readonly rule: string;
  readonly options: { readonly named: readonly string[]; readonly carried: readonly string[] };
  readonly decision: Decision | undefined;
  readonly heard: Heard | undefined;
};

/** What was said or pressed, as an intent. Total: any text and any id has one. */
export function readIntent(content: Content, state: ThreadState, knowledge: Knowledge): Reading {
  switch (content.type) {
    case 'press':
      return found(readPress(decodePress(content.id), state, knowledge), 'press');
    case 'command':
      return readCommand(content.name, content.text, state, knowledge);
    case 'utterance':
      return readUtterance(content.text, state, knowledge);
  }
}

function found(intent: Intent, rule: string, more: Partial<Reading> = {}): Reading {
  return { options: { named: [], carried: [] }, decision: undefined, heard: undefined, ...more, intent, rule };
}

function readPress(press: Press | undefined, state: ThreadState, { pack }: Knowledge): Intent {
  if (!press) return { type: 'stale' };
  switch (press.type) {
    case 'entry': {
      const entry = entryOf(press, pack);
      return entry ? { type: 'answer', entry, decision: undefined } : { type: 'stale' };
    }
    case 'more':
    case 'sources': {
      const entry = entryOf(press, pack);
      return entry ? { type: press.type, entry } : { type: 'stale' };
    }
    case 'liked':
    case 'disliked': {
      const entry = entryOf(press, pack);
      return entry ? { type: 'feedback', entry, value: press.type } : { type: 'stale' };
    }
    case 'topic':
      return { type: 'topics', topic: pack.topics.some((topic) => topic.id === press.topic) ? press.topic : undefined };
    case 'topics':
      return { type: 'topics', topic: undefined };
    case 'help':
    case 'none-of-these':
      return { type: press.type };
    case 'why':
    case 'counter':
    case 'verdict-sources': {
      const brief = briefOf(state, press.verdict);
      return brief ? { type: press.type, brief: briefFrom(brief), number: press.verdict } : { type: 'stale' };
    }
    case 'choice': {
      const brief = briefOf(state, press.verdict);
      const choice = pack.questions.find((question) => question.id === press.question)?.choices[press.choice];
      if (!brief || !choice) return { type: 'stale' };
      const needs = choice.criteria.map((criterion): Need => pressed(criterion, STRENGTHS.should, choice.label));
      const facts = choice.facts.map((fact) => ({ fact, said: choice.label }));
      return { type: 'verdict', brief: extend(briefFrom(brief), { needs, facts, asked: [press.question] }) };
    }
    case 'need': {
      const brief = briefOf(state, press.verdict);
      const criterion = pack.criteria.find((candidate) => candidate.id === press.criterion);
      if (!brief || !criterion) return { type: 'stale' };
      const label = press.strength === 0 ? `Not ${criterion.name.toLowerCase()}` : criterion.name;
      return {
        type: 'verdict',
        brief: extend(briefFrom(brief), { needs: [pressed(criterion.id, press.strength, label)] }),
      };
    }
  }
}

function entryOf(press: { readonly pack: string; readonly entry: string }, pack: Knowledge['pack']): Entry | undefined {
  return press.pack === pack.id ? pack.entries.get(press.entry) : undefined;
}

function pressed(criterion: string, strength: number, said: string): Need {
  return { criterion, strength, negated: strength === 0, said, by: 'pressed' };
}

function readCommand(
  name: Extract<Content, { type: 'command' }>['name'],
  text: string,
  state: ThreadState,
  knowledge: Knowledge,
): Reading {
  switch (name) {
    case 'help':
      return found({ type: 'help' }, 'command');
    case 'topics':
      return found({ type: 'topics', topic: undefined }, 'command');
    case 'verdict':
      return readVerdict(text, knowledge, 'command');
    case 'ask':
      return readUtterance(text, state, knowledge);
    case 'compare':
      return readComparison(text, knowledge);
  }
}

function readVerdict(text: string, knowledge: Knowledge, rule: string): Reading {
  const heard = knowledge.readNeeds(text);
  return found({ type: 'verdict', brief: briefHeard(heard) }, rule, { heard });
}

/** "compare real time": the entry that compares all options on it, found by its words or by the criterion they name. */
function readComparison(text: string, knowledge: Knowledge): Reading {
  const { pack, lexicon, matcher, readNeeds } = knowledge;
  const terms = lexicon.read(text);
  const all = pack.options.map((option) => option.id);
  if (terms.every((term) => term.names?.by === 'alias' || CONNECTORS.has(term.word))) {
    const entry = pack.entries.get(pack.overview);
    return entry
      ? found(comparison(entry, undefined, knowledge), 'the bare comparison')
      : found({ type: 'help' }, 'command');
  }
  const heard = readNeeds(text);
  const decision = decide(matcher.match(terms, all), terms, knowledge);
  const options = { named: optionsNamed(terms), carried: [] };
  const [match] = decision.matches;
  if (decision.zone === 'answer' && match)
    return found(comparison(match.entry, decision, knowledge), 'command', { decision, options, heard });
  const criterion = pack.criteria.find((candidate) => heard.needs[0]?.criterion === candidate.id);
  const entry = criterion && pack.entries.get(criterion.entry);
  if (entry)
    return found(comparison(entry, undefined, knowledge), 'command: by the criterion named', {
      decision,
      options,
      heard,
    });
  return unsure(decision, terms, 'command', { options, heard });
}

function comparison(entry: Entry, decision: Decision | undefined, { pack }: Knowledge): Intent {
  return {
    type: 'compare',
    entry,
    criterion: pack.criteria.find((criterion) => criterion.entry === entry.id),
    decision,
  };
}

function readUtterance(text: string, state: ThreadState, knowledge: Knowledge): Reading {
  const { pack, lexicon } = knowledge;
  const terms = lexicon.read(text);
  if (terms.length === 0) return found({ type: 'help' }, 'nothing was said');
  const words = terms
    .slice(0, MAX_SMALL_TALK_WORDS + 1)
    .map((term) => (term.names?.by === 'alias' ? '§' : term.word))
    .join(' ');
  const verdictAsked = /^\s*(?:verdict|recommend(?:ation)?|decide|advise)\s*(?:[:,;–-]|\bon\b|\bfor\b|$)/i.exec(text);
  if (verdictAsked) return readVerdict(text.slice(verdictAsked[0].length), knowledge, 'asks for a verdict by name');
  const short = terms.length <= MAX_SMALL_TALK_WORDS ? readShort(words, state, knowledge) : undefined;
  if (short) return short;

  const named = optionsNamed(terms);
  const content = terms.filter((term) => term.names?.by !== 'alias' && !CONNECTORS.has(term.word));
  if (content.length === 0 && named.length > 0) return readBareOptions(named, terms, state, knowledge);

  const heard = knowledge.readNeeds(text);
  const project = readProject(words, terms, heard, state, knowledge);
  const carried = named.length === 0 && isFollowUp(terms) ? state.options : [];
  const asked = named.length > 0 ? undefined : carried.length > 0 ? carried : undefined;
  const decision = decide(knowledge.matcher.match(terms, asked), terms, knowledge);
  const more = { options: { named, carried }, decision, heard };
  if (project && !(decision.zone === 'answer' && project.weak))
    return { ...found({ type: 'verdict', brief: project.brief }, project.rule), ...more };

  const [match] = decision.matches;
  if (decision.zone !== 'answer' || !match) {
    const criterion = comparesOn(terms, named, heard, pack);
    const entry = criterion && pack.entries.get(criterion.entry);
    if (entry)
      return found(
        { type: 'compare', entry, criterion, decision: undefined },
        'compares on a criterion it names',
        more,
      );
    return unsure(decision, terms, `the best match is in the ${decision.zone} zone`, more);
  }
  const isComparison =
    match.entry.options.length > 1 && (named.length > 1 || (named.length === 0 && hasComparative(terms)));
  const intent: Intent =
    isComparison && hasComparative(terms)
      ? comparison(match.entry, decision, knowledge)
      : { type: 'answer', entry: match.entry, decision };
  return found(intent, carried.length > 0 ? 'matched, with the options spoken of before' : 'matched', more);
}

/** Not sure enough to answer: "Did you mean", or a plain no. A technology that the pack does not compare is named. */
function unsure(decision: Decision, terms: readonly Term[], rule: string, more: Partial<Reading>): Reading {
  const intent: Intent =
    decision.zone === 'suggest'
      ? { type: 'clarify', decision }
      : { type: 'out-of-scope', decision, others: othersNamed(terms) };
  return found(intent, rule, { ...more, decision });
}

const MAX_SMALL_TALK_WORDS = 8;
const GREETING =
  /^(?:hi|hello|hey|heya|hiya|yo|howdy|greetings|good (?:morning|afternoon|evening|day)|morning|sup|hola)(?: (?:there|bot|all|everyone|everybody|team|folks|again|compare|friend|you|how are you(?: doing)?(?: today)?))*$/;
const THANKS =
  /^(?:(?:ok|okay|great|cool|nice|perfect|awesome|super|got it|ah|oh|brilliant|lovely) )*(?:thanks|thank you|thx|ty|tnx|cheers|much appreciated|appreciate it|appreciated|kudos)(?: (?:a lot|a bunch|so much|very much|much|bot|all|you|for (?:that|this|the help|your help|the info)|mate|again|that (?:helps|helped)|compare|man|team))*$/;
const HELP =
  /^(?:please )?(?:help(?: me)?(?: please)?|usage|commands|how (?:do|does|can) (?:i|one|we|you|it|this) (?:use (?:you|this|it|this bot)|work|this work)|how do you work|how does this work|what (?:can|do) you (?:do|know)(?: about)?|what are you(?: for)?|who are you|what is this(?: bot)?|what can i (?:do|say)(?: here)?|instructions|options|menu|start)$/;
const TOPICS =
  /^(?:(?:show|list|what|which|all|the|your|me|give|are|topics?|subjects|questions|you|can|i|ask|know|do|about|of|have|cover|things|could|we)(?: |$)){1,8}$/;
const SOURCES =
  /^(?:and )?(?:(?:show |what |the |your |any |got |give |me |are |is |with )*(?:sources?|references?|citations?|proof|evidence|receipts)(?: please| for (?:that|this|it))?|says who|who says(?: (?:so|that))?|where (?:is|does|did|do) (?:that|this|it|you)(?: come| get| got)?(?: from| that from)?|how do you know(?: that)?|link)$/;
const MORE =
  /^(?:and )?(?:(?:tell|show|give) me )?(?:more|more (?:detail|details|info|please|about (?:that|this|it))|details|elaborate|expand|go on|continue|go deeper|explain|explain (?:that|this|it|more))(?: please)?$/;
const WHY =
  /^(?:but |and |so |ok )?(?:why|how come|why so|why (?:is|though) that|why (?:is )?that|why not|because|reasons?|why this|why (?:§|this one|that one)|explain why|how did you (?:get|decide) (?:that|this))$/;
const COUNTER =
  /^(?:and |but )?(?:(?:what is )?(?:the )?(?:strongest )?(?:case|argument|arguments) against(?: (?:it|that|this|§))?|what speaks against (?:it|that|this|§)|counter ?arguments?|counter|devils advocate|play devil advocate|play devils advocate|convince me otherwise|argue the other side)$/;
const LIKED =
  /^(?:that |this |it |very |really |was |is |super )*(?:helpful|helped|good answer|great answer|nice answer|useful|spot on|good bot|well said)$/;
const DISLIKED =
  /^(?:no |nope |that |this |it |is |was |the )*(?:wrong|not (?:right|true|correct|helpful|useful|what i asked|what i meant|my question)|incorrect|outdated|unhelpful|useless|bad answer|wrong answer|nonsense|bad bot)$/;
const ORDINAL = /^(?:the )?(?:(first|1st|one|1)|(second|2nd|two|2)|(third|3rd|three|3))(?: one)?(?: please)?$/;
const NONE = /^(?:none(?: of (?:these|those|them|the above))?|neither of (?:these|those|them)|no none)$/;

/** Messages of a few words that mean one thing: small talk, and words about the last answer. */
function readShort(words: string, state: ThreadState, knowledge: Knowledge): Reading | undefined {
  const entry = state.entry === undefined ? undefined : knowledge.pack.entries.get(state.entry);
  const number = newestVerdict(state);
  const brief = briefOf(state, number);
  const afterVerdict = state.last === 'verdict' && brief ? { brief: briefFrom(brief), number } : undefined;
  if (HELP.test(words)) return found({ type: 'help' }, 'asks for help');
  if (GREETING.test(words)) return found({ type: 'greeting' }, 'a greeting and nothing else');
  if (THANKS.test(words)) return found({ type: 'thanks' }, 'thanks and nothing else');
  if (/\b(?:topics?|subjects|ask|know|cover)\b/.test(words) && TOPICS.test(words))
    return found({ type: 'topics', topic: undefined }, 'asks for the topics');
  if (WHY.test(words) && afterVerdict) return found({ type: 'why', ...afterVerdict }, 'why, after a verdict');
  if (COUNTER.test(words) && afterVerdict)
    return found({ type: 'counter', ...afterVerdict }, 'the case against, after a verdict');
  if (SOURCES.test(words) && afterVerdict)
    return found({ type: 'verdict-sources', ...afterVerdict }, 'sources, after a verdict');
  if (NONE.test(words) && state.last === 'clarify') return found({ type: 'none-of-these' }, 'none of the suggestions');
  const ordinal = ORDINAL.exec(words)
    ?.slice(1)
    .findIndex((group) => group !== undefined);
  if (ordinal !== undefined && state.last === 'clarify') {
    const [chosen] = entriesWith(knowledge.pack, state.suggestions.slice(ordinal, ordinal + 1));
    if (chosen)
      return found({ type: 'answer', entry: chosen, decision: undefined }, 'one of the suggestions, by its number');
  }
  if (!entry) return undefined;
  if (SOURCES.test(words)) return found({ type: 'sources', entry }, 'sources of the last answer');
  if (MORE.test(words) || WHY.test(words)) return found({ type: 'more', entry }, 'more about the last answer');
  if (LIKED.test(words)) return found({ type: 'feedback', entry, value: 'liked' }, 'praise for the last answer');
  if (DISLIKED.test(words)) return found({ type: 'feedback', entry, value: 'disliked' }, 'blame for the last answer');
  return undefined;
}

/** Words that carry no question of their own beside the name of an option. */
const CONNECTORS: ReadonlySet<string> = new Set([
  'and',
  'or',
  'the',
  'a',
  'an',
  'about',
  'what',
  'how',
  'is',
  'of',
  'for',
  'on',
  'with',
  'to',
  'in',
  'also',
  'then',
  'so',
  'but',
  'same',
  'question',
  'compare',
  'please',
  'me',
  'tell',
  'between',
  'side',
  'by',
  'hmm',
  'ok',
  'now',
  'it',
  'i',
  'meant',
  'mean',
  'no',
  'not',
  'versus',
  'case',
  'regarding',
  'us',
  'well',
]);

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
  const asksWhatItIs = /^(?:what|who) (?:is|are)/.test(
    terms
      .slice(0, 2)
      .map((term) => term.word)
      .join(' '),
  );
  if (last && !asksWhatItIs && named.join() !== last.options.join()) {
    const before = lexicon.read(last.question);
    const decision = decide(
      matcher.match(before, named).filter((match) => match.entry.id !== last.id),
      before,
      knowledge,
    );
    const [match] = decision.matches;
    if (decision.zone === 'answer' && match)
      return found({ type: 'answer', entry: match.entry, decision }, 'the same question about another option', {
        options,
        decision,
      });
  }
  const id = named.length > 1 ? pack.overview : pack.options.find((option) => option.id === named[0])?.entry;
  const entry = id === undefined ? undefined : pack.entries.get(id);
  if (!entry) return found({ type: 'help' }, 'an option without an entry', { options });
  const intent: Intent =
    named.length > 1 ? comparison(entry, undefined, knowledge) : { type: 'answer', entry, decision: undefined };
  return found(intent, 'the bare name', { options });
}

const FOLLOW_UP_STARTS: ReadonlySet<string> = new Set([
  'and',
  'what about',
  'how about',
  'also',
  'but',
  'then',
  'so',
  'or',
]);
const PRONOUNS: ReadonlySet<string> = new Set([
  'it',
  'its',
  'that',
  'this',
  'them',
  'they',
  'their',
  'those',
  'these',
  'both',
]);

/** Whether the words lean on what was said before: they begin with "and" or "what about", or speak of "it". */
function isFollowUp(terms: readonly Term[]): boolean {
  const [first = '', second = ''] = terms.map((term) => term.word);
  if (hasComparative(terms)) return false;
  if (FOLLOW_UP_STARTS.has(first) || FOLLOW_UP_STARTS.has(`${first} ${second}`)) return true;
  return terms.length <= MAX_FOLLOW_UP_WORDS && terms.some((term) => PRONOUNS.has(term.word));
}

const MAX_FOLLOW_UP_WORDS = 14;
const COMPARATIVES =
  /\b(?:compare|or|better|best|which|than|difference|differences|differ|prefer|between|winner|wins|more|less|easier|harder|worse|each|both|safer|cheaper|instead)\b/;

function hasComparative(terms: readonly Term[]): boolean {
  return COMPARATIVES.test(terms.map((term) => term.word).join(' '));
}

/** The criterion of a question that sets options against each other on just one. */
function comparesOn(
  terms: readonly Term[],
  named: readonly string[],
  heard: Heard,
  pack: Knowledge['pack'],
): Criterion | undefined {
  const stated = heard.needs.filter((need) => need.by === 'said');
  const [only] = stated;
  if (stated.length !== 1 || !only || named.length < 2 || !hasComparative(terms)) return undefined;
  return pack.criteria.find((criterion) => criterion.id === only.criterion);
}

type Project = { readonly brief: Brief; readonly rule: string; readonly weak: boolean };

const BUILDING =
  /\b(?:(?:we|i) (?:are |am |will |want to |need to |have to |plan to |would like to |going to |are going to |am going to )?(?:be )?(?:build|building|make|making|creating|create|developing|develop|planning|starting|start|launching|launch|working on|designing|rewriting|need an?|want an?)|project|startup|greenfield|mvp for|side project|we need|i need|my idea|our idea|the idea is)\b/;
const CHOOSING =
  /\b(?:should (?:i|we|one|my team|our team) (?:use|pick|choose|go|take|be using|build)|which (?:one|stack|framework|backend|of the two|should|would|do you)|what (?:should|would|do) (?:i|we|you) (?:use|pick|choose|recommend|suggest|go|take)|recommend|suggest|best (?:choice|option|fit|stack|tool|backend)|(?:choose|choice|decide|deciding|choosing|pick|picking) between|right (?:choice|tool|stack)|§ or §|or §|go with|verdict|suits? us|what fits)\b/;
const QUESTION = /^(?:what|how|why|when|where|who|is|are|does|do|can|could|which|will|would|did|has|have|was)\b/;

/** Whether the words describe a project for which something is to be chosen; goes on with the verdict of the thread where they add to it. */
function readProject(
  words: string,
  terms: readonly Term[],
  heard: Heard,
  state: ThreadState,
  knowledge: Knowledge,
): Project | undefined {
  const all = terms.map((term) => (term.names?.by === 'alias' ? '§' : term.word)).join(' ');
  const stated = new Set([
    ...heard.needs.filter((need) => need.by === 'said').map((need) => need.criterion),
    ...heard.facts.map(({ fact }) => fact),
    ...heard.neither.map(({ fact }) => fact),
  ]);
  const asksOfOne = optionsNamed(terms).length === 1 && QUESTION.test(words) && !CHOOSING.test(all);
  const builds = BUILDING.test(all);
  const chooses = CHOOSING.test(all);
  const before = state.last === 'verdict' ? briefOf(state, newestVerdict(state)) : undefined;
  if (
    before &&
    (heard.needs.length > 0 || heard.facts.length > 0) &&
    !asksOfOne &&
    (!QUESTION.test(words) || /^what if\b/.test(words))
  ) {
    const answered = state.question === undefined ? [] : [state.question];
    return {
      brief: extend(briefFrom(before), { ...heard, asked: answered }),
      rule: 'adds to the verdict of this thread',
      weak: false,
    };
  }
  if (before && state.question !== undefined) {
    const answer = readChoice(all, state.question, knowledge);
    if (answer)
      return { brief: extend(briefFrom(before), answer), rule: "answers the verdict's question", weak: false };
  }
  if (asksOfOne || stated.size === 0)
    return builds && chooses && !asksOfOne
      ? { brief: briefHeard(heard), rule: 'describes a project, says too little', weak: true }
      : undefined;
  if (builds && (chooses || stated.size > 1 || !QUESTION.test(words)))
    return { brief: briefHeard(heard), rule: 'describes a project', weak: stated.size < 2 };
  if (chooses && stated.size > 1)
    return { brief: briefHeard(heard), rule: 'asks what to choose, with needs', weak: false };
  if (stated.size > 1 && !QUESTION.test(words) && optionsNamed(terms).length !== 1)
    return { brief: briefHeard(heard), rule: 'lists needs', weak: true };
  return undefined;
}

/** "yes", "no", or the words of one of the question's buttons. */
function readChoice(words: string, questionId: string, { pack, lexicon }: Knowledge): Partial<Brief> | undefined {
  const question = pack.questions.find((candidate) => candidate.id === questionId);
  if (!question || words.split(' ').length > MAX_SMALL_TALK_WORDS) return undefined;
  const said = new Set(words.split(' '));
  const choice = question.choices.find(({ label }) => {
    const parts = lexicon.read(label).map((term) => term.word);
    return (
      parts.every((part) => said.has(part)) ||
      (parts.length > 0 && parts[0] === words.split(' ')[0] && /^(?:yes|no|both|neither)$/.test(parts[0] ?? ''))
    );
  });
  if (!choice) return undefined;
  return {
    needs: choice.criteria.map((criterion) => pressed(criterion, STRENGTHS.should, choice.label)),
    facts: choice.facts.map((fact) => ({ fact, said: choice.label })),
    asked: [questionId],
  };
}

function briefHeard(heard: Heard): Brief {
  return { needs: heard.needs, facts: heard.facts, neither: heard.neither, together: heard.together, asked: [] };
}

function briefFrom(stored: StoredBrief): Brief {
  return { ...stored, together: stored.together };
}

/** The brief with what was said or pressed since. */
function extend(brief: Brief, later: Partial<Brief>): Brief {
  const facts = [...brief.facts, ...(later.facts ?? [])];
  return {
    needs: mergeNeeds(brief.needs, later.needs ?? []),
    facts: facts.filter(({ fact }, index) => facts.findIndex((other) => other.fact === fact) === index),
    neither:
      later.neither && later.neither.length > 0
        ? later.neither
        : wanted(later.needs ?? []).length > 0
          ? []
          : brief.neither,
    together: later.together ?? brief.together,
    asked: [...new Set([...brief.asked, ...(later.asked ?? [])])],
  };
}
