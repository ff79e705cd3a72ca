import type { Term } from './lexicon.ts';

/** How strongly something is wanted: nice to have or implied, should, must. How a need counts when nothing more is said: should. */
export const STRENGTHS = { nice: 0.5, should: 1, must: 2 } as const;

/** Where a phrase stands among the terms: from `start` to before `end`. */
export type Span = {
  readonly start: number;
  readonly end: number;
  /** The places of its own words, where some between them are none of them. */
  readonly places?: readonly number[];
};

/** How far before a phrase a "no" still means it. */
const NEGATION_WORDS = 7;
/** How far around a phrase a "must" or "nice to have" still means it. */
const MODIFIER_WORDS = 9;
/** How far before a phrase doubt about it still means it. */
const HEDGE_WORDS = 8;
/** How far after a phrase "is not needed" still means it. */
const DENIAL_WORDS = 10;

/** Whether the phrase is denied: "no …", "without …", "drop the …", "… rather than …", "… is not needed", "…: no". A label says it of what follows, not of what comes before. */
export function isDenied(
  terms: readonly Term[],
  { start, end, places }: Span,
  isLabel: (term: Term) => boolean = () => false,
): boolean {
  if (places && isDeniedInside(terms, { start, end }, places)) return true;
  const clause = terms[start]?.clause;
  const reach = isTimeSpan(terms.slice(start, end)) ? 1 : NEGATION_WORDS;
  for (let position = start - 1; position >= Math.max(0, start - reach); position--) {
    const [term, before, next] = [terms[position], terms[position - 1], terms[position + 1]?.word ?? ''];
    if (!term || term.clause !== clause || REASONS.has(term.word)) break;
    // "Anything but Python" denies it, "nobody wants anything but Python" does not.
    if (term.word === 'but' && ANYTHING.has(before?.word ?? ''))
      return !terms
        .slice(Math.max(0, position - NEGATION_WORDS), position)
        .some(({ word, sentence }) => INSIDE_NO.has(word) && sentence === term.sentence);
    if (term.word === 'and' && (STARTERS.has(next) || start - position > 2)) break;
    const previous = before?.clause === clause ? before.word : '';
    if (isNo(term.word, previous, next, terms, position, start)) return true;
    if (NEGATIONS.has(term.word)) break;
  }
  if (isInDeniedList(terms, start)) return true;
  const after = terms.slice(end, end + DENIAL_WORDS);
  const own = upToAnd(after.filter((term) => term.clause === terms[end - 1]?.clause));
  const next = after.filter((term) => term.clause === (terms[end - 1]?.clause ?? 0) + 1);
  const [first] = next;
  if (DENIED_AFTER.test(wordsOf(own)) || (DENIAL.test(wordsOf(next)) && !(first && isLabel(first)))) return true;
  return isDropped(after, terms[end - 1]) || isAnsweredNo(terms, end);
}

/** "Should not curse us in 15 years": a "no" of something else is none of the time. */
function isTimeSpan(words: readonly Term[]): boolean {
  return PREPOSITIONS.has(words[0]?.word ?? '') && words.some(({ number }) => number !== undefined);
}

const PREPOSITIONS: ReadonlySet<string> = new Set('in for during within over until till by at after'.split(' '));

/** Whether a later clause of the sentence, of a word or two, gives it up: "trackers: we looked at them, too dear, dropped". */
function isDropped(after: readonly Term[], last: Term | undefined): boolean {
  const clauses = Map.groupBy(
    after.filter((term) => term.sentence === last?.sentence && term.clause > (last?.clause ?? 0)),
    ({ clause }) => clause,
  );
  return clauses.values().some((words) => DROPPED.test(wordsOf(words)));
}

const DROPPED =
  /^(?:(?:so|then|but|and) )?(?:(?:it|they|that|this|we) )?(?:(?:was|were|is|are|got|has been|have been) )?(?:dropped|scrapped|rejected|abandoned|cancelled|canceled|ruled out|off the table|forget it)(?: (?:it|them|again|already|long ago))?$/;

/** Words of a question that a bare "no" after it answers. */
const MAX_ASKED_WORDS = 8;

