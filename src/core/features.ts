import { OPTION_WORD, type Term } from './lexicon.ts';
import { countAt, doubleAt } from './numbers.ts';

/**
 * What a text says, as it is compared: the features of its words, the words whose letters count, and those whose meaning does,
 * each with its stem.
 */
export type Said = {
  readonly words: readonly string[];
  readonly spelled: readonly string[];
  readonly meant: readonly string[];
  readonly stems: readonly string[];
};

/** A sparse vector of length 1 (or 0, where there is nothing): the ids of known features, ascending or not, with their weights. */
export type Vector = { readonly ids: readonly number[]; readonly weights: readonly number[] };

export type Vectoriser = {
  /**
   * TF-IDF of stemmed word 1-2-grams and character 2-4-grams.
   * Features never seen count towards the length: they make a text foreign.
   */
  readonly vector: (said: Said) => Vector;
  /** How rare a stem is; the rarest of all is one never seen. */
  readonly rarity: (stem: string) => number;
  /** Whether a word was ever seen, letter by letter. */
  readonly isKnown: (word: string) => boolean;
  /** The number of features: every id is below it. */
  readonly size: number;
};

/** How much longer the block of words is than that of characters. */
const WORDS_OVER_CHARACTERS = 1.2;
const MIN_CHARACTERS = 2;
const MAX_CHARACTERS = 4;
/** Longer words are cut for their character features. */
const MAX_SPELLED_CHARS = 30;

/** Words too common to say anything by themselves. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the is are was be been am do does did can could should would will may might must shall i we you he she it they me us them my our your ' +
    'their its this that these those there here what which who when where why how to of in on at by for from with without about into than then and ' +
    'or but if so as not no any some all more most much many very just really get got have has had please anyone someone something still even also too one hey hi hello ok okay lol hm hmm pls plz tbh btw imho guys folks'
  ).split(' '),
);

/** What terms say. The names of options are no words of their own: who asks the same about another option says the same. */
export function saidOf(terms: readonly Term[]): Said {
  const plain = terms.filter((term) => term.names?.by !== 'alias');
  const words = plain.map((term) => term.word);
  return { words: wordFeaturesOf(terms), spelled: words, meant: words, stems: plain.map((term) => term.stem) };
}

/** Learns the frequencies of features; each document is all the ways in which one thing is asked, a text each. */
export function createVectoriser(documents: readonly (readonly Said[])[]): Vectoriser {
  const ids = new Map<string, number>();
  const letterIds = new Map<Letters, number>();
  const spellings = new Map<string, readonly number[]>();
  const frequencies: number[] = [];
  const lastSeenIn: number[] = [];
  const see = (id: number, document: number) => {
    if (lastSeenIn[id] === document) return;
    frequencies[id] = (frequencies[id] ?? 0) + 1;
    lastSeenIn[id] = document;
  };
  documents.forEach((document, index) => {
    const met = new Set<string>();
    for (const { words, spelled } of document) {
      for (const feature of words) see(learn(ids, feature), index);
      for (const word of spelled) {
        if (met.has(word)) continue;
        met.add(word);
        for (const id of spell(word)) see(id, index);
      }
    }
  });
  const idf = (frequency: number) => Math.log((1 + documents.length) / (1 + frequency)) + 1;
  const known = Float64Array.from(frequencies, idf);
  const unseen = idf(0);
  const counts = new Uint32Array(known.length);

  return {
    size: known.length,
    rarity: (stem) => known[ids.get(stem) ?? -1] ?? unseen,
    isKnown: (word) => spellings.has(word),
    vector: ({ words, spelled }) => {
      const ofWords = newBlock();
      for (const feature of words) count(ofWords, ids.get(feature), feature);
      const ofLetters = newBlock();
      for (const word of spelled) {
        const spelling = spellings.get(word);
        if (spelling) for (const id of spelling) count(ofLetters, id, word);
        else for (const letters of lettersOf(word)) count(ofLetters, letterIds.get(letters), letters);
      }
      const wordShare = isEmpty(ofWords) ? 0 : WORDS_OVER_CHARACTERS;
      const letterShare = isEmpty(ofLetters) ? 0 : 1;
      const whole = Math.sqrt(wordShare * wordShare + letterShare * letterShare);
      const vector = { ids: [], weights: [] };
      append(vector, ofWords, wordShare / whole);
      append(vector, ofLetters, letterShare / whole);
      return vector;
    },
  };

  /** Counts a feature; features of words and of letters are never the same, so that one table of counts serves both. */
  function count({ seen, unseenCounts }: Block, id: number | undefined, feature: string | Letters) {
    if (id === undefined) {
      unseenCounts.set(feature, (unseenCounts.get(feature) ?? 0) + 1);
      return;
    }
    const before = countAt(counts, id);
    if (before === 0) seen.push(id);
    counts[id] = before + 1;
  }

  function learn<T>(known: Map<T, number>, feature: T): number {
    const before = known.get(feature);
    if (before !== undefined) return before;
    const id = frequencies.push(0) - 1;
    known.set(feature, id);
    return id;
  }

  function spell(word: string): readonly number[] {
    const known = spellings.get(word);
    if (known) return known;
    const spelling = lettersOf(word).map((letters) => learn(letterIds, letters));
    spellings.set(word, spelling);
    return spelling;
  }

  /** Appends a block of the given length: (1 + ln tf) × idf for each feature; those never seen only add to the length. Forgets the counts. */
  function append(
    vector: { readonly ids: number[]; readonly weights: number[] },
    { seen, unseenCounts }: Block,
    length: number,
  ) {
    const start = vector.weights.length;
    let squares = 0;
    for (const id of seen) {
      const weight = (1 + logOf(countAt(counts, id))) * doubleAt(known, id);
      counts[id] = 0;
      squares += weight * weight;
      vector.ids.push(id);
      vector.weights.push(weight);
    }
    for (const times of unseenCounts.values()) {
      const weight = (1 + logOf(times)) * unseen;
      squares += weight * weight;
    }
    const scale = length / Math.sqrt(squares);
    for (let index = start; index < vector.weights.length; index++)
      vector.weights[index] = (vector.weights[index] ?? 0) * scale;
  }
}

