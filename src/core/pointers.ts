import { optionsNamed, type Term } from './lexicon.ts';
import type { Spoken } from './spoken.ts';

const PLACES = [
  /\bthe (?:first|1st|former)(?: one| option)?\b/i,
  /\bthe (?:second|2nd)(?: one| option)?\b/i,
  /\bthe (?:third|3rd)(?: one| option)?\b/i,
] as const;
const LAST = /\bthe (?:last|latter)(?: one| option)?\b(?! (?:time|version|release|year|month|week))/i;
const OTHER = /\b(?:the )?other(?: one| side| option)?\b(?! (?:than|people|companies|languages?|frameworks?|things?))/i;

/** "The latter", "the second one", "the other one": the text with the name of what is in that place; undefined where it points to nothing. */
export function withPointers(text: string, terms: readonly Term[], before: Spoken): string | undefined {
  if (optionsNamed(terms).length > 0) return undefined;
  const listed = listedIn(before);
  if (listed.length > 1) {
    const place = PLACES.findIndex((pattern) => pattern.test(text));
    const [pattern, name] = place < 0 ? [LAST, listed.at(-1)] : [PLACES[place], listed[place]];
    return pattern?.test(text) && name !== undefined ? text.replace(pattern, name) : undefined;
  }
  const others = before.knowledge.pack.options.filter(({ id }) => !before.options.includes(id));
  const [other] = others;
  if (before.options.length !== 1 || others.length !== 1 || !other) return undefined;
  return OTHER.test(text) ? text.replace(OTHER, other.name) : undefined;
}

/** What the last question names, in its order: technologies where it lists several, else the options spoken of. */
function listedIn({ said, names, knowledge }: Spoken): readonly string[] {
  const terms = knowledge.lexicon.read(said).filter(({ names: by, other }) => by !== undefined || other !== undefined);
  const listed = [...new Set(terms.map((term) => nameOf(term, said)))];
  return listed.length > 1 ? listed : names;
}

function nameOf({ start, end }: Term, said: string): string {
  return said.slice(start, end);
}
