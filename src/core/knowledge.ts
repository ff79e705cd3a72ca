import * as z from 'zod';
import type { Prose } from './prose.ts';

/** Longest short answer, in words: about what fits a phone's screen beside its buttons. */
export const MAX_ANSWER_WORDS = 100;
/** Longest first sentence of an answer, in words. */
export const MAX_FIRST_SENTENCE_WORDS = 25;
/** Fewest ways of asking an entry may have. */
export const MIN_EXAMPLES = 5;

/** Longest title of a topic: what its button shows whole. */
export const MAX_TOPIC_TITLE_CHARS = 60;

/** Most entries that stand for a topic: with the way back, what one block of buttons holds. */
const MAX_TOPIC_ENTRIES = 24;

/** Ids travel in the ids of buttons, which platforms limit. */
export const MAX_ID_CHARS = 40;

const id = z
  .string()
  .max(MAX_ID_CHARS)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id: lower-case words joined by hyphens');
const claimId = z
  .string()
  .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'a claim id: lower-case words joined by dots and hyphens');
const line = z.string().trim().min(1, 'some text').max(400, 'at most 400 characters');
const day = z.iso.date('a day such as 2026-11-22');
const phrases = z.array(line).default([]);

const optionSchema = z.strictObject({
  id,
  name: line,
  /** The entry that answers the option's bare name. */
  entry: id,
  /** The entry that says what speaks against the option in general. */
  against: id,
});

/** `pack.yaml`: what is compared, and how the questions are grouped. */
export const packSchema = z.strictObject({
  id,
  title: line,
  /** One sentence for the help card. */
  summary: line,
  options: z.array(optionSchema).min(2),
  topics: z.array(z.strictObject({ id, title: line, entries: z.array(id).min(1).max(MAX_TOPIC_ENTRIES) })).min(1),
  /** The entry that compares the options as a whole ("A vs B" and nothing more). */
  overview: id,
  /** What to try first; shown in help and to newcomers. */
  starters: z.array(line).min(2).max(4),
  /** The short rule given when too little was said for a verdict. */
  shortRule: line,
  /** Why one side has more of something than another, where it has. */
  imbalance: z.strictObject({ pros: line.optional(), cons: line.optional(), claims: line.optional() }).optional(),
});

const scoreSchema = z.strictObject({
  score: z.number().int().min(-2).max(2),
  reason: z.string().trim().min(1).max(120),
  claims: z.array(claimId).default([]),
});

const criterionSchema = z.strictObject({
  id,
  name: z.string().trim().min(1).max(28),
  definition: line,
  weight: z.number().min(0).max(3),
  /** Whether a part of the system that stands alone can follow this criterion, so that one option can own it. */
  splits: z.boolean(),
  /** The option this criterion speaks of, where it is about an option's language or presence. */
  option: id.optional(),
  entry: id,
  question: z.string().trim().min(1).max(120),
  scores: z.record(id, scoreSchema),
  /** What it means for `option` when people say that it is not so: a language that nobody knows. */
  denied: scoreSchema.optional(),
  phrases,
  implied: phrases,
  /** Words that say the contrary: it is not needed. */
  opposites: phrases,
});

const factSchema = z.discriminatedUnion(
  'effect',
  [
    z.strictObject({ id, name: line, effect: z.literal('one-back-end'), phrases }),
    z.strictObject({
      id,
      name: line,
      effect: z.literal('counts-as'),
      criteria: z.array(id).min(1),
      note: line.optional(),
      claims: z.array(claimId).default([]),
      phrases,
    }),
    z.strictObject({
      id,
      name: line,
      effect: z.literal('ask'),
      /** The question to put before a verdict, while too little else was said. */
      question: id,
      note: line,
      claims: z.array(claimId).default([]),
      phrases,
    }),
  ],
  { error: 'an effect: one-back-end, counts-as or ask' },
);

const neitherSchema = z.strictObject({
  id,
  instead: line,
  reason: line,
  claims: z.array(claimId).default([]),
  /** Criteria that, when needed, mean this case does not apply. */
  unless: z.array(id).default([]),
  phrases,
});

const splitSchema = z.strictObject({
  id,
  title: line,
  owns: z.record(id, line),
  link: line,
  criteria: z.array(id).default([]),
  claims: z.array(claimId).default([]),
});

const questionSchema = z.strictObject({
  id,
  text: line,
  choices: z
    .array(
      z.strictObject({
        label: z.string().trim().min(1).max(34),
        criteria: z.array(id).default([]),
        facts: z.array(id).default([]),
      }),
    )
    .min(2)
    .max(5),
});

