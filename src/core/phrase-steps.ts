import type { Pack } from './knowledge.ts';
import { type Lexicon, OPTION_WORD, type Term } from './lexicon.ts';
import { tokenise } from './text.ts';

/** A part of a phrase, as it is looked for in a text. */
export type Step =
  | { readonly type: 'word'; readonly key: string }
  | { readonly type: 'number'; readonly least: number; readonly most: number }
  | { readonly type: 'gap'; readonly words: number }
  /** Any one of these sequences of words, the longest first. */
  | { readonly type: 'group'; readonly isNamed: boolean; readonly choices: readonly (readonly string[])[] };

/** Words between two parts of a phrase joined by `...`, and by `......`. */
const GAPS = [
  { sign: '......', words: 8 },
  { sign: '...', words: 3 },
] as const;

/** Reads the phrases of a pack: every way to say one, as sequences of steps. */
export function createPhraseReader(pack: Pack, lexicon: Lexicon): (phrase: string) => (readonly Step[])[] {
  const groups = new Map(
    Object.entries(pack.groups).map(([name, words]) => [name, { ...groupOf(words, lexicon), isNamed: true }]),
  );
  const joined = joinedWords(pack.vocabulary);
  return (phrase) => stepsOf(phrase, lexicon, groups, joined);
}

/** What a word is compared by: its stem, or the option it names. */
export function keyOf(term: Term): string {
  return term.names?.by === 'alias' ? `${OPTION_WORD}${term.names.option}` : term.stem;
}

/** The parts of a phrase: plain words, gaps, numbers such as <1-4>, and groups such as {staff}. */
export function partsOf(phrase: string): string[] {
  return phrase.split(/(\.{6}|\.{3}|<[^>]*>|\{[^}]*\})/).filter((part) => part.trim() !== '');
}

type Group = Extract<Step, { readonly type: 'group' }>;

function groupOf(words: readonly string[], lexicon: Lexicon): Group {
  const choices = words.map((one) => lexicon.read(one).map(keyOf)).filter((keys) => keys.length > 0);
  // The longest one first, so that no part of it is taken for the whole.
  return { type: 'group', isNamed: false, choices: choices.sort((a, b) => b.length - a.length) };
}

/** The ways to say a phrase as sequences of steps: "live|realtime chat" is one of them, unless two of its words mean something together. */
function stepsOf(
  phrase: string,
  lexicon: Lexicon,
  groups: ReadonlyMap<string, Group>,
  joined: JoinedWords,
): (readonly Step[])[] {
  return partsOf(phrase).reduce<(readonly Step[])[]>(
    (heads, part) => {
      const placed = placeholder(part, groups);
      const tails = placed
        ? [[placed]]
        : withOptional(choicesOf(part)).flatMap((words) => wordings(words, lexicon, joined));
      return heads.flatMap((head) => tails.map((tail) => [...head, ...tail]));
    },
    [[]],
  );
}

function placeholder(part: string, groups: ReadonlyMap<string, Group>): Step | undefined {
  const gap = GAPS.find(({ sign }) => sign === part);
  if (gap) return { type: 'gap', words: gap.words };
  if (part.startsWith('{')) return groups.get(part.slice(1, -1)) ?? { type: 'group', isNamed: true, choices: [] };
  if (!part.startsWith('<')) return undefined;
  const range = /^<(?:number|(\d+)(?:-(\d+)|\+)?)>$/.exec(part);
  const least = Number(range?.[1] ?? 0);
  const isOpen = range?.[1] === undefined || part.endsWith('+>');
  return { type: 'number', least, most: isOpen ? Number.POSITIVE_INFINITY : Number(range?.[2] ?? least) };
}

/** The words of a part, each with its alternatives; `_` joins words into one alternative. */
function choicesOf(part: string): string[][] {
  return part
    .trim()
    .split(/\s+/)
    .map((word) => word.split('|').map((choice) => choice.replaceAll('_', ' ')));
}

/** The words with and without each one that has an empty alternative. */
function withOptional(words: readonly (readonly string[])[]): (readonly (readonly string[])[])[] {
  return words.reduce<(readonly (readonly string[])[])[]>(
    (heads, choices) => {
      const said = choices.filter((choice) => choice !== '');
      return heads.flatMap((head) => [
        ...(said.length > 0 ? [[...head, said]] : []),
        ...(said.length < choices.length ? [head] : []),
      ]);
    },
    [[]],
  );
}

/** One sequence of steps for all alternatives, and one more for each pair of words that the vocabulary reads as one. */
function wordings(words: readonly (readonly string[])[], lexicon: Lexicon, joined: JoinedWords): Step[][] {
  const apart = words.map((choices) => stepOf(choices, lexicon));
  const together = words.slice(1).flatMap((seconds, index) =>
    (words[index] ?? []).flatMap((first) =>
      seconds
        .filter((second) => joined.get(first.toLowerCase())?.has(second.split(' ')[0]?.toLowerCase() ?? ''))
        .flatMap((second) => {
          const third = words[index + 2]?.length === 1 ? ` ${words[index + 2]?.[0]}` : '';
          const read = lexicon
            .read(`${first} ${second}${third}`)
            .map((term): Step => ({ type: 'word', key: keyOf(term) }));
          const before = words.slice(0, index).map((choices) => stepOf(choices, lexicon));
          const after = words.slice(index + (third === '' ? 2 : 3)).map((choices) => stepOf(choices, lexicon));
          return [[...before, ...read, ...after]];
        }),
    ),
  );
  return [apart, ...together];
}

/** One word, or one of several. */
function stepOf(choices: readonly string[], lexicon: Lexicon): Step {
  const read = choices.length === 1 ? lexicon.read(choices.join('')).map(keyOf) : [];
  const [key] = read;
  return read.length === 1 && key !== undefined ? { type: 'word', key } : groupOf(choices, lexicon);
}

/** Words that the vocabulary may read as one together with the word after them. */
type JoinedWords = ReadonlyMap<string, ReadonlySet<string>>;

function joinedWords({ options, synonyms, rivals, neighbours }: Pack['vocabulary']): JoinedWords {
  const joined = new Map<string, Set<string>>();
  const all = [
    ...Object.values(options).flatMap(({ aliases, parts }) => [...aliases, ...parts]),
    ...synonyms.flat(),
    ...rivals,
    ...neighbours,
  ];
  for (const name of all) {
    const [first, second] = tokenise(name).map(({ word }) => word);
    if (first === undefined || second === undefined) continue;
    const seconds = joined.get(first) ?? new Set();
    seconds.add(second);
    joined.set(first, seconds);
  }
  return joined;
}
