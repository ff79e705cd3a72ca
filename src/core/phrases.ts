import type { Pack } from './knowledge.ts';
import type { Lexicon, Term } from './lexicon.ts';
import { createMender } from './mend.ts';
import { createPhraseReader, keyOf, type Step } from './phrase-steps.ts';

/** What a phrase of the pack stands for. */
export type Meaning =
  | { readonly type: 'need'; readonly id: string; readonly by: 'said' | 'implied'; readonly isOpposite: boolean }
  | { readonly type: 'fact' | 'neither'; readonly id: string }
  | { readonly type: 'together' };

/** A phrase found among the terms of a text: from `start` to before `end`. */
export type Found = {
  readonly start: number;
  readonly end: number;
  /** The places of its own words and numbers, without what stands in its gaps. */
  readonly places: readonly number[];
  readonly meaning: Meaning;
};

/** Finds the phrases of a pack in a text. Total, and linear in the length of the text. */
export type PhraseFinder = (terms: readonly Term[]) => Found[];

/** Compiles all phrases of a pack: those of criteria, facts, the cases for neither, and for the options together. */
export function createPhraseFinder(
  pack: Pack,
  lexicon: Lexicon,
  isWord: (word: string) => boolean = () => false,
): PhraseFinder {
  const patterns = patternsOf(pack, lexicon);
  const mend = createMender(wordsIn(pack), (word) => lexicon.read(word).map(keyOf)[0], isWord);
  return (terms) =>
    longest(
      findAll(
        terms,
        readable(terms, (term) => patterns.ids.get(mend(term, keyOf(term))) ?? -1),
        patterns,
      ),
    );
}

/** Every word of every phrase. */
function* wordsIn({ criteria, facts, neither, bothPhrases, groups }: Pack): Generator<string> {
  const lists = [
    ...criteria.flatMap(({ phrases, implied, opposites }) => [phrases, implied, opposites]),
    ...[...facts, ...neither].map(({ phrases }) => phrases),
    bothPhrases,
    ...Object.values(groups),
  ];
  for (const list of lists) for (const phrase of list) yield* phrase.toLowerCase().match(/[a-z]+/g) ?? [];
}

/** A step whose words are numbers: comparing these stands in the innermost loop. */
type Part =
  | { readonly type: 'word'; readonly id: number }
  | { readonly type: 'number'; readonly least: number; readonly most: number }
  | { readonly type: 'gap'; readonly words: number }
  | {
      readonly type: 'group';
      /** One that the pack names: two of these may stand in a list, with a comma between. */
      readonly isNamed: boolean;
      /** The same list for the same group wherever it stands. */
      readonly choices: readonly (readonly string[])[];
      /** The words that are a whole choice. */
      readonly single: ReadonlySet<number>;
      /** Choices of several words, by the first. */
      readonly several: ReadonlyMap<number, readonly (readonly number[])[]> | undefined;
    };
type Pattern = {
  readonly parts: readonly Part[];
  /** How many words before the one that it is found by it begins. */
  readonly offset: number;
  /** Which words can stand right before and right after that one, as bits: most patterns are passed over by these. */
  readonly before: number;
  readonly after: number;
  readonly meaning: Meaning;
};
type Patterns = {
  readonly byId: readonly (readonly Pattern[])[];
  readonly byNumber: readonly Pattern[];
  /** The number of every word of every phrase. */
  readonly ids: ReadonlyMap<string, number>;
};

/** What of a text is compared: the number of each word, -1 for one that no phrase has, and where its sentence ends. */
type Readable = { readonly ids: readonly number[]; readonly ends: readonly number[]; readonly terms: readonly Term[] };

function readable(terms: readonly Term[], idOf: (term: Term) => number): Readable {
  const ends: number[] = terms.map(() => terms.length);
  for (let position = terms.length - 2; position >= 0; position--) {
    const isLast = terms[position]?.sentence !== terms[position + 1]?.sentence;
    ends[position] = isLast ? position + 1 : (ends[position + 1] ?? terms.length);
  }
  return { ids: terms.map(idOf), ends, terms };
}