/** Features of one kind that a text has: those that are known, each once, and those that are not, with how often. */
type Block = { readonly seen: number[]; readonly unseenCounts: Map<string | Letters, number> };

function newBlock(): Block {
  return { seen: [], unseenCounts: new Map() };
}

function isEmpty({ seen, unseenCounts }: Block): boolean {
  return seen.length === 0 && unseenCounts.size === 0;
}

/** Most features stand once. */
function logOf(times: number): number {
  return times === 1 ? 0 : Math.log(times);
}

/** Whether a term says something by itself: neither an option's own name nor one of the commonest words. */
export function isContent(term: Term): boolean {
  return term.names?.by !== 'alias' && !isCommonWord(term.word);
}

/** Whether a word is one of the commonest. */
export function isCommonWord(word: string): boolean {
  return FUNCTION_WORDS.has(word);
}

/** Before these words it matters which option it is: moving from one to the other is not moving back. */
const DIRECTIONS: ReadonlySet<string> = new Set(['from', 'to', 'into', 'in', 'over']);

/** Words that set options side by side: "A or B". */
const SIDE_BY_SIDE: ReadonlySet<string> = new Set(['or', 'and', 'compare', 'against', 'with']);

/** Stems, and pairs of stems joined by a blank, the edges of the text included. */
function wordFeaturesOf(terms: readonly Term[]): string[] {
  if (terms.length === 0) return [];
  const features: string[] = [];
  let before = '^';
  let lastOption: string | undefined;
  for (let index = 0; index < terms.length; index++) {
    const term = terms[index];
    if (!term) break;
    const link = linkAt(terms, index);
    if (link !== undefined) {
      // "Which is faster, A or B" says hardly more than "which is faster": the pair stands by itself, its neighbours meet.
      features.push(`${OPTION_WORD} ${link} ${OPTION_WORD}`);
      index += 2;
      continue;
    }
    const stem = term.names?.by === 'alias' ? OPTION_WORD : term.number === undefined ? term.stem : '#';
    if (stem !== OPTION_WORD) features.push(stem);
    features.push(`${before} ${stem}`);
    if (term.names?.by === 'alias') {
      const { option } = term.names;
      if (DIRECTIONS.has(before)) features.push(`${before} ${OPTION_WORD}${option}`);
      if (lastOption !== undefined && lastOption !== option) features.push(`${lastOption} > ${option}`);
      lastOption = option;
    }
    before = stem;
  }
  features.push(`${before} $`);
  return features;
}

/** The word between two different options that are set side by side from here on. */
function linkAt(terms: readonly Term[], index: number): string | undefined {
  const first = terms[index]?.names;
  if (first?.by !== 'alias') return undefined;
  const link = terms[index + 1]?.word;
  const second = terms[index + 2]?.names;
  if (link === undefined || !SIDE_BY_SIDE.has(link) || second?.by !== 'alias') return undefined;
  return first.option === second.option ? undefined : link;
}

/** Some letters of a word, one after the other: as a number where they are of the commonest, which is sooner found than text. */
type Letters = number | string;

const PLAIN = /^[ -~]*$/;
/** Bits that a plain character takes. */
const PLAIN_BITS = 7;

function lettersOf(word: string): Letters[] {
  const spelled = ` ${word.slice(0, MAX_SPELLED_CHARS)} `;
  const isPlain = PLAIN.test(spelled);
  const all: Letters[] = [];
  for (let size = MIN_CHARACTERS; size <= MAX_CHARACTERS; size++) {
    for (let start = 0; start + size <= spelled.length; start++) {
      if (!isPlain) {
        all.push(spelled.slice(start, start + size));
        continue;
      }
      // The leading 1 keeps letters of different length apart.
      let number = 1;
      for (let index = start; index < start + size; index++)
        number = (number << PLAIN_BITS) | spelled.charCodeAt(index);
      all.push(number);
    }
  }
  return all;
}