/** Whether the next sentence is nothing but a "no" to a short one: "Asked about push to phones. No." */
function isAnsweredNo(terms: readonly Term[], end: number): boolean {
  const sentence = terms[end - 1]?.sentence ?? 0;
  const near = terms.slice(Math.max(0, end - MAX_ASKED_WORDS - 1), end + MAX_ASKED_WORDS);
  if (near.filter((term) => term.sentence === sentence).length > MAX_ASKED_WORDS) return false;
  const next = near.filter((term) => term.sentence === sentence + 1);
  return ANSWERED_NO.test(wordsOf(next.filter(({ clause }) => clause === next[0]?.clause)));
}

const ANSWERED_NO = /^(?:no|nah|nope|no way|no thanks|no thank you|not really|not for us|not needed|no need|hardly)$/;

/** Whether a "no" stands between the words of a phrase: "nobody of the team here writes …". */
function isDeniedInside(terms: readonly Term[], { start, end }: Span, places: readonly number[]): boolean {
  const own = new Set(places);
  return terms
    .slice(start, end)
    .some(
      ({ word }, index) =>
        !own.has(start + index) && INSIDE_NO.has(word) && !NOT_NEGATED_AFTER.has(terms[start + index + 1]?.word ?? ''),
    );
}

/** "Anything but a CMS": the "but" begins a clause. */
const ANYTHING: ReadonlySet<string> = new Set(['anything', 'everything']);
const INSIDE_NO: ReadonlySet<string> = new Set('no not never nobody neither none nothing without'.split(' '));
const NOTHING_IS_MORE: ReadonlySet<string> = new Set('more as so too better worse'.split(' '));

/** What is said of a phrase ends where an "and" begins something new: "live chat and the admin is not needed". */
function upToAnd(words: readonly Term[]): readonly Term[] {
  const and = words.findIndex(
    ({ word }, index) => word === 'and' && !GOES_ON.has(words[index + 1]?.word ?? '') && index + 2 < words.length,
  );
  return and < 0 ? words : words.slice(0, and);
}

const GOES_ON: ReadonlySet<string> = new Set('it is they are that this was so therefore hence not'.split(' '));

/** Words of an item of a list, and of a clause between a "no" and the item: "no chat, video calls or maps". */
const ITEM_WORDS = 4;

/** Whether the phrase is an item of a list that a "no" opened clauses before, and an "or" goes on with. */
function isInDeniedList(terms: readonly Term[], start: number): boolean {
  const sentence = terms[start]?.sentence;
  const own = terms[start]?.clause ?? 0;
  const clauses = new Map<number, Term[]>();
  for (let position = start; terms[position]?.sentence === sentence; position--) {
    const term = terms[position];
    if (!term || own - term.clause > MAX_LIST_CLAUSES) break;
    clauses.set(term.clause, [term, ...(clauses.get(term.clause) ?? [])]);
  }
  const rest: Term[] = [];
  for (let position = start + 1; rest.length < NEGATION_WORDS * 4; position++) {
    const term = terms[position];
    if (!term || term.sentence !== sentence) break;
    rest.push(term);
  }
  for (let clause = own; clause >= own - MAX_LIST_CLAUSES; clause--) {
    const words = clauses.get(clause);
    if (!words) continue;
    const no = words.findLastIndex(
      (term, index) => LIST_NO.has(term.word) && !NOT_NEGATED_AFTER.has(words[index + 1]?.word ?? ''),
    );
    const items = words.slice(no + 1);
    if (items.length > ITEM_WORDS + 2 || items.some((term) => VERBS.has(term.word) || REASONS.has(term.word)))
      return false;
    if (no < 0) continue;
    // The "or" stands between the last two items, never beside the "no".
    const listed = [...clauses.values(), rest]
      .flat()
      .filter((term) => term.clause > clause && term.clause <= own + MAX_LIST_CLAUSES);
    return clause < own && listed.some((term) => term.word === 'or' || term.word === 'nor');
  }
  return false;
}

const MAX_LIST_CLAUSES = 5;
const LIST_NO: ReadonlySet<string> = new Set('no without neither nor not never nothing'.split(' '));
/** Words that end a bare list of things. */
const VERBS: ReadonlySet<string> = new Set(
  'we i it they you he she is are was has have had need needs must should will would can could want wants do does that which who but with our my just only simply rather also still please'.split(
    ' ',
  ),
);

