/** Characters of an utterance that are read at all; what stands beyond is ignored. */
export const MAX_UTTERANCE_CHARS = 40_000;

/** Characters of a word that are compared: no word of the field is longer. */
const MAX_WORD_CHARS = 48;

/** One word of a text: lower-cased, and where it stands in the original (`start`, `end`). */
export type Token = {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** Counts up at each sentence, and at each clause. */
  readonly sentence: number;
  readonly clause: number;
  /** The value, where the word is a number: "50k" is 50,000, "two" is 2. */
  readonly number: number | undefined;
  /** Written as a name or as code: with a digit, a capital inside, or between backticks. Its spelling is never doubted. */
  readonly isLiteral: boolean;
};

/**
 * The words of a text, lower-cased (NFKC), contractions taken apart, links and platform mentions left out.
 * Reads at most `MAX_UTTERANCE_CHARS` characters, in linear time.
 */
export function tokenise(text: string): Token[] {
  return PLAIN_SENTENCE.test(text) ? plainTokens(text) : anyTokens(text);
}

/** Words of plain letters, one blank apart, of which at most the first letter is a capital: most questions. */
const PLAIN_SENTENCE = /^[A-Za-z][a-z]{0,47}(?: [A-Za-z][a-z]{0,47}){0,60}[.?!]?$/;

/** What `anyTokens` finds in a plain sentence, in a fraction of the time. */
function plainTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let clause = 0;
  let start = 0;
  const length = /[a-z]$/i.test(text) ? text.length : text.length - 1;
  while (start < length) {
    const blank = text.indexOf(' ', start);
    const end = blank < 0 ? length : blank;
    const word = text.slice(start, end).toLowerCase();
    for (const part of CONTRACTIONS.get(word) ?? [word]) {
      if (CONTRAST.has(part) && tokens.length > 0) clause += 1;
      tokens.push({ word: part, start, end, sentence: 0, clause, number: NUMBER_WORDS.get(part), isLiteral: false });
    }
    start = end + 1;
  }
  return tokens;
}

function anyTokens(text: string): Token[] {
  const source = withoutNoise(text.slice(0, MAX_UTTERANCE_CHARS));
  const tokens: Token[] = [];
  const hasSmallLetters = SMALL_LETTER.test(source);
  let isCode = false;
  let sentence = 0;
  let clause = 0;
  let end = 0;
  for (const match of source.matchAll(WORD)) {
    const gap = source.slice(end, match.index);
    if (gap.includes('`') && gap.split('`').length % 2 === 0) isCode = !isCode;
    const isLiteral = isCode || isWrittenLikeAName(match[0].slice(0, MAX_WORD_CHARS), hasSmallLetters);
    if (tokens.length > 0 && gap !== ' ') {
      if (SENTENCE_END.test(gap)) {
        sentence += 1;
        clause += 1;
      } else if (CLAUSE_END.test(gap) && !(OPENING_QUOTE.test(gap) && QUOTABLE.has(tokens.at(-1)?.word ?? ''))) {
        clause += 1;
      }
    }
    end = match.index + match[0].length;
    for (const word of wordsOf(match[0])) {
      if (CONTRAST.has(word) && tokens.length > 0) clause += 1;
      tokens.push({ word, start: match.index, end, sentence, clause, number: numberOf(word), isLiteral });
    }
  }
  return tokens;
}

