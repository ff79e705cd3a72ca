import type { Pack } from './knowledge.ts';
import { type Lexicon, OPTION_WORD, type Term } from './lexicon.ts';

/** How strongly something is wanted: nice to have or implied, should, must. How a need counts when nothing more is said: should. */
export const STRENGTHS = { nice: 0.5, should: 1, must: 2 } as const;

/** A criterion that somebody wants, with the words that said so. */
export type Need = {
  readonly criterion: string;
  readonly strength: number;
  /** The words say that it is not wanted: listed, and without any effect. */
  readonly negated: boolean;
  /** The very words, or the label of the button that was pressed. */
  readonly said: string;
  /** Said outright, only implied by what was said, or chosen by a press. */
  readonly by: 'said' | 'implied' | 'pressed';
};

/** Something heard about the team or the project that is no criterion, with the words. */
export type HeardFact = { readonly fact: string; readonly said: string };

/** All that one text says about a project. */
export type Heard = {
  readonly needs: readonly Need[];
  readonly facts: readonly HeardFact[];
  /** Cases in which no option of the pack is the honest answer. */
  readonly neither: readonly HeardFact[];
  /** The words that ask for the options together, where there are any. */
  readonly together: string | undefined;
};

export type NeedsReader = (text: string) => Heard;

/** Words between two parts of a phrase joined by `...`. */
const MAX_GAP_WORDS = 3;
/** How far before a phrase a "no" still means it. */
const NEGATION_WORDS = 5;
/** How far around a phrase a "must" or "nice to have" still means it. */
const MODIFIER_WORDS = 7;
/** Longest quotation of somebody's words in a need. */
const MAX_SAID_CHARS = 80;

/** Compiles a pack's phrases into a reader of needs. The reader is total, and linear in the length of the text. */
export function createNeedsReader(pack: Pack, lexicon: Lexicon): NeedsReader {
  const patterns = patternsOf(pack, lexicon);
  return (text) => {
    const terms = lexicon.read(text);
    const keys = terms.map(keyOf);
    const found = longest(terms.flatMap((_, start) => findAt(terms, keys, start, patterns))).filter(
      (one) => !isHedged(terms, one),
    );
    const quote = ({ start, end }: Found) => clip(text.slice(terms[start]?.start ?? 0, terms[end - 1]?.end ?? 0));
    const standing = found.filter((one) => !isNegated(terms, one));
    const facts = standing.flatMap((one) =>
      one.meaning.type === 'fact' ? [{ fact: one.meaning.id, said: quote(one) }] : [],
    );
    const needs = found.flatMap((one): Need[] =>
      one.meaning.type === 'need'
        ? [
            {
              criterion: one.meaning.id,
              strength: strengthOf(terms, one),
              negated: isNegated(terms, one),
              said: quote(one),
              by: strengthOf(terms, one) > STRENGTHS.nice ? 'said' : one.meaning.by,
            },
          ]
        : [],
    );
    const counted = facts.flatMap(({ fact, said }): Need[] => {
      const known = pack.facts.find((candidate) => candidate.id === fact);
      return known?.effect === 'counts-as'
        ? known.criteria.map((criterion) => ({
            criterion,
            strength: STRENGTHS.should,
            negated: false,
            said,
            by: 'said',
          }))
        : [];
    });
    return {
      needs: strongest([...needs, ...counted]),
      facts: unique(facts),
      neither: unique(
        standing.flatMap((one) => (one.meaning.type === 'neither' ? [{ fact: one.meaning.id, said: quote(one) }] : [])),
      ),
      together: standing.filter((one) => one.meaning.type === 'together').map(quote)[0],
    };
  };
}

/** The needs of one text, one of each criterion: what is said outright beats what is implied, and of two the stronger stands. */
function strongest(needs: readonly Need[]): Need[] {
  const merged = new Map<string, Need>();
  for (const need of needs) {
    const known = merged.get(need.criterion);
    const isOutright = known?.by === 'implied' && need.by !== 'implied';
    const isLast = known !== undefined && known.negated !== need.negated && need.by !== 'implied';
    const isStronger = known !== undefined && known.negated === need.negated && need.strength > known.strength;
    if (!known || isOutright || isLast || isStronger) merged.set(need.criterion, need);
  }
  return [...merged.values()];
}