/** Whether people say that they do not know themselves whether they need it: then it is not said at all. */
export function isHedged(terms: readonly Term[], { start }: Span): boolean {
  const sentence = terms[start]?.sentence;
  const before = terms.slice(Math.max(0, start - HEDGE_WORDS), start).filter((term) => term.sentence === sentence);
  const words = wordsOf(before);
  return /\b(?:if|whether|about)\b/.test(words) && HEDGE.test(words);
}

/** Whether a phrase is a time that has passed: "I have been here for seven years". */
export function isPast(terms: readonly Term[], { start, end }: Span): boolean {
  if (!isTimeSpan(terms.slice(start, end))) return false;
  const clause = terms[start]?.clause;
  return terms
    .slice(Math.max(0, start - NEGATION_WORDS), start)
    .some((term) => term.word === 'been' && term.clause === clause);
}

/** How strongly the words around a phrase say it is wanted; undefined when they say nothing of it. */
export function strengthSaid(terms: readonly Term[], { start, end }: Span): number | undefined {
  const [first, last] = [terms[start], terms[end - 1]];
  const near = terms
    .slice(Math.max(0, start - MODIFIER_WORDS), end + MODIFIER_WORDS)
    .filter((term) => term.sentence === first?.sentence);
  const wordsIn = (clause: number | undefined) => wordsOf(near.filter((term) => term.clause === clause));
  const label = wordsIn((first?.clause ?? 0) - 1);
  const remark = remarkAfter(terms, end);
  const own = modifierIn(wordsOf(segment(terms, start, end)));
  if (own !== undefined) return own;
  const around = [
    LABEL.test(label) ? label : '',
    wordsIn(first?.clause),
    first?.clause === last?.clause ? '' : wordsIn(last?.clause),
    remark,
  ].join(' ');
  return modifierIn(around);
}

/** A sentence of a few words may say how strongly the one before it is meant: "Must feel immediate.", "That is optional." */
const MAX_REMARK_WORDS = 9;

/** How strongly the next sentence says that what this one names is wanted; undefined when it is no such remark. */
export function strengthRemarked(terms: readonly Term[], { end }: Span): number | undefined {
  const sentence = (terms[end - 1]?.sentence ?? 0) + 1;
  let position = end;
  while (terms[position] !== undefined && (terms[position]?.sentence ?? 0) < sentence) position += 1;
  const next: Term[] = [];
  while (terms[position]?.sentence === sentence && next.length <= MAX_REMARK_WORDS) {
    const term = terms[position];
    if (term) next.push(term);
    position += 1;
  }
  const words = wordsOf(next);
  return next.length <= MAX_REMARK_WORDS && REMARK_SENTENCE.test(words) ? modifierIn(words) : undefined;
}

/** The first clause of the same sentence after a phrase that is nothing but a remark: "…, decided by the group, a must". */
function remarkAfter(terms: readonly Term[], end: number): string {
  const last = terms[end - 1];
  const clauses = new Map<number, string>();
  for (let position = end; position < end + REMARK_REACH; position++) {
    const term = terms[position];
    if (!term || term.sentence !== last?.sentence) break;
    if (term.clause > last.clause) clauses.set(term.clause, `${clauses.get(term.clause) ?? ''} ${term.word}`);
  }
  const [next, ...others] = [...clauses.values()].map((words) => words.trim());
  if (next !== undefined && REMARK.test(next)) return next;
  const closing = others.at(-1);
  return closing !== undefined && BARE_REMARK.test(closing) ? closing : '';
}

const REMARK_REACH = 20;

function modifierIn(words: string): number | undefined {
  if (NOT_OPTIONAL.test(words)) return STRENGTHS.must;
  if (NICE.test(words)) return STRENGTHS.nice;
  return MUST.test(words) ? STRENGTHS.must : undefined;
}

/** The part of its clause that a phrase stands in, between two "and"s: "chat is a must and ml is nice to have". */
function segment(terms: readonly Term[], start: number, end: number): readonly Term[] {
  const clause = terms[start]?.clause;
  const isEdge = (term: Term | undefined) => term === undefined || term.clause !== clause || term.word === 'and';
  let [from, to] = [start, end];
  while (start - from < MODIFIER_WORDS && !isEdge(terms[from - 1])) from -= 1;
  while (to - end < MODIFIER_WORDS && !isEdge(terms[to])) to += 1;
  return terms.slice(from, to);
}

