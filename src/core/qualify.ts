import type { Term } from './lexicon.ts';

/** How strongly something is wanted: nice to have or implied, should, must. How a need counts when nothing more is said: should. */
export const STRENGTHS = { nice: 0.5, should: 1, must: 2 } as const;

/** Where a phrase stands among the terms: from `start` to before `end`. */
export type Span = { readonly start: number; readonly end: number };

/** How far before a phrase a "no" still means it. */
const NEGATION_WORDS = 5;
/** How far around a phrase a "must" or "nice to have" still means it. */
const MODIFIER_WORDS = 7;
/** How far before a phrase doubt about it still means it. */
const HEDGE_WORDS = 8;
/** How far after a phrase "is not needed" still means it. */
const DENIAL_WORDS = 7;

/** Whether the phrase is denied: "no …", "without …", "drop the …", "… rather than …", "… is not needed", "…: no". */
export function isDenied(terms: readonly Term[], { start, end }: Span): boolean {
  const clause = terms[start]?.clause;
  for (let position = start - 1; position >= Math.max(0, start - NEGATION_WORDS); position--) {
    const [term, before, next] = [terms[position], terms[position - 1], terms[position + 1]?.word ?? ''];
    if (!term || term.clause !== clause || REASONS.has(term.word)) break;
    if (term.word === 'and' && (STARTERS.has(next) || start - position > 2)) break;
    const previous = before?.clause === clause ? before.word : '';
    if (isNo(term.word, previous, next, terms, position, start)) return true;
    if (NEGATIONS.has(term.word)) break;
  }
  const after = terms.slice(end, end + DENIAL_WORDS);
  const own = after.filter((term) => term.clause === terms[end - 1]?.clause);
  const next = after.filter((term) => term.clause === (terms[end - 1]?.clause ?? 0) + 1);
  return DENIED_AFTER.test(wordsOf(own)) || DENIAL.test(wordsOf(next));
}

/** Whether people say that they do not know themselves whether they need it: then it is not said at all. */
export function isHedged(terms: readonly Term[], { start }: Span): boolean {
  const sentence = terms[start]?.sentence;
  const before = terms.slice(Math.max(0, start - HEDGE_WORDS), start).filter((term) => term.sentence === sentence);
  const words = wordsOf(before);
  return /\b(?:if|whether|about)\b/.test(words) && HEDGE.test(words);
}

/** How strongly the words around a phrase say it is wanted; undefined when they say nothing of it. */
export function strengthSaid(terms: readonly Term[], { start, end }: Span): number | undefined {
  const [first, last] = [terms[start], terms[end - 1]];
  const near = terms
    .slice(Math.max(0, start - MODIFIER_WORDS), end + MODIFIER_WORDS)
    .filter((term) => term.sentence === first?.sentence);
  const wordsIn = (clause: number | undefined) => wordsOf(near.filter((term) => term.clause === clause));
  const label = wordsIn((first?.clause ?? 0) - 1);
  const remark = wordsIn((last?.clause ?? 0) + 1);
  const own = modifierIn(wordsOf(segment(terms, start, end)));
  if (own !== undefined) return own;
  const around = [
    LABEL.test(label) ? label : '',
    wordsIn(first?.clause),
    first?.clause === last?.clause ? '' : wordsIn(last?.clause),
    REMARK.test(remark) ? remark : '',
  ].join(' ');
  return modifierIn(around);
}

function modifierIn(words: string): number | undefined {
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
  'no not without never nor neither none nobody nothing zero skip avoid lack lacks hardly away'.split(' '),
);
/** A "no" before these denies something else: "no vendor lock-in", "not only", "no way around". */
const NOT_NEGATED_AFTER: ReadonlySet<string> = new Set(
  'only just sure even preference matter idea doubt problem secret vendor way afraid'.split(' '),
);
/** At the start of a clause, or after these, "drop" and its like take back what follows. */
const CANCELS: ReadonlySet<string> = new Set('drop dropped forget scratch remove removed ignore cancel'.split(' '));
const CANCELLERS: ReadonlySet<string> = new Set('we i us please just let actually ok'.split(' '));
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
  if (word === 'than' && previous === 'rather') return true;
  if (CANCELS.has(word)) return previous === '' || CANCELLERS.has(previous);
  if (!NEGATIONS.has(word) || NOT_NEGATED_AFTER.has(next) || previous === 'why') return false;
  if (word === 'away') return next === 'from' && position + 2 >= start;
  if (word === 'nothing' && next === 'is') return false;
  const clause = terms[position]?.clause;
  const own = wordsOf(terms.slice(Math.max(0, position - 4), position + 12).filter((term) => term.clause === clause));
  // "Can not do without" and "do not have it yet" want it.
  return !/\b(?:not|never|impossible) (?:\w+ )?(?:\w+ )?without\b|\bnot have\b.*\byet\b/.test(own);
}

const DENIED_AFTER =
  /\b(?:is|are|will|would|does|do|be)? ?(?:not|no) (?:be )?(?:(?:that|so|really|yet|very|a|an) )*(?:needed|required|important|necessary|wanted|planned|requirement|priority|issue|concern|relevant|matter)\b|\bout of scope\b|\bunnecessary\b/;
/** A clause that is nothing but a no. */
const DENIAL =
  /^(?:not (?:needed|required|necessary|wanted|important|really)|no|nope|no need|no thanks|unnecessary|out of scope)$/;

const HEDGE =
  /\b(?:(?:do not know|not sure|unsure|unclear|undecided|no idea|wonder(?:ing)?)(?: yet)?(?: about| if| whether)?|whether)\b/;

const MUST =
  /\b(?:must|musts|mandatory|essential|critical|crucial|required|requirement|requires|absolutely|vital|non negotiable|deal ?breaker|above all|top priority|most important)\b/;
const NICE =
  /\b(?:nice to have|nice to haves|would be nice|nice extra|optional|optionally|ideally|maybe|perhaps|possibly|eventually|someday|some day|later|later on|if possible|bonus|could|not (?:a |an |that |so |really |strictly )*(?:must|critical|crucial|essential|mandatory|vital|urgent))\b/;
/** A clause that says how strongly what follows it is wanted: "Must have: …". */
const LABEL =
  /^(?:(?:the )?(?:must|musts|must have|must haves|essential|required|mandatory|critical|a must|nice to have|nice to haves|optional|later|bonus))$/;
/** A clause that speaks of the one before: "live chat, that's a must". */
const REMARK =
  /^(?:(?:that|this|it|they|these|those|which) .*|as an? .*|(?:a must|must have|required|mandatory|essential|critical|optional|nice to have|if possible|ideally|maybe|later|eventually))$/;

function wordsOf(terms: readonly Term[]): string {
  return terms.map((term) => term.word).join(' ');
}
