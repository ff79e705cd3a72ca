import { type Brief, briefOf, chosen, extendBrief, type Later, pressedNeed } from './brief.ts';
import { isTrouble } from './code-help.ts';
import type { Knowledge } from './compile.ts';
import type { Question } from './knowledge.ts';
import { optionsNamed, rivalsNamed, setsOthersAgainst, type Term } from './lexicon.ts';
import type { Heard } from './needs.ts';
import { newestVerdict, type ThreadState, verdictBrief } from './thread.ts';
import { SENTENCES } from './wording.ts';

/** A text read as a project for which something is to be chosen. */
export type Project = {
  readonly brief: Brief;
  readonly rule: string;
  /** Whether it goes on with the thread's last verdict. */
  readonly goesOn: boolean;
  /** Whether it only asks what would be different: "what if …". */
  readonly supposes: boolean;
  /** Clear: nothing else is meant. Likely: a confident answer to it as a question comes first. Possible: so does a "Did you mean". */
  readonly sureness: 'clear' | 'likely' | 'possible';
};

/** Words about making something. */
const BUILDS = new RegExp(
  [
    String.raw`\b(?:we|i)(?: are| am| will| want to| need to| have to| plan to| would like to| are going to| am going to)? (?:build|building|make|making|creat\w+|develop\w*|planning|start|starting|launch\w*|working on|designing)\b`,
    String.raw`\b(?:new|side|our|my|a) (?:project|product|startup)\b|\bgreenfield\b|\b(?:we|i) need (?:a|an|to build|something)\b|\b(?:my|our|the) idea\b|\bbuilding (?:a|an|our|the)\b`,
  ].join('|'),
);
/** Words that ask for a choice. */
const CHOOSES = new RegExp(
  [
    String.raw`\bshould (?:i|we|one|my team|our team|they) (?:\w+ )?(?:use|pick|choose|go|take|be using|build|write|start|adopt|do it|move|switch|stay|consider|learn)\b|\bshould (?:it be|i|we)$`,
    String.raw`\bwhich (?:one|stack|framework|backend|of the two|should|would|do you|to)\b|\bwhich$|\bwhat (?:should|would|do) (?:i|we|you) (?:use|pick|choose|recommend|suggest|go|take|write|build|make)\b`,
    String.raw`\brecommend\w*\b|\bsuggest\w*\b|\bbest (?:choice|option|fit|stack|tool|backend)\b|\b(?:choose|choice|decid\w+|choosing|pick|picking) between\b|\bright (?:choice|tool|stack|call)\b`,
    String.raw`§ or §|\bor §|\bgo with\b|\bverdict\b|\bsuits? us\b|\bwhat fits\b|\bbetter (?:fit|choice|for)\b`,
  ].join('|'),
);
const QUESTION = /^(?:what|how|why|when|where|who|is|are|does|do|can|could|which|will|would|did|has|have|was|should)\b/;
/** Words of somebody who wants to be shown how, and chooses nothing. */
const HOW_TO = /\b(?:how do i|how to)\b/;
/** Begins a clause that asks something else than what to choose. */
const ASKS = new RegExp(
  [
    String.raw`^(?:(?:and|so|but|then|or|ok|well|also|now|please|sorry|hey|hi) )*(?:what|how|why|who|whom|whose|where|when) (?:is|are|was|were|do|does|did|would|will|should|can|could|has|have|to|about|if|else|exactly|kind|happens)\b`,
    String.raw`^(?:(?:and|so|but|then|or|ok|well|also|now|please|sorry|hey|hi) )*(?:is|are|was|were|do|does|did|can|could|will|would|has|have|should|must) (?:i|we|you|he|she|it|they|this|that|there|the|a|an|any|anyone|anybody|someone|somebody|sb|my|our|your|his|her|§)\b`,
    String.raw`^(?:anyone|anybody|someone|any (?:idea|ideas|clue|hint|luck|news))\b|^(?:how come|what for|how much|how many|how long)\b`,
  ].join('|'),
);
/** Words of somebody who needs something made, or names what it is. */
const WANTS =
  /\b(?:needs?|needed|wants?|wanted|must|require[sd]?|requirements?|should|looking for|has to|have to|would like|app|application|platform|site|website|system|tool|product|software|portal|shop|store|server|api|backend|service|game|dashboard|project|startup|mvp|prototype|crm|cms|clone|marketplace|intranet|bot|backoffice|back office|rewrite)\b/;
