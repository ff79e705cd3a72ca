import type { Pack } from './knowledge.ts';
import { type Lexicon, OPTION_WORD, type Term } from './lexicon.ts';
import { isDenied, isHedged, STRENGTHS, strengthSaid } from './qualify.ts';

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
/** Longest quotation of somebody's words in a need. */
const MAX_SAID_CHARS = 80;

/** Compiles a pack's phrases into a reader of needs. The reader is total, and linear in the length of the text. */
export function createNeedsReader(pack: Pack, lexicon: Lexicon): NeedsReader {
  const patterns = patternsOf(pack, lexicon);
  return (text) => {
    const terms = lexicon.read(text);
    const keys = terms.map(keyOf);
    const found = longest(findAll(terms, keys, patterns)).filter((one) => !isHedged(terms, one));
    const quote = ({ start, end }: Found) => clip(text.slice(terms[start]?.start ?? 0, terms[end - 1]?.end ?? 0));
    const standing = found.filter((one) => !isDenied(terms, one));
    const facts = standing.flatMap((one) =>
      one.meaning.type === 'fact' ? [{ fact: one.meaning.id, said: quote(one) }] : [],
    );
    const needs = found.flatMap((one): Need[] =>
      one.meaning.type === 'need'
        ? [
            {
              criterion: one.meaning.id,
              strength: strengthOf(terms, one),
              negated: isDenied(terms, one),
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

/** The needs of one text, one of each criterion: what is said outright beats what is implied, a yes beats a no about a part of it, and of two the stronger stands. */
function strongest(needs: readonly Need[]): Need[] {
  const merged = new Map<string, Need>();
  for (const need of needs) {
    const known = merged.get(need.criterion);
    const isOutright = known?.by === 'implied' && (need.negated || need.by !== 'implied');
    const isYes = known?.negated === true && !need.negated && need.by !== 'implied';
    const isStronger = known !== undefined && known.negated === need.negated && need.strength > known.strength;
    if (!known || isOutright || isYes || isStronger) merged.set(need.criterion, need);
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

/** Finds of one meaning that are looked at, and numbers: more of them say nothing new, and the work stays bounded. */
const MAX_FINDS = 20;
const MAX_NUMBERS = 200;

function findAll(terms: readonly Term[], keys: readonly string[], patterns: Patterns): Found[] {
  const counts = new Map<Meaning, number>();
  let numbers = 0;
  return terms.flatMap((term, start) => {
    if (term.number !== undefined) numbers += 1;
    const usable = numbers <= MAX_NUMBERS ? patterns : { ...patterns, byNumber: [] };
    return findAt(terms, keys, start, usable).filter(({ meaning }) => {
      const count = (counts.get(meaning) ?? 0) + 1;
      counts.set(meaning, count);
      return count <= MAX_FINDS;
    });
  });
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

/** What is only implied counts as nice to have, unless the words around it say how strongly it is wanted. */
function strengthOf(terms: readonly Term[], one: Found): number {
  const usual = one.meaning.type === 'need' && one.meaning.by === 'implied' ? STRENGTHS.nice : STRENGTHS.should;
  return strengthSaid(terms, one) ?? usual;
}

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
