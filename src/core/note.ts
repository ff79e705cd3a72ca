import * as z from 'zod';

/** What can be the matter with an answer, in the order in which it is offered. */
export const REASONS = ['wrong', 'outdated', 'unclear', 'missing', 'unasked'] as const;
export type Reason = (typeof REASONS)[number];

/** What somebody may decide about words that had no answer. */
export const DECISIONS = ['example', 'not-ours', 'new-entry'] as const;
export type DecisionKind = (typeof DECISIONS)[number];

/** Longest utterance that is kept. */
export const MAX_SAID_CHARS = 300;

/** Empty where it was kept by a version that did not say. */
const pack = z.string().default('');
/** The pack version (content hash) that the answer came from. */
const version = z.string();
/** The words it is about, left out where they are not known, or not to be kept. */
const said = z.string().optional();
/** Entries as `<pack>/<entry>`. */
const references = z.array(z.string());

/** A thing to remember beyond the thread, for those who keep the knowledge; it is stored as JSON. */
export const noteSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('feedback'),
    pack,
    entry: z.string(),
    value: z.enum(['liked', 'disliked']),
    version,
    said,
  }),
  /** What is the matter with an answer that was disliked. */
  z.object({ kind: z.literal('reason'), pack, entry: z.string(), reason: z.enum(REASONS), version, said }),
  z.object({
    kind: z.literal('challenge'),
    pack: z.string(),
    entry: z.string(),
    /** The claims that the answer rests on. */
    claims: z.array(z.string()),
    version,
    /** What is wrong, in the person's own words. */
    text: z.string(),
    /** An http or https address. */
    link: z.string().optional(),
  }),
  /** Words that were not answered, with the entries that were nearest. */
  z.object({ kind: z.literal('abstention'), pack, version, said, near: references }),
  /** The entry chosen from those of "Did you mean". */
  z.object({ kind: z.literal('choice'), pack, entry: z.string(), version, said, offered: references }),
  /** "None of these". */
  z.object({ kind: z.literal('none-of-these'), pack, version, said, offered: references }),
  /** A question that a person wants the people who keep the knowledge to see. */
  z.object({ kind: z.literal('passed-on'), pack, version, said, near: references }),
  z.object({
    kind: z.literal('decision'),
    pack: z.string(),
    decision: z.enum(DECISIONS),
    /** The entry that the words become an example of. */
    entry: z.string().optional(),
    /** Names the words, as `wordsId` does. */
    words: z.string(),
    version,
  }),
]);

export type Note = z.output<typeof noteSchema>;

/** The note with nobody's words in it: what remains can only be counted. */
export function withoutWords(note: Note): Note {
  switch (note.kind) {
    case 'challenge': {
      const { link: _, ...rest } = note;
      return { ...rest, text: '' };
    }
    case 'feedback':
    case 'reason':
    case 'abstention':
    case 'choice':
    case 'none-of-these':
    case 'passed-on': {
      const { said: _, ...rest } = note;
      return rest;
    }
    case 'decision':
      return note;
  }
}

/** Names words for ever, in a button and in a note: the same for the same words of the same pack. */
export function wordsId(packId: string, words: string): string {
  const text = `${packId}\n${
    words
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? words
  }`;
  // Two halves of 32 bits, FNV-1a forwards and backwards: four digits of base 36 of each.
  const letters = [...text];
  return shortened(hashed(letters)) + shortened(hashed(letters.toReversed()));
}

const HASH_DIGITS = 4;

function hashed(letters: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const letter of letters) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

function shortened(hash: number): string {
  return (hash % 36 ** HASH_DIGITS).toString(36).padStart(HASH_DIGITS, '0');
}