/** `criteria.yaml`: the axes the options are judged on, and what else decides. */
export const criteriaSchema = z.strictObject({
  /** Words that can stand for each other in a phrase, which names them as {staff}. */
  groups: z.record(id, z.array(line).min(1)).default({}),
  criteria: z.array(criterionSchema).min(1),
  facts: z.array(factSchema).default([]),
  neither: z.array(neitherSchema).default([]),
  splits: z.array(splitSchema).default([]),
  groundRules: z.array(z.strictObject({ text: line, claims: z.array(claimId).default([]) })).default([]),
  /** What speaks against running several options side by side. */
  bothCost: z.strictObject({ text: line, claims: z.array(claimId).default([]) }).optional(),
  /** Asked in this order when too little was said; one that a fact names is asked only when that fact was heard. */
  questions: z.array(questionSchema).default([]),
  /** Ways to ask for the combination itself. */
  bothPhrases: phrases,
});

/** `vocabulary.yaml`: the words of the field. */
export const vocabularySchema = z.strictObject({
  options: z.record(
    id,
    z.strictObject({
      /** Other names of the option itself. */
      aliases: z.array(line).min(1),
      /** Things that belong to one option only, so that naming them means it. */
      parts: z.array(line).default([]),
      /** Languages that stand for the option after it was spoken of: "and python?". Others use them too. */
      languages: z.array(line).default([]),
    }),
  ),
  /** Words that mean the same; the first one stands for all. */
  synonyms: z.array(z.array(line).min(2)).default([]),
  /** Rivals of the options, known of and not compared: an answer about one is given only by an entry that speaks of it. */
  rivals: z.array(line).default([]),
  /** Technology that goes beside the options: two of these set against each other are no question for this pack. */
  neighbours: z.array(line).default([]),
});

const statuses = ['holds', 'caveat', 'outdated', 'wrong', 'opinion'] as const;

export const claimSchema = z.strictObject({
  id: claimId,
  statement: line,
  options: z.array(id).min(1),
  topic: id,
  status: z.enum(statuses),
  correction: line.optional(),
  correctedBy: z.array(claimId).optional(),
  basis: z.enum(['source', 'practice', 'article']),
  sources: z.array(id),
  checkedOn: day,
  reviewBy: day,
  confidence: z.enum(['high', 'medium', 'low']),
});

export const sourceSchema = z.strictObject({
  id,
  title: line,
  address: z.url({ protocol: /^https$/, error: 'a whole https address' }).optional(),
  publisher: line,
  date: day,
  kind: z.enum(['documentation', 'release-notes', 'repository', 'proposal', 'data', 'blog', 'forum', 'article']),
});

/** The front matter of an entry's file, with its two parts of text. */
export const entrySchema = z.strictObject({
  id,
  question: z.string().trim().min(1).max(75),
  topic: id,
  options: z.array(id).min(1),
  claims: z.array(claimId).min(1).max(12),
  related: z.array(id).min(1).max(4),
  examples: z.array(line).min(MIN_EXAMPLES),
  /** Why the answer says more about one option than about another, where it compares them and does. */
  imbalance: line.optional(),
  answer: z.string().trim().min(1),
  more: z.string().trim().min(1).optional(),
});

export const claimsSchema = z.array(claimSchema);
export const sourcesSchema = z.array(sourceSchema);

export type Option = z.infer<typeof optionSchema>;
export type Criterion = z.infer<typeof criterionSchema>;
export type NeitherCase = z.infer<typeof neitherSchema>;
export type Split = z.infer<typeof splitSchema>;
export type Question = z.infer<typeof questionSchema>;
export type Vocabulary = z.infer<typeof vocabularySchema>;
export type Claim = z.infer<typeof claimSchema>;
export type Source = z.infer<typeof sourceSchema>;

/** An entry as its file has it, its texts still as Markdown. */
export type EntryFile = z.infer<typeof entrySchema>;

/** One question with its answer. */
export type Entry = Omit<EntryFile, 'answer' | 'more'> & {
  readonly answer: Prose;
  readonly more: Prose | undefined;
};

/** One comparison, checked: every id in it resolves. */
export type Pack = z.infer<typeof packSchema> &
  z.infer<typeof criteriaSchema> & {
    readonly vocabulary: Vocabulary;
    readonly claims: ReadonlyMap<string, Claim>;
    readonly sources: ReadonlyMap<string, Source>;
    readonly entries: ReadonlyMap<string, Entry>;
  };

/** Whether a claim's review date has passed on the given ISO day. */
export function isStale(claim: Claim, today: string): boolean {
  return claim.reviewBy < today;
}
