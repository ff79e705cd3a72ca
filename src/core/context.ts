import type { Knowledge } from './compile.ts';
import { optionsNamed, rivalsNamed, setsOthersAgainst, type Term } from './lexicon.ts';
import { withPointers } from './pointers.ts';
import { wordsOf } from './project.ts';
import { readSmallTalk } from './small-talk.ts';
import { optionMeant, optionsMeant, type Spoken, spokenOf, withOptions, withoutOptions } from './spoken.ts';
import type { ThreadState } from './thread.ts';

/** Words as they may be meant in their thread: a question that stands alone. */
export type Sense = {
  readonly text: string;
  readonly rule: string;
  /** Only where no other sense finds something. */
  readonly isLast?: boolean;
  /** Whether it is the last question about other options: an example must be near, or it is no question there. */
  readonly isSwapped?: boolean;
  /** Whether the last answer may be meant again. */
  readonly mayRepeat?: boolean;
};

/** The ways in which words may be meant that lean on what was said before. */
export type Senses = {
  /** Best guess first among equals. */
  readonly senses: readonly Sense[];
  /** Whether the words hardly mean anything else: only where none of the senses finds something are they read as they stand. */
  readonly isMeant: boolean;
  /** Whether the words themselves say that they lean on what was said: others may just as well be for another pack. */
  readonly isLinked: boolean;
};

/** A message of more words than this says for itself what it is about. */
const MAX_WORDS = 14;
/** So few words without a name are no question of their own. */
const MAX_FRAGMENT_WORDS = 4;

/**
 * How words may be meant after what was said before: corrections ("no, I meant A"), the same question about another option
 * ("and A?"), a few words that add to it ("for a small team?"), and "it", where that is neither option.
 */
export function sensesOf(text: string, terms: readonly Term[], state: ThreadState, knowledge: Knowledge): Senses {
  const none: Senses = { senses: [], isMeant: false, isLinked: false };
  const before = spokenOf(state, knowledge);
  if (!before || terms.length > MAX_WORDS || waitsForNeeds(state)) return none;
  const pointed = withPointers(text, terms, before);
  if (pointed !== undefined) {
    const read = before.knowledge.lexicon.read(pointed);
    const adds = comparedWith(read, before) ?? added(pointed, read, before);
    return {
      senses: [
        ...(adds?.senses ?? restOf(pointed, before)),
        { text: pointed, rule: 'one of those spoken of', isLast: true },
      ],
      isMeant: true,
      isLinked: true,
    };
  }
  const compares = comparedWith(terms, before);
  if (compares) return compares;
  const corrected = correctionIn(text, terms);
  if (corrected) {
    const { wanted, denied } = corrected;
    const { lexicon } = knowledge;
    if (readSmallTalk(wordsOf(lexicon.read(wanted))) !== undefined) return none;
    const swapped = denied === undefined ? undefined : replaced(before.said, denied, wanted, knowledge);
    const senses = [...(swapped === undefined ? [] : [{ text: swapped }]), ...restTexts(wanted, before)];
    return { senses: senses.map((one) => ({ ...one, rule: 'a correction' })), isMeant: true, isLinked: true };
  }
  if (rivalsNamed(terms).length > 0 || setsOthersAgainst(terms)) return none;
  return added(text, terms, before) ?? pronouns(text, terms, before) ?? alone(text, terms, before) ?? none;
}

/** A verdict and its questions take words as what they add to it. */
function waitsForNeeds({ last, question, settles }: ThreadState): boolean {
  return last === 'verdict' || last === 'which-pack' || question !== undefined || settles !== undefined;
}

/** Begins a correction. */
const DENIES =
  /^(?:(?:no|nope|nah|sorry|oops|whoops|wait|argh|ugh|hm+|ah|oh|my bad|actually|well|ok|correction|but|and|wrong(?: one| question| option)?|typo|not that(?: one)?|(?:that is )?not (?:really )?what i (?:asked|meant|mean|wanted)(?: for| about)?|that is (?:not it|wrong)) )+/;
/** Says what is meant instead. */
const MEANS =
  /^(?:i |we )?(?:actually |really |just )?(?:(?:mean|meant|was asking|am asking|asked|was talking|am talking|wanted|was thinking|was on)(?: (?:to (?:know|ask)|about|for|of|more like|rather))*|rather|make (?:that|it)|scratch that|more like|correction|instead) /;
const MEANS_AT_END = / (?:i (?:mean|meant)|is what i (?:mean|meant|asked)|instead|rather|actually)$/;
const STRONG_DENIAL = /\b(?:no|nope|nah|sorry|oops|whoops|wait|my bad|correction|wrong|typo|actually|not)\b/;

type Correction = { readonly wanted: string; readonly denied: string | undefined };

