import type { Knowledge } from './compile.ts';
import { createVectoriser, saidOf, type Vector } from './features.ts';
import { optionsNamed } from './lexicon.ts';
import { entriesInOrder, topicOf } from './match.ts';
import { createMeaningSpace } from './meaning-space.ts';
import type { WordVectors } from './word-vectors.ts';

/** How alike two texts are from which they are taken to ask the same; found on questions of which it is known. */
export const ALIKE = 0.4;
/** What it adds that the same entry is nearest to both, and that both name the same technology beside the options. */
const SAME_ENTRY = 0.2;
const SAME_OTHER = 0.2;
/** What is left of it where only one of them names an option. */
const ONE_NAMES_MORE = 0.8;
/** Without a table of meanings the words alone must do. */
const WORDS_ONLY_SHARE = 0.8;

/**
 * Puts texts that ask the same together: each joins the group whose texts it is most like, the first texts first. The groups, as
 * places in `texts`, come in the order of their first text. Texts of different `kinds` are never put together.
 */
export function groupsOf(
  texts: readonly string[],
  knowledge: Knowledge,
  vectors: () => WordVectors | undefined,
  kinds: readonly (string | undefined)[] = [],
): readonly (readonly number[])[] {
  if (texts.length < 2) return texts.map((_, place) => [place]);
  const alike = createLikeness(texts, knowledge, vectors);
  const groups: number[][] = [];
  texts.forEach((_, place) => {
    let best: number[] | undefined;
    let most = ALIKE;
    for (const group of groups) {
      if (kinds[group[0] ?? 0] !== kinds[place]) continue;
      const mean = group.reduce((sum, other) => sum + alike(place, other), 0) / group.length;
      if (mean < most || (best && mean === most)) continue;
      best = group;
      most = mean;
    }
    if (best) best.push(place);
    else groups.push([place]);
  });
  return groups;
}

/** How alike two of the texts are, by their words, by what the words mean, and by what the pack makes of them. */
export function createLikeness(
  texts: readonly string[],
  { pack, lexicon, matcher }: Knowledge,
  vectors: () => WordVectors | undefined,
): (one: number, other: number) => number {
  const examples = entriesInOrder(pack).map((entry) => topicOf(entry, lexicon).map(saidOf));
  const read = texts.map((text) => lexicon.read(text));
  const said = read.map(saidOf);
  const { vector } = createVectoriser([...examples, ...said.map((one) => [one])]);
  const table = vectors();
  const space = table && createMeaningSpace(examples, table);
  const features = said.map((one, place) => ({
    words: weightsOf(vector(one)),
    meaning: space?.meaningOf(one),
    options: [...new Set(optionsNamed(read[place] ?? []))].sort().join(' '),
    others: new Set((read[place] ?? []).flatMap((term) => term.other?.name ?? [])),
    entry: matcher.match(read[place] ?? [])[0]?.entry.id,
  }));
  return (one, other) => {
    const [a, b] = [features[one], features[other]];
    if (!a || !b || (a.options !== b.options && a.options !== '' && b.options !== '')) return 0;
    const byWords = sharedWeight(a.words, b.words);
    const content = space ? (byWords + cosine(a.meaning, b.meaning)) / 2 : WORDS_ONLY_SHARE * byWords;
    return (
      content * (a.options === b.options ? 1 : ONE_NAMES_MORE) +
      (a.entry !== undefined && a.entry === b.entry ? SAME_ENTRY : 0) +
      ([...a.others].some((name) => b.others.has(name)) ? SAME_OTHER : 0)
    );
  };
}

function weightsOf({ ids, weights }: Vector): ReadonlyMap<number, number> {
  return new Map(ids.map((id, place) => [id, weights[place] ?? 0]));
}

function sharedWeight(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number {
  const [fewer, more] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [id, weight] of fewer) sum += weight * (more.get(id) ?? 0);
  return sum;
}

function cosine(a: Float64Array | undefined, b: Float64Array | undefined): number {
  if (!a || !b) return 0;
  let sum = 0;
  for (const [dimension, value] of a.entries()) sum += value * (b[dimension] ?? 0);
  return Math.max(0, sum);
}