/** Fewer words than this describe no project by themselves. */
const MIN_DESCRIPTION_WORDS = 5;
/** Words that are read for what a message is about; its needs are read to the end. */
const MAX_READ_WORDS = 1000;
/** A longer message is no reply to a question's buttons. */
const MAX_REPLY_WORDS = 10;

/** Whether the words describe a project, or go on with the verdict of the thread; undefined when they do neither. */
export function readProject(
  terms: readonly Term[],
  heard: Heard,
  state: ThreadState,
  knowledge: Knowledge,
): Project | undefined {
  const words = wordsOf(terms.slice(0, MAX_READ_WORDS));
  const named = optionsNamed(terms).length;
  const isQuestion = QUESTION.test(words);
  const [builds, chooses] = [BUILDS.test(words), CHOOSES.test(words)];
  const going = goesOn(words, heard, state, knowledge, isQuestion && !chooses && named === 1);
  if (going) return going;

  const said = saidCount(heard);
  const asksOfOne = named === 1 && isQuestion && !chooses;
  const rivals = new Set(rivalsNamed(terms)).size;
  const comparesOthers =
    named === 0 &&
    (rivals > 1 ||
      (rivals > 0 && !builds && !chooses && heard.neither.length === 0) ||
      (heard.neither.length === 0 && (setsOthersAgainst(terms) || (!chooses && /\b(?:or|compare)\b/.test(words)))));
  if (asksOfOne || comparesOthers || isTrouble(terms) || HOW_TO.test(words)) return undefined;
  const found = (rule: string, sureness: Project['sureness']): Project => ({
    brief: briefOf(heard),
    rule,
    goesOn: false,
    supposes: false,
    sureness,
  });
  const asksElse = !chooses && clausesOf(terms).some((clause) => ASKS.test(clause));
  if (said === 0) return builds && chooses ? found('describes a project, says too little', 'likely') : undefined;
  if (builds && asksElse && named === 0) return said > MANY_SAID ? found('describes a project', 'possible') : undefined;
  if (builds && (chooses || said > 1 || !isQuestion))
    return found('describes a project', said > 1 ? 'clear' : 'likely');
  if (chooses && said > 1) return found('asks what to choose, with needs', 'clear');
  if (chooses && named !== 1) return found('asks what to choose, with one need', 'likely');
  if (isQuestion || named === 1) return undefined;
  if (asksElse && (named === 0 || said === 1 || !OWN.test(words))) return undefined;
  if (said > 1) return found('lists needs', 'likely');
  return terms.length >= MIN_DESCRIPTION_WORDS && WANTS.test(words) ? found('names one need', 'possible') : undefined;
}

/** So many things are said of a project that it is described even where something else is asked at the end. */
const MANY_SAID = 2;
/** Words of somebody who speaks of what is theirs. */
const OWN = /\b(?:we|us|our|i|my|team|client|customers?|company|startup|boss)\b/;

/** The words of each clause. */
function clausesOf(terms: readonly Term[]): string[] {
  return [...Map.groupBy(terms.slice(0, MAX_READ_WORDS), ({ clause }) => clause).values()].map(wordsOf);
}

/** The words as they are compared, options' names as one sign. */
export function wordsOf(terms: readonly Term[]): string {
  return terms.map((term) => (term.names?.by === 'alias' ? '§' : term.word)).join(' ');
}