/** What is meant in place of what was understood. */
function correctionIn(text: string, terms: readonly Term[]): Correction | undefined {
  const words = wordsOf(terms);
  const denial = DENIES.exec(words)?.[0] ?? '';
  const meaning = MEANS.exec(words.slice(denial.length))?.[0] ?? '';
  const end = MEANS_AT_END.exec(words)?.[0] ?? '';
  const [from, to] = [wordCount(denial + meaning), terms.length - wordCount(end)];
  const rest = slice(text, terms, from, to);
  const pair = pairIn(terms.slice(from, to), rest, text);
  const isCorrecting = meaning !== '' || end !== '' || pair !== undefined || STRONG_DENIAL.test(denial);
  if (!isCorrecting || rest === '') return undefined;
  return pair ?? { wanted: rest, denied: undefined };
}

/** "Not A, B", "A, not B", "A instead of B". */
function pairIn(terms: readonly Term[], rest: string, text: string): Correction | undefined {
  // "Isn't" denies nothing: only the word by itself does.
  const at = terms.findIndex(({ word, start, end }) => word === 'not' && end - start === word.length);
  const insteadOf = terms.findIndex(({ word }, index) => word === 'instead' && terms[index + 1]?.word === 'of');
  if (insteadOf > 0) return { wanted: slice(text, terms, 0, insteadOf), denied: slice(text, terms, insteadOf + 2) };
  if (at === 0) {
    const [first] = terms.slice(1);
    const second = terms.findIndex(({ clause }, index) => index > 1 && clause !== first?.clause);
    if (second < 0) return undefined;
    const start = terms[second]?.word === 'but' ? second + 1 : second;
    return { wanted: slice(text, terms, start), denied: slice(text, terms, 1, second) };
  }
  if (
    at < 0 ||
    terms.length > MAX_PAIR_WORDS ||
    /^(?:can|do|does|is|are|did|will|should|would|why|could)\b/i.test(rest)
  )
    return undefined;
  return { wanted: slice(text, terms, 0, at), denied: slice(text, terms, at + 1) };
}

/** "A not B" is no longer than this: a longer message denies something else. */
const MAX_PAIR_WORDS = 7;

/** Begins words that add to the last question. */
const ADDS =
  /^(?:(?:ok|okay|k|and|but|so|then|also|cool|right|sure|yeah|yes|well|or|oh|great|nice|good|alright|interesting|got it|n|hm+|plus|lol|haha|hey|thanks|thx|i see|makes sense|fair enough) )*(?:(?:what|how) (?:about|is with|of)|what if(?: it is)?|and|n|&|plus|also|or|but|same (?:question |q |thing )?(?:for|in|with|about|goes for)|(?:the )?same(?: question)?(?: but)?) /;
const AT_END = /(?: (?:too|as well|also|then|please|pls|though|ones?|side|any better|better|worse|the same|instead))+$/;
const ASKS_ALSO =
  /^(?:is|are|does|do|has|was|can) (?:the )?(?=§(?: (?:ones?|too|also|as well|any better|better|worse|the same|instead))+$)/;
const PREPOSITION =
  /^(?:for|with|in|on|without|when|if|at|under|using|as|by|after|from|inside|behind|compare|than|to|even|only|just|because|since|until)\b/;
/** Asks what something is, whatever was spoken of. */
const ASKS_WHAT = /^(?:what (?:is|are) (?!the |its |good )|who (?:is|won)|anyone|please|how (?:do|can) i)\b/;

/** "And A?", "for a small team?", "performance?": what is added, with what it is added to. */
function added(text: string, terms: readonly Term[], before: Spoken): Senses | undefined {
  const words = wordsOf(terms);
  const start = (ADDS.exec(words) ?? ASKS_ALSO.exec(words))?.[0] ?? '';
  const end = AT_END.exec(words.slice(start.length))?.[0] ?? '';
  const rest = slice(text, terms, wordCount(start), terms.length - wordCount(end));
  const restTerms = before.knowledge.lexicon.read(rest);
  if (rest === '') return undefined;
  if (asksAlike(restTerms, before)) {
    const isPlain =
      start === '' && end === '' && restTerms.every(({ word, names }) => names?.by === 'alias' || SMALL.has(word));
    return isPlain ? undefined : { senses: restOf(rest, before), isMeant: true, isLinked: true };
  }
  if (optionsNamed(restTerms).length > 0 || ASKS_WHAT.test(wordsOf(restTerms))) return undefined;
  const isFragment = terms.length <= MAX_FRAGMENT_WORDS;
  if ((start === '' && !(isFragment && before.names.length === 1)) || PRONOUN.test(rest)) return undefined;
  if (comparesAgain(words)) return { senses: comparing(before), isMeant: true, isLinked: true };
  return { senses: restOf(rest, before), isMeant: true, isLinked: start !== '' };
}