function patternsOf(pack: Pack, lexicon: Lexicon): Patterns {
  const read = createPhraseReader(pack, lexicon);
  const ids = new Map<string, number>();
  const byId: Pattern[][] = [];
  const byNumber: Pattern[] = [];
  const idOf = (key: string): number => {
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, ids.size);
    byId.push([]);
    return ids.size - 1;
  };
  const commonIds = new Set(COMMON.map(idOf));
  const add = (phrases: readonly string[], meaning: Meaning) => {
    for (const steps of phrases.flatMap(read)) {
      const parts = steps.map((step) => partOf(step, idOf));
      if (parts[0]?.type === 'gap') continue;
      const { offset, part } = rarestOf(parts, commonIds);
      const isFixed = part?.type === 'word' || (part?.type === 'group' && !part.several);
      const before = bitsOf(parts[offset - 1]);
      const pattern = { parts, offset, before, after: isFixed ? bitsOf(parts[offset + 1]) : ANY, meaning };
      if (part?.type === 'number') byNumber.push(pattern);
      for (const id of part ? wordsOf(part) : []) byId[id]?.push(pattern);
    }
  };
  for (const { id, phrases, implied, opposites } of pack.criteria) {
    add(phrases, { type: 'need', id, by: 'said', isOpposite: false });
    add(implied, { type: 'need', id, by: 'implied', isOpposite: false });
    add(opposites, { type: 'need', id, by: 'said', isOpposite: true });
  }
  for (const { id, phrases } of pack.facts) add(phrases, { type: 'fact', id });
  for (const { id, phrases } of pack.neither) add(phrases, { type: 'neither', id });
  add(pack.bothPhrases, { type: 'together' });
  return { byId, byNumber, ids };
}

/** Words that stand everywhere: a pattern is found by another one of its words where it can be. */
const COMMON =
  'a an the of in on to for and or is are am be we i you our my it its with by at as that this all each every have has not no from per can will do does who what which one more most own only so'.split(
    ' ',
  );
/** As how many other words a common one counts. */
const COMMON_COST = 25;

/** The part that the fewest words of a text can be, among those that stand at a fixed place from the first. */
function rarestOf(
  parts: readonly Part[],
  common: ReadonlySet<number>,
): { readonly offset: number; readonly part: Part | undefined } {
  let best = { offset: 0, part: parts[0], cost: Number.POSITIVE_INFINITY };
  for (const [offset, part] of parts.entries()) {
    if (part.type === 'gap') break;
    const cost =
      part.type === 'number'
        ? COMMON_COST
        : wordsOf(part).reduce((sum, id) => sum + (common.has(id) ? COMMON_COST : 1), 0);
    if (cost < best.cost) best = { offset, part, cost };
    if (part.type === 'group' && part.several) break;
  }
  return best;
}

const ANY = -1;

/** A bit for each word that a part can begin with; two words may share one. All of them where it can begin with any word. */
function bitsOf(part: Part | undefined): number {
  if (part?.type !== 'word' && part?.type !== 'group') return ANY;
  return wordsOf(part).reduce((bits, id) => bits | bitOf(id), 0);
}

function bitOf(id: number): number {
  return 1 << (id & 31);
}

/** The words that a part can begin with. */
function wordsOf(part: Part): readonly number[] {
  if (part.type === 'word') return [part.id];
  return part.type === 'group' ? [...new Set([...part.single, ...(part.several?.keys() ?? [])])] : [];
}

function partOf(step: Step, idOf: (key: string) => number): Part {
  switch (step.type) {
    case 'word':
      return { type: 'word', id: idOf(step.key) };
    case 'number':
    case 'gap':
      return step;
    case 'group': {
      const choices = step.choices.map((keys) => keys.map(idOf));
      const several = choices.filter(({ length }) => length > 1);
      return {
        type: 'group',
        isNamed: step.isNamed,
        choices: step.choices,
        single: new Set(choices.flatMap((keys) => (keys.length === 1 ? keys : []))),
        several: several.length === 0 ? undefined : Map.groupBy(several, ([first = -1]) => first),
      };
    }
  }
}

/** Finds of one meaning that are looked at, and numbers: more of them say nothing new, and the work stays bounded. */
const MAX_FINDS = 20;
const MAX_NUMBERS = 200;

function findAll(terms: readonly Term[], text: Readable, patterns: Patterns): Found[] {
  const counts = new Map<Meaning, number>();
  const found: Found[] = [];
  let numbers = 0;
  const bitAt = (position: number) => {
    const id = text.ids[position] ?? -1;
    return id < 0 ? 0 : bitOf(id);
  };
  const look = (position: number, candidates: readonly Pattern[]) => {
    const [before, after] = [bitAt(position - 1), bitAt(position + 1)];
    for (const pattern of candidates) {
      if (pattern.before !== ANY && (pattern.before & before) === 0) continue;
      if (pattern.after !== ANY && (pattern.after & after) === 0) continue;
      const start = position - pattern.offset;
      const last = start < 0 ? -1 : lastOf(pattern.parts, 0, text, start);
      if (last < 0) continue;
      const count = (counts.get(pattern.meaning) ?? 0) + 1;
      counts.set(pattern.meaning, count);
      if (count > MAX_FINDS) continue;
      found.push({ start, end: last, places: placesOf(pattern.parts, text, start), meaning: pattern.meaning });
    }
  };
  terms.forEach((term, position) => {
    const id = text.ids[position] ?? -1;
    if (id >= 0) look(position, patterns.byId[id] ?? []);
    if (term.number === undefined) return;
    numbers += 1;
    if (numbers <= MAX_NUMBERS) look(position, patterns.byNumber);
  });
  return found;
}