/** Adds needs said later to those said before: the later word about a criterion stands, unless it only hints at what was said outright. */
export function mergeNeeds(before: readonly Need[], later: readonly Need[]): Need[] {
  const merged = new Map(before.map((need) => [need.criterion, need]));
  for (const need of later) {
    const known = merged.get(need.criterion);
    const isHint =
      need.by === 'implied' && !need.negated && known !== undefined && known.by !== 'implied' && !known.negated;
    if (!isHint) merged.set(need.criterion, need);
  }
  return [...merged.values()];
}

/** The needs that count. */
export function wanted(needs: readonly Need[]): Need[] {
  return needs.filter((need) => !need.negated && need.strength > 0);
}

type Meaning =
  | { readonly type: 'need'; readonly id: string; readonly by: 'said' | 'implied' }
  | { readonly type: 'fact' | 'neither'; readonly id: string }
  | { readonly type: 'together' };
type Step =
  | { readonly type: 'word'; readonly key: string }
  | { readonly type: 'number'; readonly least: number; readonly most: number }
  | { readonly type: 'gap' };
type Pattern = { readonly steps: readonly Step[]; readonly words: number; readonly meaning: Meaning };
type Patterns = { readonly byKey: ReadonlyMap<string, readonly Pattern[]>; readonly byNumber: readonly Pattern[] };
type Found = { readonly start: number; readonly end: number; readonly words: number; readonly meaning: Meaning };

function patternsOf(pack: Pack, lexicon: Lexicon): Patterns {
  const byKey = new Map<string, Pattern[]>();
  const byNumber: Pattern[] = [];
  const add = (phrases: readonly string[], meaning: Meaning) => {
    for (const steps of phrases.flatMap((phrase) => stepsOf(phrase, lexicon))) {
      const [first] = steps;
      const pattern = { steps, words: steps.filter((step) => step.type !== 'gap').length, meaning };
      if (first?.type === 'number') byNumber.push(pattern);
      if (first?.type !== 'word') continue;
      const alike = byKey.get(first.key);
      if (alike) alike.push(pattern);
      else byKey.set(first.key, [pattern]);
    }
  };
  for (const { id, phrases, implied } of pack.criteria) {
    add(phrases, { type: 'need', id, by: 'said' });
    add(implied, { type: 'need', id, by: 'implied' });
  }
  for (const { id, phrases } of pack.facts) add(phrases, { type: 'fact', id });
  for (const { id, phrases } of pack.neither) add(phrases, { type: 'neither', id });
  add(pack.bothPhrases, { type: 'together' });
  return { byKey, byNumber };
}

/** Every way to say a phrase: "live|realtime chat" is "live chat" and "realtime chat". */
function stepsOf(phrase: string, lexicon: Lexicon): Step[][] {
  return phrase.split(/(\.\.\.|<[^>]*>)/).reduce<Step[][]>(
    (heads, part) => {
      const tails = part === '...' || part.startsWith('<') ? [[placeholder(part)]] : wordings(part, lexicon);
      return heads.flatMap((head) => tails.map((tail) => [...head, ...tail]));
    },
    [[]],
  );
}

function placeholder(part: string): Step {
  const range = /^<(?:number|(\d+)(?:-(\d+)|\+)?)>$/.exec(part);
  if (!range) return { type: 'gap' };
  const least = Number(range[1] ?? 0);
  const isOpen = range[1] === undefined || part.endsWith('+>');
  return { type: 'number', least, most: isOpen ? Number.POSITIVE_INFINITY : Number(range[2] ?? least) };
}