/** Whether nothing is there but options, or their languages, and words that ask for the same about them. */
function asksAlike(terms: readonly Term[], before: Spoken): boolean {
  if (optionsMeant(terms, before).length === 0) return false;
  const isEquivalent = EQUIVALENT.test(wordsOf(terms));
  return terms.every(
    (term) =>
      optionMeant(term, before) !== undefined ||
      SMALL.has(term.word) ||
      FILLERS.has(term.word) ||
      LIKE_IT.has(term.word) ||
      (isEquivalent && ASKING.has(term.word)),
  );
}

/** Words that ask for the like of what was spoken of, and those that may stand beside them. */
const EQUIVALENT = /\b(?:equivalent|counterpart|alternative|analog(?:ue)?|similar|same|like (?:that|it|this))\b/;
const ASKING: ReadonlySet<string> = new Set(
  'what which is are was there how whats problem problems issue issues question q'.split(' '),
);

const SMALL: ReadonlySet<string> = new Set('the in with for on of a an to is about side'.split(' '));

/** Words that beside an option's name ask no more than whether it is the same there. */
const LIKE_IT: ReadonlySet<string> = new Set(
  (
    'does do can has have got get one ones too also as well same that this it them any anything nothing something like similar equivalent version people ' +
    'folks side way then there right not thing things its smth sth something equivalent counterpart alternative kind sort q question story now again use uses used they'
  ).split(' '),
);