/** After a verdict, needs that are stated add to it, and a short reply answers the question it asked. */
function goesOn(
  words: string,
  heard: Heard,
  state: ThreadState,
  knowledge: Knowledge,
  asksOfOne: boolean,
): Project | undefined {
  const waits = state.last === 'verdict' || state.question !== undefined || state.settles !== undefined;
  const before = verdictBrief(state, newestVerdict(state), knowledge.pack.id);
  const isAnother = BUILDS.test(words) && saidCount(heard) > 1 && !ALSO.test(words) && !SUPPOSES.test(words);
  if (!before || asksOfOne || isAnother || (!waits && !ADDS.test(words) && !SUPPOSES.test(words))) return undefined;
  const going = (later: Later, rule: string): Project => ({
    brief: extendBrief(before, later),
    rule,
    goesOn: true,
    supposes: SUPPOSES.test(words),
    sureness: 'clear',
  });
  const question = knowledge.pack.questions.find((candidate) => candidate.id === state.question);
  const choice = question && choiceSaid(question, words, knowledge);
  if (question && choice) {
    const picked = chosen(question, choice, knowledge.pack);
    return going(
      {
        ...heard,
        ...picked,
        needs: [...heard.needs, ...(picked.needs ?? [])],
        facts: [...heard.facts, ...(picked.facts ?? [])],
      },
      "answers the verdict's question",
    );
  }
  if (question && DECIDE.test(words))
    return going({ asked: knowledge.pack.questions.map(({ id }) => id) }, 'wants no more questions');
  if (question && UNDECIDED.test(words)) return going({ asked: [question.id] }, "leaves the verdict's question open");
  const said = YES.test(words) ? 'yes' : NO.test(words) ? 'no' : undefined;
  const criterion = knowledge.pack.criteria.find(({ id }) => id === state.settles?.criterion);
  if (state.settles && criterion && said !== undefined) {
    const strength = said === 'yes' ? state.settles.strength : 0;
    return going(
      {
        ...heard,
        needs: [
          ...heard.needs,
          pressedNeed(criterion.id, strength, said === 'yes' ? SENTENCES.saidYes : SENTENCES.saidNo),
        ],
      },
      'answers what would settle the verdict',
    );
  }
  const adds = heard.needs.length > 0 || heard.facts.length > 0 || heard.neither.length > 0;
  if (!adds || (QUESTION.test(words) && !SUPPOSES.test(words))) return undefined;
  return going({ ...heard, asked: question ? [question.id] : [] }, 'adds to the verdict of this thread');
}

/** Words of somebody who goes on about the same project. */
const ALSO = /^(?:also|and|plus|but|what if|oh|yes|no)\b|\b(?:too|as well|also)$/;
/** Begins a message that adds to a verdict even when something else was spoken of since. */
const ADDS = /^(?:also|and|plus|but|oh|what if)\b.*\b(?:we|i|it)\b.*\b(?:need|needs|want|wants|have|has|must|should)\b/;
const UNDECIDED =
  /^(?:i |we )?(?:am |are )?(?:no idea|not sure|do not know|dunno|skip|pass|no preference|either|whatever|any|does not matter|next)\b/;
const DECIDE =
  /^(?:please |just |ok |well )*(?:decide|choose|pick one|no more questions|enough questions)(?: now| already| please| anyway| for me| for us)*$/;
const SUPPOSES =
  /^(?:(?:and|but|so|ok|hm+|now) )*(?:what (?:if|about when|happens (?:if|when)|would (?:change|happen|be different) if)|suppose|supposing|assuming|assume|imagine)\b/;
const YES = /^(?:yes|yep|yeah|yup|sure|correct|definitely|of course|absolutely|indeed)\b/;
const NO = /^(?:no|nope|nah|not really|not at all)\b/;

/** The button that a short reply says: all of its words, its first word where that is "yes" or "no", or a word that only it has. */
function choiceSaid(
  question: Question,
  words: string,
  { lexicon }: Knowledge,
): Question['choices'][number] | undefined {
  const said = words.split(' ');
  if (said.length > MAX_REPLY_WORDS) return undefined;
  const read = question.choices.map((choice) => ({
    choice,
    parts: lexicon.read(choice.label).map((term) => term.word),
  }));
  const whole = read.find(({ parts }) => {
    const isYesOrNo = /^(?:yes|no)$/.test(parts[0] ?? '') && parts[0] === said[0];
    return parts.length > 0 && (isYesOrNo || parts.every((part) => said.includes(part)));
  });
  const having = said.length === 1 ? read.filter(({ parts }) => parts.includes(words)) : [];
  return whole?.choice ?? (having.length === 1 ? having[0]?.choice : undefined);
}

/** How many different things were said outright: one word that brings a need and a fact counts once. */
export function saidCount({ needs, facts, neither }: Pick<Heard, 'needs' | 'facts' | 'neither'>): number {
  const words = [...needs.filter((need) => need.by === 'said'), ...facts, ...neither].map(({ said }) =>
    said.toLowerCase(),
  );
  return new Set(words).size;
}