/** Where the pattern, begun at `position` with this part, ends in the text, -1 where it is not there; it never runs over the end of a sentence. */
function lastOf(parts: readonly Part[], index: number, text: Readable, position: number): number {
  const part = parts[index];
  if (part === undefined) return position;
  const { ids, ends, terms } = text;
  if (position >= ids.length || (index > 0 && position >= (ends[position - 1] ?? 0))) return -1;
  // Words that follow each other in a phrase do so in a clause; a comma between them makes it a list of other things.
  const isNewClause = terms[position]?.clause !== terms[position - 1]?.clause;
  if (index > 0 && isNewClause && !mayBreak(parts[index - 1], part)) return -1;
  // "Orders, routes" is a list; "delivery routes" is one thing.
  if (index > 0 && !isNewClause && isSameGroup(parts[index - 1], part)) return -1;
  const id = ids[position] ?? -1;
  switch (part.type) {
    case 'word':
      return id === part.id ? lastOf(parts, index + 1, text, position + 1) : -1;
    case 'number': {
      const number = terms[position]?.number;
      const isThere = number !== undefined && number >= part.least && number <= part.most;
      return isThere ? lastOf(parts, index + 1, text, position + 1) : -1;
    }
    case 'group': {
      if (id < 0) return -1;
      for (const words of part.several?.get(id) ?? []) {
        if (!isAt(words, text, position)) continue;
        const last = lastOf(parts, index + 1, text, position + words.length);
        if (last >= 0) return last;
      }
      return part.single.has(id) ? lastOf(parts, index + 1, text, position + 1) : -1;
    }
    case 'gap': {
      const most = Math.min(position + part.words, (ends[position] ?? 0) - 1);
      for (let after = position; after <= most; after++) {
        const last = lastOf(parts, index + 1, text, after);
        if (last >= 0) return last;
      }
      return -1;
    }
  }
}

function mayBreak(before: Part | undefined, part: Part): boolean {
  if (before?.type === 'gap' || part.type === 'gap') return true;
  return before?.type === 'group' && before.isNamed && part.type === 'group' && part.isNamed;
}

function isSameGroup(before: Part | undefined, part: Part): boolean {
  return before?.type === 'group' && part.type === 'group' && part.isNamed && before.choices === part.choices;
}

function isAt(words: readonly number[], { ids, ends }: Readable, position: number): boolean {
  return position + words.length <= (ends[position] ?? 0) && words.every((word, nth) => ids[position + nth] === word);
}

/** The places of the words of a pattern that is known to begin at `start`. */
function placesOf(parts: readonly Part[], text: Readable, start: number): number[] {
  const places: number[] = [];
  let position = start;
  parts.forEach((part, index) => {
    if (part.type === 'gap') {
      while (lastOf(parts, index + 1, text, position) < 0) position += 1;
      return;
    }
    const length = part.type === 'group' ? lengthAt(part, parts, index, text, position) : 1;
    for (let nth = 0; nth < length; nth++) places.push(position + nth);
    position += length;
  });
  return places;
}

/** How many words the choice has that the rest of the pattern follows. */
function lengthAt(
  { several }: Extract<Part, { readonly type: 'group' }>,
  parts: readonly Part[],
  index: number,
  text: Readable,
  position: number,
): number {
  const choice = (several?.get(text.ids[position] ?? -1) ?? []).find(
    (words) => isAt(words, text, position) && lastOf(parts, index + 1, text, position + words.length) >= 0,
  );
  return choice?.length ?? 1;
}

/** Leaves out what is made of words of a longer find of the same kind: "static site" is no "site". What stands in a gap is left. */
function longest(found: readonly Found[]): Found[] {
  const kept: Found[] = [];
  const ordered = [...found].sort(
    (a, b) => b.places.length - a.places.length || a.end - a.start - (b.end - b.start) || a.start - b.start,
  );
  for (const one of ordered) {
    const isInside = kept.some(
      (other) =>
        other.meaning.type === one.meaning.type &&
        other.start <= one.start &&
        other.end >= one.end &&
        one.places.every((place) => other.places.includes(place)),
    );
    if (!isInside) kept.push(one);
  }
  return kept.sort((a, b) => a.start - b.start || a.end - b.end);
}
