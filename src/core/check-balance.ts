import type { Draft } from './check.ts';
import type { Finding } from './check-schema.ts';
import type { Knowledge } from './compile.ts';
import type { Option, Pack } from './knowledge.ts';
import { type Lexicon, optionsNamed } from './lexicon.ts';
import { type Prose, parseProse, plainSpans } from './prose.ts';

/** What is counted on each side of a comparison. */
export const MEASURES = ['pros', 'cons', 'claims'] as const;
export type Measure = (typeof MEASURES)[number];
/** What a pack says for, against and about one option. */
export type Side = { readonly option: Option } & Readonly<Record<Measure, number>>;

/** The sides may differ by this share of the larger; by one, whatever the share: one of a few is always more. */
const MAX_SIDES_SHARE = 0.2;
const MAX_SIDES_DIFFERENCE = 1;
/** What an answer says of each option alone may differ by this share of the longer. */
const MAX_LENGTH_SHARE = 0.25;
/** The part of an answer that must be about one option alone for its sides to be comparable at all. */
const MIN_ATTRIBUTED_SHARE = 0.5;

/** For each option: criteria on which it scores above 0 and below 0, and claims about it alone. */
export function sidesOf(pack: Pack): Side[] {
  const scoring = (option: Option, sign: number) =>
    pack.criteria.filter(({ scores }) => Math.sign(scores[option.id]?.score ?? 0) === sign).length;
  return pack.options.map((option) => ({
    option,
    pros: scoring(option, 1),
    cons: scoring(option, -1),
    claims: pack.claims.values().reduce((count, { options }) => count + (isAlone(options, option) ? 1 : 0), 0),
  }));
}

/** Finds what the pack has clearly more of for one option than for another, unless pack.yaml says why. */
export function checkSides({ pack, files, isWhole }: Draft): Finding[] {
  // While a file cannot be read, what it holds is missing on one side or another.
  if (!isWhole) return [];
  const sides = sidesOf(pack);
  return MEASURES.flatMap((measure): Finding[] => {
    const counts = sides.map((side) => side[measure]);
    const isEven = areEven(counts);
    const figures = sides.map((side) => `${side.option.name} ${side[measure]}`).join(', ');
    const reason = pack.imbalance?.[measure];
    if (isEven && reason !== undefined)
      return [
        {
          level: 'warning',
          file: files.pack,
          path: ['imbalance', measure],
          message: `the sides are even (${figures}), so no reason is needed; take it out`,
        },
      ];
    if (isEven || reason !== undefined) return [];
    return [
      {
        level: 'problem',
        file: files.pack,
        path: ['options'],
        message: `expected as many ${measure} on each side, within ${MAX_SIDES_SHARE * 100} %: ${figures}; even them out, or say why in pack.yaml (imbalance: { ${measure}: "…" })`,
      },
    ];
  });
}

/** Whether counts are as near to each other as they have to be. */
export function areEven(counts: readonly number[]): boolean {
  const most = Math.max(...counts);
  return most - Math.min(...counts) <= Math.max(MAX_SIDES_DIFFERENCE, MAX_SIDES_SHARE * most);
}

/**
 * Compares what each answer about several options says of each alone: the words of the sentences (and bullets) of its short
 * answer that name one option and no other. It is a problem in the entries that stand for a comparison, which are the overview
 * and those of criteria (a warning where less than half of the answer is about one option alone); a warning in others.
 */
export function checkHeadToHead({ lexicon }: Knowledge, draft: Draft): Finding[] {
  const comparing = new Set([draft.pack.overview, ...draft.pack.criteria.map(({ entry }) => entry)]);
  return [...draft.entries.values()].flatMap(({ file, value: entry }): Finding[] => {
    if (entry.options.length < 2) return [];
    const { ofOption, total } = wordsAbout(parseProse(entry.answer), lexicon);
    const words = entry.options.map((id) => ofOption.get(id) ?? 0);
    const [least, most, attributed] = [
      Math.min(...words),
      Math.max(...words),
      words.reduce((sum, one) => sum + one, 0),
    ];
    const isEven = most - least <= MAX_LENGTH_SHARE * most;
    const figures = entry.options.map((id, index) => `${id} ${words[index] ?? 0}`).join(', ');
    const found = (level: Finding['level'], path: Finding['path'], message: string) => [{ level, file, path, message }];
    if (entry.imbalance !== undefined)
      return isEven
        ? found('warning', ['imbalance'], `the sides are even (words: ${figures}), so no reason is needed; take it out`)
        : [];
    if (isEven) return [];
    if (attributed < MIN_ATTRIBUTED_SHARE * total) {
      // An answer that hardly speaks of one option alone has no sides; only where sides are promised is that worth a look.
      if (!comparing.has(entry.id)) return [];
      return found(
        'warning',
        ['answer'],
        `only ${attributed} of ${total} words stand in sentences about one option (${figures}); see whether each side is told`,
      );
    }
    return found(
      comparing.has(entry.id) ? 'problem' : 'warning',
      ['answer'],
      `expected as much about each option, within ${MAX_LENGTH_SHARE * 100} %; words in sentences that name one alone: ${figures}: even them out, or say why (imbalance: "…")`,
    );
  });
}

function isAlone(options: readonly string[], option: Option): boolean {
  return options.length === 1 && options[0] === option.id;
}

function wordsAbout(
  prose: Prose,
  lexicon: Lexicon,
): { readonly ofOption: ReadonlyMap<string, number>; readonly total: number } {
  const ofOption = new Map<string, number>();
  let total = 0;
  for (const sentence of prose.flatMap((block) =>
    block.type === 'list' ? block.items.map(plainSpans) : plainSpans(block.spans).split(/(?<=[.!?])\s+/),
  )) {
    const words = sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    total += words;
    const [option, ...others] = optionsNamed(lexicon.read(sentence));
    if (option !== undefined && others.length === 0) ofOption.set(option, (ofOption.get(option) ?? 0) + words);
  }
  return { ofOption, total };
}