const SMALL_LETTER = /\p{Ll}/u;
const SMALL_WORD = /^[a-z]+$/;
const CAPITAL_INSIDE = /^.+[A-Z]/;
const NOISE = /<[@#!][^<>\s]{0,80}>|https?:\/\/\S+/gi;
const WORD =
  /c\+\+|[cf]#|(?<![\p{L}\p{N}])\.net\b|\d{1,12}(?:[.,]\d{1,12}){0,3}\s?(?:k|m|mn|million)\b|\d{1,3}(?:,\d{3}){1,4}\b|\d{1,3}(?:\.\d{3}){1,4}\b(?!\.\d)|[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’‘`]\p{L}+)?/giu;
const PLAIN_WORD = /^[A-Za-z]+$/;
const SENTENCE_END = /[.!?;]["')\]]*\s|\n|[。！？]/u;
const CLAUSE_END = /[,:()[\]{}|/"“”«»…]|\s[-–—]\s|[–—]/u;
/** What stands in quotation marks right behind these goes with them: no "live dashboard". */
const QUOTABLE: ReadonlySet<string> = new Set(['no', 'without', 'any', 'not', 'neither', 'nor', 'a', 'an', 'the']);
const OPENING_QUOTE = /^ ["“«]$/;
const CONTRAST: ReadonlySet<string> = new Set(['but', 'however', 'although', 'though', 'whereas', 'except', 'instead']);

const CONTRACTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    "can't": 'can not',
    cant: 'can not',
    cannot: 'can not',
    "won't": 'will not',
    wont: 'will not',
    "shan't": 'shall not',
    dont: 'do not',
    doesnt: 'does not',
    didnt: 'did not',
    isnt: 'is not',
    arent: 'are not',
    wasnt: 'was not',
    hasnt: 'has not',
    havent: 'have not',
    wouldnt: 'would not',
    shouldnt: 'should not',
    couldnt: 'could not',
    neednt: 'need not',
    aint: 'is not',
    "ain't": 'is not',
    whats: 'what is',
    wheres: 'where is',
    hows: 'how is',
    whos: 'who is',
    thats: 'that is',
    im: 'i am',
    ive: 'i have',
    theres: 'there is',
    "i'm": 'i am',
    "let's": 'let us',
    gonna: 'going to',
    wanna: 'want to',
    gotta: 'have to',
    "y'all": 'you all',
    // Slips of the fingers in words too short to be mended by their letters.
    teh: 'the',
    hte: 'the',
    adn: 'and',
    waht: 'what',
    hwat: 'what',
    hwo: 'how',
    whcih: 'which',
    wich: 'which',
  }).map(([short, long]) => [short, long.split(' ')]),
);
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/n't$/, 'not'],
  [/'re$/, 'are'],
  [/'ve$/, 'have'],
  [/'ll$/, 'will'],
  [/'d$/, 'would'],
  [/'m$/, 'am'],
];
const QUESTION_WORDS: ReadonlySet<string> = new Set([
  'what',
  'who',
  'where',
  'how',
  'why',
  'when',
  'which',
  'it',
  'that',
  'there',
  'he',
  'she',
  'here',
]);

/** Digits, or capitals inside where not everything is in capitals. */
function isWrittenLikeAName(word: string, hasSmallLetters: boolean): boolean {
  return !PLAIN_WORD.test(word) || SMALL_WORD.test(word)
    ? /\d/.test(word)
    : hasSmallLetters && CAPITAL_INSIDE.test(word);
}

/** Blanks where links and platform mentions stood, so that the places of words stay. */
function withoutNoise(source: string): string {
  return /<[@#!]|https?:/i.test(source) ? source.replace(NOISE, (noise) => ' '.repeat(noise.length)) : source;
}

function wordsOf(whole: string): readonly string[] {
  const raw = whole.slice(0, MAX_WORD_CHARS);
  const isPlain = PLAIN_WORD.test(raw);
  const word = isPlain
    ? raw.toLowerCase()
    : raw.normalize('NFKC').slice(0, MAX_WORD_CHARS).toLowerCase().replace(/[’‘`]/g, "'").replace(/\s+/g, '');
  const long = CONTRACTIONS.get(word);
  if (long) return long;
  if (isPlain || !word.includes("'")) return [word];
  for (const [ending, long] of ENDINGS) {
    if (ending.test(word)) return [word.replace(ending, ''), long].filter((part) => part !== '');
  }
  const [head = word, tail] = word.split("'");
  if (tail !== 's') return [word.replaceAll("'", '')];
  return QUESTION_WORDS.has(head) ? [head, 'is'] : [head];
}

const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    fifteen: 15,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    hundred: 100,
    thousand: 1000,
  }),
);
const MULTIPLES: ReadonlyMap<string, number> = new Map(Object.entries({ k: 1e3, m: 1e6, mn: 1e6, million: 1e6 }));

function numberOf(word: string): number | undefined {
  const match = /^\d/.test(word) ? /^(\d{1,12}(?:[.,]\d{1,12}){0,3})(k|m|mn|million)?$/.exec(word) : undefined;
  if (!match) return NUMBER_WORDS.get(word);
  const digits = (match[1] ?? '').replace(/[.,](?=\d{3}(?:[.,]|$))/g, '').replace(',', '.');
  const value = Number.parseFloat(digits);
  return Number.isFinite(value) ? value * (MULTIPLES.get(match[2] ?? '') ?? 1) : undefined;
}