/** The words of a part, with every choice among alternatives. */
function wordings(part: string, lexicon: Lexicon): Step[][] {
  const texts = part
    .trim()
    .split(/\s+/)
    .reduce<string[]>((heads, word) => heads.flatMap((head) => word.split('|').map((one) => `${head} ${one}`)), ['']);
  return texts.map((text) => lexicon.read(text).map((term) => ({ type: 'word', key: keyOf(term) })));
}

function keyOf(term: Term): string {
  return term.names?.by === 'alias' ? `${OPTION_WORD}${term.names.option}` : term.stem;
}

function findAt(terms: readonly Term[], keys: readonly string[], start: number, patterns: Patterns): Found[] {
  const candidates = patterns.byKey.get(keys[start] ?? '') ?? [];
  const numeric = terms[start]?.number === undefined ? [] : patterns.byNumber;
  return [...candidates, ...numeric].flatMap((pattern) => {
    const end = endOf(pattern.steps, 0, terms, keys, start);
    return end === undefined ? [] : [{ start, end, words: pattern.words, meaning: pattern.meaning }];
  });
}

/** Where the pattern, begun at `position`, ends in the text; it never runs over the end of a sentence. */
function endOf(
  steps: readonly Step[],
  index: number,
  terms: readonly Term[],
  keys: readonly string[],
  position: number,
): number | undefined {
  const step = steps[index];
  if (!step) return position;
  const term = terms[position];
  if (!term || (position > 0 && index > 0 && term.sentence !== terms[position - 1]?.sentence)) return undefined;
  switch (step.type) {
    case 'word':
      return keys[position] === step.key ? endOf(steps, index + 1, terms, keys, position + 1) : undefined;
    case 'number':
      return term.number !== undefined && term.number >= step.least && term.number <= step.most
        ? endOf(steps, index + 1, terms, keys, position + 1)
        : undefined;
    case 'gap':
      for (let skipped = 0; skipped <= MAX_GAP_WORDS; skipped++) {
        const isBroken = skipped > 0 && terms[position + skipped - 1]?.sentence !== term.sentence;
        const end = isBroken ? undefined : endOf(steps, index + 1, terms, keys, position + skipped);
        if (end !== undefined) return end;
      }
      return undefined;
  }
}

/** Leaves out what lies inside a longer find of the same kind: "static site" is no "site". */
function longest(found: readonly Found[]): Found[] {
  const kept: Found[] = [];
  const ordered = [...found].sort(
    (a, b) => b.end - b.start - (a.end - a.start) || b.words - a.words || a.start - b.start,
  );
  for (const one of ordered) {
    const isInside = kept.some(
      (other) => other.meaning.type === one.meaning.type && other.start <= one.start && other.end >= one.end,
    );
    if (!isInside) kept.push(one);
  }
  return kept.sort((a, b) => a.start - b.start || a.end - b.end);
}

const NEGATIONS: ReadonlySet<string> = new Set([
  'no',
  'not',
  'without',
  'never',
  'nor',
  'neither',
  'none',
  'nobody',
  'nothing',
  'zero',
  'skip',
  'avoid',
  'lack',
  'lacks',
  'hardly',
]);
/** At the start of a clause these take back what follows: "drop the crm" … */
const CANCELS: ReadonlySet<string> = new Set([
  'drop',
  'dropped',
  'forget',
  'scratch',
  'remove',
  'removed',
  'ignore',
  'cancel',
]);
/** … and after these. */
const CANCELLERS: ReadonlySet<string> = new Set([
  'we',
  'i',
  'us',
  'to',
  'can',
  'could',
  'please',
  'just',
  'let',
  'actually',
  'ok',
]);
const NOT_NEGATED_AFTER: ReadonlySet<string> = new Set([
  'only',
  'just',
  'sure',
  'even',
  'preference',
  'matter',
  'idea',
  'doubt',
  'problem',
]);
const STARTERS: ReadonlySet<string> = new Set([
  'a',
  'an',
  'the',
  'we',
  'i',
  'it',
  'they',
  'our',
  'my',
  'with',
  'need',
  'needs',
  'should',
  'must',
  'has',
  'have',
  'is',
  'are',
  'lots',
  'many',
]);
const AFTER_NOT =
  /^(?:is|are|will be|does|do|would be)? ?(?:not|no) (?:needed|required|important|necessary|wanted|planned|really needed|a priority|an issue|a concern|relevant|matter)/;