const PRONOUN = /\b(?:it|its|it's|that|this|they|them|their)\b/i;
const THEY = /\b(?:they|them|their)\b/i;
const COMPARES = /\b(?:than|or|compare|compared|over|instead|better|faster)\b/;

/** "It", where the last answer was about a part of an option, or where it is set against another option. */
function pronouns(text: string, terms: readonly Term[], before: Spoken): Senses | undefined {
  const words = wordsOf(terms);
  if (!PRONOUN.test(text)) return undefined;
  if (comparesAgain(words)) return { senses: comparing(before), isMeant: true, isLinked: true };
  const named = optionsNamed(terms);
  const [name] = before.names;
  const sense = (by: string, rule: string): Senses => ({
    senses: [{ text: text.replace(PRONOUN, by), rule, mayRepeat: true }],
    isMeant: true,
    isLinked: false,
  });
  if (named.length === 0 && before.names.length > 1 && THEY.test(text))
    return sense(before.names.join(' and '), '"they" are the options');
  if (named.length > 0) {
    const isOther = before.options.length === 1 && !named.includes(before.options[0] ?? '');
    return isOther && name !== undefined && COMPARES.test(words)
      ? sense(name, '"it" is set against another')
      : undefined;
  }
  const part = partIn(before);
  return part === undefined ? undefined : sense(part, '"it" is a part that was spoken of');
}

const ASKS = /^(?:(?:and|so|ok|but|then|hm+) )*(?:how|which|is|are|does|do|can|could|where|who|when|why|will|has|any) /;
const MIN_ALONE_WORDS = 3;
const MAX_ALONE_WORDS = 10;

/** A question that names nothing may be about the one option that was spoken of. */
function alone(text: string, terms: readonly Term[], { names }: Spoken): Senses | undefined {
  const [name] = names;
  const words = wordsOf(terms);
  if (name === undefined || names.length > 1 || terms.length < MIN_ALONE_WORDS || terms.length > MAX_ALONE_WORDS)
    return undefined;
  if (!ASKS.test(words) || PRONOUN.test(text) || COMPARES.test(words)) return undefined;
  if (terms.some((term) => term.names !== undefined || term.other !== undefined)) return undefined;
  const rule = 'about the option spoken of';
  return { senses: [{ text: `${text.replace(/[?.!\s]+$/, '')}, ${name}?`, rule }], isMeant: false, isLinked: false };
}

const COMPARES_AGAIN =
  /^(?:(?:and|so|ok|but|then|hm+) )*(?:which|who|what)(?: one| of (?:them|the two|both|those))? (?:is|does|has|wins|handles|do|would be|one)(?: (?:it|that|this))?(?: the)?(?: (?:better|best|stronger|ahead|wins|winner|more))?(?: (?:at|for|in|on|with))?(?: (?:it|that|this|there))?(?: then)?$/;

const COMPARES_WITH =
  /^(?:(?:and|so|ok|but|then|hm+) )*how (?:does|do|is|are|would) (?:it|that|this|they|those) (?:compare|different|differ)(?: (?:to|with|against|from|than))?(?: §)?$/;

/** "And which is better at it?" asks the last question about all options. */
function comparesAgain(words: string): boolean {
  return COMPARES_AGAIN.test(words) || COMPARES_WITH.test(words);
}

function comparing({ said, entry, knowledge }: Spoken): Sense[] {
  const all = knowledge.pack.options.map(({ name }) => name).join(' or ');
  return [said, entry?.question ?? said].map((question) => ({
    text: `${all}: ${withoutOptions(question, knowledge)}`,
    rule: 'the last question, about all options',
  }));
}

const COMPARED =
  /^(?:(?:and|so|ok|but|then|hm+) )*(?:(?:is|are|would|does) (?:it|that|this|they) )?(?:be )?(?:compare(?: (?:to|with))?|against|(?:more|less|better|worse|easier|harder|faster|slower|cheaper|safer|simpler|bigger|smaller|stronger)(?: (?:than|to|with|in|on|at|for))?)(?: (?:it|that|this))?(?: (?:the|in|with|on))* §(?: (?:ones?|then|too|i mean))?$/;

/** "Easier in A?", "compared to A": the last question, about all options. */
function comparedWith(terms: readonly Term[], before: Spoken): Senses | undefined {
  if (before.names.length !== 1 || !COMPARED.test(wordsOf(terms))) return undefined;
  if (optionsNamed(terms).every((option) => before.options.includes(option))) return undefined;
  return { senses: comparing(before), isMeant: true, isLinked: true };
}

/** The part of an option that the last question was about, as it is written there. */
function partIn({ entry, said, knowledge }: Spoken): string | undefined {
  const inOne = (text: string) => {
    const terms = knowledge.lexicon.read(text);
    const from = terms.findIndex(({ names, other }) => names?.by === 'part' || other !== undefined);
    if (from < 0) return undefined;
    const past = terms.findIndex(({ names, other }, index) => index > from && names?.by !== 'part' && !other);
    return slice(text, terms, from, past < 0 ? terms.length : past);
  };
  return entry ? inOne(entry.question) : inOne(said);
}

/** What is added, as questions that stand alone: about the options spoken of, with the last question, and in its place. */
function restOf(rest: string, before: Spoken): Sense[] {
  return restTexts(rest, before).map((one) => ({ ...one, rule: 'added to what was spoken of' }));
}

function restTexts(rest: string, before: Spoken): Omit<Sense, 'rule'>[] {
  const { knowledge, said, names, entry } = before;
  const terms = knowledge.lexicon.read(rest);
  const named = optionsNamed(terms);
  if (asksAlike(terms, before)) {
    const given = optionsMeant(terms, before).flatMap(
      (id) => knowledge.pack.options.find((option) => option.id === id)?.name ?? [],
    );
    const all = given.join(' or ');
    const swap = (question: string) => ({ text: withOptions(question, all, knowledge), isSwapped: true });
    const isNameAlone = terms.every(({ word, names: by }) => by?.by === 'alias' || !LIKE_IT.has(word));
    return [
      swap(said),
      ...(entry ? [swap(entry.question)] : []),
      ...comparing(before).map((one) => ({ ...one, isLast: true })),
      ...(isNameAlone ? [{ text: all, isLast: true }] : []),
    ];
  }
  const isAddition = PREPOSITION.test(wordsOf(terms));
  const whole = isAddition ? [{ text: `${said.replace(/[?.!\s]+$/, '')} ${rest}`, mayRepeat: true }] : [];
  if (named.length > 0 || PRONOUN.test(rest)) return [...whole, { text: rest, isLast: whole.length > 0 }];
  const topic = rest.replace(/^(?:the|a|an|its|their) /i, '');
  const about =
    names.length > 1
      ? [`${topic}, ${names.join(' or ')}`]
      : names.flatMap((name) => [`${name} ${topic}`, `${topic} ${name}`]);
  return [...whole, ...about.map((one) => ({ text: one, isLast: isAddition })), { text: rest, isLast: true }];
}

const FILLERS: ReadonlySet<string> = new Set(
  'actually please pls one ones instead then rather now just only'.split(' '),
);

/** The question with what was denied replaced by what is meant; undefined where it was not said. */
function replaced(question: string, denied: string, wanted: string, { lexicon }: Knowledge): string | undefined {
  const asked = lexicon.read(question);
  const out = lexicon.read(denied);
  const isSame = (term: Term | undefined, other: Term) =>
    term !== undefined &&
    (term.stem === other.stem || (other.names !== undefined && term.names?.option === other.names.option));
  const at = asked.findIndex(
    (_, index) => out.length > 0 && out.every((term, place) => isSame(asked[index + place], term)),
  );
  const [first, last] = [asked[at], asked[at + out.length - 1]];
  if (at < 0 || !first || !last) return undefined;
  return question.slice(0, first.start) + wanted + question.slice(last.end);
}

/** The text from one term up to another, as it was written. */
function slice(text: string, terms: readonly Term[], from: number, to = terms.length): string {
  const [first, last] = [terms[from], terms[to - 1]];
  return first && last && to > from ? text.slice(first.start, last.end) : '';
}

function wordCount(words: string): number {
  return words.trim() === '' ? 0 : words.trim().split(' ').length;
}