const NEGATIONS: ReadonlySet<string> = new Set(
  'no not without never nor neither none nobody nothing zero skip avoid lack lacks hardly away unlike forbidden'.split(
    ' ',
  ),
);
/** A "no" before these denies something else: "no vendor lock-in", "not only", "no way around". */
const NOT_NEGATED_AFTER: ReadonlySet<string> = new Set(
  'only just sure even preference matter idea doubt problem secret vendor way afraid'.split(' '),
);
/** At the start of a clause, or after these, "drop" and its like take back what follows. */
const CANCELS: ReadonlySet<string> = new Set(
  'drop dropped forget scratch remove removed ignore cancel scrap scrapped kill lose cut strike ditch axe spare'.split(
    ' ',
  ),
);
const CANCELLERS: ReadonlySet<string> = new Set(
  'we i us please just let actually ok and then can could now wait no sorry'.split(' '),
);
/** A "no" before these gives a reason; what follows is meant. */
const REASONS: ReadonlySet<string> = new Set('because so yet since therefore hence thus'.split(' '));
const STARTERS: ReadonlySet<string> = new Set(
  'a an the we i it they our my with need needs should must has have is are lots many'.split(' '),
);

function isNo(
  word: string,
  previous: string,
  next: string,
  terms: readonly Term[],
  position: number,
  start: number,
): boolean {
  if (word === 'instead' && next === 'of') return true;
  // "The last thing we need is a CMS", "far from a landing page".
  if (word === 'last' && next === 'thing') return true;
  if (word === 'far') return next === 'from' && position + 3 >= start;
  if (word === 'than' && previous === 'rather') return true;
  if (CANCELS.has(word)) return previous === '' || CANCELLERS.has(previous);
  if (!NEGATIONS.has(word) || NOT_NEGATED_AFTER.has(next) || previous === 'why') return false;
  if (word === 'away') return next === 'from' && position + 2 >= start;
  if (word === 'nothing' && next === 'is') return !NOTHING_IS_MORE.has(terms[position + 2]?.word ?? '');
  const clause = terms[position]?.clause;
  const own = wordsOf(terms.slice(Math.max(0, position - 4), position + 12).filter((term) => term.clause === clause));
  // "Can not do without" and "do not have it yet" want it.
  return !/\b(?:not|never|impossible) (?:\w+ )?(?:\w+ )?without\b|\bnot have\b.*\byet\b/.test(own);
}

const DENIED_AFTER =
  /\b(?:is|are|will|would|does|do|be)? ?(?:not|no) (?:be )?(?:(?:that|so|really|yet|very|a|an) )*(?:needed|required|important|necessary|wanted|planned|requirement|priority|issue|concern|relevant|matter)\b|\bout of scope\b|\bunnecessary\b|\b(?:is|are|was) (?:\w+ )?(?:off the table|ruled out|forbidden|behind us|overkill|dropped|cancelled|canceled|a mistake|gone|elsewhere)\b|^(?:is|are) out\b|\bcan wait\b|\bno longer\b|\bnot (?:any ?more|anymore|any longer)\b|\bis somebody else s\b/;
/** A clause that is nothing but a no. */
const DENIAL =
  /^(?:(?:is |are )?not (?:needed|required|necessary|wanted|important|really|for us|ours?)|no|nope|never|(?:neither|none|nobody|no one)(?: of (?:us|them|the \w+))?(?: here)?(?: at all)?|(?:but )?(?:nobody|no one|none of us) (?:here )?(?:asked for|asks for|needs|wants|uses) (?:it|that|them|those|this)|no need|no thanks|no thank you|unnecessary|out of scope)$/;

const HEDGE =
  /\b(?:(?:do not know|not sure|unsure|unclear|undecided|no idea|wonder(?:ing)?)(?: yet)?(?: about| if| whether)?|whether)\b/;

/** A remark of a word or two: it belongs to the whole sentence. */
const BARE_REMARK =
  /^(?:(?:an? )?(?:absolute )?must(?: be| have)?|must be .{0,30}|required|mandatory|essential|critical|vital|optional|non negotiable|no exceptions?|if possible|nice to have)$/;

