import type { Known, Refer } from './check-criteria.ts';
import type { Problem } from './check-schema.ts';
import type { Vocabulary } from './knowledge.ts';
import { tokenise } from './text.ts';

/** Checks that every option has its words, and that no word means two things. */
export function checkVocabulary(
  file: string,
  vocabulary: Vocabulary,
  known: Known,
  refer: Refer,
  problems: Problem[],
): void {
  for (const option of known.options ?? []) {
    if (!vocabulary.options[option])
      problems.push({
        file,
        path: ['options'],
        message: `expected the words of the option "${option}"; add it with its aliases`,
      });
  }
  const ownerOf = new Map<string, string>();
  const aliases = new Set<string>();
  for (const [option, words] of Object.entries(vocabulary.options)) {
    refer(file, ['options', option], 'options', option);
    for (const field of ['aliases', 'parts'] as const) {
      words[field].forEach((name, index) => {
        const key = keyOf(name);
        const owner = ownerOf.get(key);
        if (owner !== undefined && owner !== option)
          problems.push({
            file,
            path: ['options', option, field, index],
            message: `"${name}" names the option "${owner}" too; keep it under the one that people mean by it`,
          });
        ownerOf.set(key, owner ?? option);
        if (field === 'aliases') aliases.add(key);
      });
    }
  }
  const rowOf = new Map<string, { readonly row: number; readonly first: string }>();
  vocabulary.synonyms.forEach((row, index) => {
    row.forEach((word, place) => {
      const before = rowOf.get(keyOf(word));
      if (before !== undefined && before.row !== index)
        problems.push({
          file,
          path: ['synonyms', index, place],
          message: `"${word}" stands in the row of "${before.first}" too; keep it in one row, or join the two`,
        });
      rowOf.set(keyOf(word), before ?? { row: index, first: row[0] ?? word });
    });
  });
  for (const field of ['rivals', 'neighbours'] as const) {
    vocabulary[field].forEach((name, index) => {
      if (!aliases.has(keyOf(name))) return;
      const owner = ownerOf.get(keyOf(name)) ?? '';
      problems.push({
        file,
        path: [field, index],
        message: `"${name}" is a name of the option "${owner}"; what is compared is neither a rival nor a neighbour: take it out`,
      });
    });
  }
}

/**
 * A vocabulary in which a name that was given to several options is left to the one whose other names are most like it, so that
 * one mistake here does not make every question look wrong.
 */
export function withoutAmbiguity(vocabulary: Vocabulary): Vocabulary {
  const all = Object.entries(vocabulary.options);
  const likeness = (key: string, option: string, names: readonly string[]) =>
    [option, ...names.map(keyOf).filter((name) => name !== key)].filter((name) =>
      keyOf(name)
        .split(' ')
        .some((word) => key.split(' ').includes(word)),
    ).length;
  const ownerOf = (key: string) => {
    const owners = all
      .map(([option, { aliases, parts }]) => ({ option, names: [...aliases, ...parts] }))
      .filter(({ names }) => names.some((name) => keyOf(name) === key));
    return owners.toSorted((a, b) => likeness(key, b.option, b.names) - likeness(key, a.option, a.names))[0]?.option;
  };
  const kept = (option: string, names: readonly string[]) => names.filter((name) => ownerOf(keyOf(name)) === option);
  return {
    ...vocabulary,
    options: Object.fromEntries(
      all.map(([option, { aliases, parts, languages }]) => [
        option,
        { aliases: kept(option, aliases), parts: kept(option, parts), languages },
      ]),
    ),
  };
}

/** A name as it is looked for: capitals, dots and hyphens make no difference. */
function keyOf(name: string): string {
  const words = tokenise(name).map(({ word }) => word);
  return words.length > 0 ? words.join(' ') : name.trim().toLowerCase();
}