/** Whether the phrase is denied: "no …", "without …", "we do not know …", "… is not needed". */
function isNegated(terms: readonly Term[], { start, end }: Found): boolean {
  const clause = terms[start]?.clause;
  for (let position = start - 1; position >= Math.max(0, start - NEGATION_WORDS); position--) {
    const term = terms[position];
    if (!term || term.clause !== clause) break;
    const next = terms[position + 1]?.word ?? '';
    if (term.word === 'and' && (STARTERS.has(next) || start - position > 2)) break;
    if (NEGATIONS.has(term.word)) return !NOT_NEGATED_AFTER.has(next);
    const previous = terms[position - 1];
    if (CANCELS.has(term.word) && (previous?.clause !== clause || CANCELLERS.has(previous.word))) return true;
  }
  const after = terms.slice(end, end + 5).filter((term) => term.clause === terms[end - 1]?.clause);
  return AFTER_NOT.test(after.map((term) => term.word).join(' '));
}

const HEDGE =
  /\b(?:(?:do not know|not sure|unsure|unclear|undecided|no idea|wonder(?:ing)?)(?: yet)?(?: about| if| whether)?|whether)\b/;
/** How far before a phrase doubt about it still means it. */
const HEDGE_WORDS = 8;

/** Whether people say that they do not know themselves whether they need it: then it is not said at all. */
function isHedged(terms: readonly Term[], { start }: Found): boolean {
  const sentence = terms[start]?.sentence;
  const before = terms.slice(Math.max(0, start - HEDGE_WORDS), start).filter((term) => term.sentence === sentence);
  const words = before.map((term) => term.word).join(' ');
  return /\b(?:if|whether|about)\b/.test(words) && HEDGE.test(words);
}

const MUST =
  /\b(?:must|mandatory|essential|critical|crucial|required|requirement|requires|absolutely|vital|non negotiable|deal ?breaker|above all|top priority|most important)\b/;
const NICE =
  /\b(?:nice to have|would be nice|nice|optional|optionally|ideally|maybe|perhaps|possibly|eventually|someday|some day|later|later on|if possible|bonus|not a must|could)\b/;

function strengthOf(terms: readonly Term[], { start, end, meaning }: Found): number {
  const [first, last] = [terms[start]?.clause ?? 0, terms[end - 1]?.clause ?? 0];
  const near = terms.slice(Math.max(0, start - MODIFIER_WORDS), end + MODIFIER_WORDS);
  const wordsIn = (clause: number) =>
    near
      .filter((term) => term.clause === clause)
      .map((term) => term.word)
      .join(' ');
  const remark = wordsIn(last + 1);
  const around = `${wordsIn(first)} ${first === last ? '' : wordsIn(last)} ${REMARK.test(remark) ? remark : ''}`;
  if (NICE.test(around)) return STRENGTHS.nice;
  if (MUST.test(around)) return STRENGTHS.must;
  return meaning.type === 'need' && meaning.by === 'implied' ? STRENGTHS.nice : STRENGTHS.should;
}

/** A clause that speaks of the one before: "live chat, that's a must". */
const REMARK =
  /^(?:(?:that|this|it|they|these|those|which) .*|as an? .*|(?:a must|must have|required|mandatory|essential|critical|optional|nice to have))$/;

function unique(heard: readonly HeardFact[]): HeardFact[] {
  return heard.filter(({ fact }, index) => heard.findIndex((other) => other.fact === fact) === index);
}

function clip(said: string): string {
  const words = said
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim();
  return words.length > MAX_SAID_CHARS ? `${words.slice(0, MAX_SAID_CHARS - 1)}…` : words;
}