const MUST =
  /\b(?:must|musts|mandatory|essential|critical|crucial|required|requires|absolutely|absolute|vital|obligatory|imperative|paramount|indispensable|decisive|non negotiable|not negotiable|not up for (?:debate|discussion)|not open to (?:debate|discussion)|no compromises?|at all costs?|deal ?breaker|above all|top priority|number one|first priority|highest priority|most important(?:ly)?|all important|key requirement|hard requirement|a requirement|core requirement|the requirement|precondition|a condition|the whole point|sine qua non|the one thing|heart of|the core of|(?:is|are) the product|compulsory|prerequisite|show ?stopper|make or break|stands or falls|stand or fall|hinges? on|first and foremost|most of all|main (?:thing|point)|what it is all about|only requirement|set in stone|at any price|in any case|under all circumstances|whatever happens|not compromise|definitely|no way around|central|key|indispensible|non optional|not without|or (?:we|it) (?:do not|does not|is|are) (?:buy|sign|work|useless|out)|insists?|insisted|demands|demanded|strictly|exclusively|refuse anything|can not (?:live|do|go) without|will not work without|nothing else counts|is (?:a )?law|by law|legally|cannot be missing|stays|no exceptions?|under no circumstances|has to be there|date is fixed|fixed date|all (?:i|we) care about)\b/;
const NOT_OPTIONAL = /\bnot optional\b/;
const NICE =
  /\b(?:nice to have|nice to haves|(?:would|will|might) be (?:\w+ )?(?:nice|fun|good|great|cool|lovely|pleasant|welcome|neat|handy|a bonus|a plus|appreciated|happy)|nice extra|be pleasant|pleasant|welcome|a plus|a bonus|appreciated|optional|optionally|ideally|maybe|perhaps|possibly|eventually|someday|some day|one day|at some point|later|later on|in the future|down the road|in time|if possible|if there is time|if time permits|if it can be|if (?:we|you) can|bonus|could|might|would (?:not )?(?:hurt|mind|enjoy)|not hurt|not mind|now and (?:then|again)|once in a while|occasional|occasionally|sometimes|from time to time|a (?:bit|little) of|just nice|dabbles?|dabbled|dabbling|(?:would|might) help|wish ?list|wish|secondary|minor|icing on|cherry on|can live without|could live without|if budget allows|if (?:the )?(?:money|budget|time) (?:allows|permits)|preferably|prefer|preferred|would not say no|some of us|one of us|half of|a touch of|somewhat|slightly|rather nice|if it is (?:cheap|easy|simple)|if (?:easy|cheap)|no big deal|no priority|not a priority|a few of|wishful|low priority|some day|not (?:a |an |that |so |really |strictly )*(?:must|critical|crucial|essential|mandatory|vital|urgent))\b/;
/** A clause that says how strongly what follows it is wanted: "Must have: …". */
const LABEL =
  /^(?:(?:the )?(?:one )?(?:absolute )?(?:must|musts|must have|must haves|essential|required|mandatory|critical|a must|nice to have|nice to haves|optional|later|bonus))$/;
/** A clause that speaks of the one before: "live chat, that's a must". */
const REMARK =
  /^(?:(?:that|this|it|they|these|those|which) .*|as an? .*|(?:a must|must have|must|vital|required|mandatory|essential|critical|crucial|optional|nice to have|if possible|ideally|maybe|later|eventually))$/;

/** A sentence that speaks of the one before: "Must.", "That is the heart of it.", "Both are critical." */
const REMARK_SENTENCE =
  /^(?:(?:and |but )?(?:that|this|it|both|they|these|those|each|all of (?:it|that|this)) (?:\w+ ){0,2}?(?:is|are|has|have|must|would|can|could|should|one)\b|(?:a |absolute |absolutely )?(?:must|mandatory|vital|critical|crucial|essential|obligatory|optional|pleasant|nice|non negotiable|not negotiable|no compromise|required)\b|(?:bonus|ideally|only if)\b)/;

function wordsOf(terms: readonly Term[]): string {
  return terms.map((term) => term.word).join(' ');
}
