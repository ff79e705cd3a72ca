import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { BLANK } from '../core/check-blanks.ts';
import { at } from '../core/check-schema.ts';
import { entrySchema, MAX_ANSWER_WORDS, MAX_FIRST_SENTENCE_WORDS, vocabularySchema } from '../core/knowledge.ts';
import { createLexicon, optionsNamed } from '../core/lexicon.ts';
import { nearest } from '../core/spelling.ts';
import { type OpenPack, openPacks, shownPath } from '../pack/read-pack.ts';
import { parsed, UsageError } from './usage.ts';

/** `versus new-entry` with its arguments. */
export function newEntryCommand(args: readonly string[]): number {
  const { positionals } = parsed(() => parseArgs({ args: [...args], allowPositionals: true }));
  const [place, question, ...others] = positionals;
  if (place === undefined || question === undefined || others.length > 0)
    throw new UsageError('new-entry takes <topic>/<id> and "<question>" in quotes');
  const path = newEntry(place, question, readConfig(process.env).knowledgeDir);
  console.log(`${shownPath(path)}: fill in its blanks; "versus check" names each one that is left`);
  return 0;
}

/** An entry to be written: what is not given becomes a blank. */
export type EntryPlan = {
  readonly id: string;
  readonly question: string;
  readonly topic: string;
  readonly options: readonly string[];
  readonly claims: readonly string[];
  readonly related: readonly string[];
  readonly examples: readonly string[];
};

/** `versus new-entry`: writes the file of an entry with its blanks marked, and gives its path. Nothing is ever overwritten. */
export function newEntry(place: string, question: string, knowledgeDir: string): string {
  const [topic = '', id = '', ...rest] = place.split('/');
  if (rest.length > 0 || !entrySchema.shape.id.safeParse(topic).success || !entrySchema.shape.id.safeParse(id).success)
    throw new UsageError(
      `expected <topic>/<id>, each of lower-case words joined by hyphens, at most 40 characters; got "${place}"`,
    );
  const asked = entrySchema.shape.question.safeParse(question);
  if (!asked.success)
    throw new UsageError(`expected a question of 1 to 75 characters; it has ${question.trim().length}: shorten it`);
  const pack = packWith(topic, knowledgeDir);
  const taken = pack.documents.find(({ kind, value }) => kind === 'entry' && at(value, ['id']) === id);
  if (taken) throw new UsageError(`the entry "${id}" stands in ${taken.file}; edit that, or choose another id`);
  const path = join(pack.folder, 'entries', topic, `${id}.md`);
  const options = optionsIn(asked.data, pack);
  writeNew(path, entryText({ id, question: asked.data, topic, options, claims: [], related: [], examples: [] }));
  return path;
}

/** Writes a file that is not there yet; one that is stays as it is, and that is an error. */
export function writeNew(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new UsageError(`${shownPath(path)} is there already; edit it, or choose another id`);
  }
}

/** The text of an entry's file. */
export function entryText({ id, question, topic, options, claims, related, examples }: EntryPlan): string {
  return `---
id: ${id}
question: ${JSON.stringify(question)}
topic: ${topic}
options:${listed(options, ['the id of the option it is about; a line for each where it compares them'])}
claims:${listed(claims, ['the id of a claim that the answer states, from claims/*.yaml; a line for each'])}
related:${listed(related, [
    'the id of the entry that one wants to read next; it becomes a button',
    'the id of another one; 2 to 4 in all',
  ])}
examples:${listed(examples, EXAMPLE_BLANKS.slice(0, Math.max(0, EXAMPLE_BLANKS.length - examples.length)), true)}
---
${BLANK} the first sentence, which answers in at most ${MAX_FIRST_SENTENCE_WORDS} words and names an option or a word of the question

${BLANK} the rest of the short answer, about 80 words in all, ${MAX_ANSWER_WORDS} at most

## More
- ${BLANK} what helps but not everybody needs, or take "## More" out
`;
}

const EXAMPLE_BLANKS = [
  'the question as somebody types it in a hurry',
  'the same in other words, with none of those above',
  'the same misspelt, or in slang',
  'the same inside a longer story',
  'the same as somebody asks who does not know the right word for it',
];

/** A YAML list of what is given, then of blanks; blanks alone where nothing is given, unless both are wanted. */
function listed(given: readonly string[], blanks: readonly string[], isBoth = false): string {
  const items = given.map((item) => (/^[\w.-]+$/.test(item) ? item : JSON.stringify(item)));
  const open = given.length === 0 || isBoth ? blanks.map((blank) => `${BLANK} ${blank}`) : [];
  return [...items, ...open].map((item) => `\n  - ${item}`).join('');
}

/** The pack that has this topic. */
function packWith(topic: string, knowledgeDir: string): OpenPack {
  const { packs, problems } = openPacks(knowledgeDir);
  const [problem] = problems;
  if (problem) throw new UsageError(`${problem.file}: ${problem.message}`);
  const topics = packs.flatMap((pack) => topicsOf(pack).map((id) => ({ id, pack })));
  const [found, other] = topics.filter(({ id }) => id === topic);
  if (found && other)
    throw new UsageError(
      `${shownPath(found.pack.folder)} and ${shownPath(other.pack.folder)} have the topic "${topic}"; name the folder of one in KNOWLEDGE_DIR`,
    );
  if (found) return found.pack;
  const near = nearest(
    topic,
    topics.map(({ id }) => id),
    4,
  );
  throw new UsageError(
    `no topic has the id "${topic}"; ${near === undefined ? `there are ${topics.map(({ id }) => id).join(', ')}` : `did you mean "${near}"?`} A new one goes into pack.yaml first`,
  );
}

function topicsOf({ documents }: OpenPack): string[] {
  const topics = at(documents.find(({ kind }) => kind === 'pack')?.value, ['topics']);
  return (Array.isArray(topics) ? topics : []).flatMap((topic: unknown) => {
    const id = at(topic, ['id']);
    return typeof id === 'string' ? [id] : [];
  });
}

/** The options that a question names. */
function optionsIn(question: string, { documents }: OpenPack): readonly string[] {
  const vocabulary = vocabularySchema.safeParse(documents.find(({ kind }) => kind === 'vocabulary')?.value);
  return vocabulary.success ? optionsNamed(createLexicon(vocabulary.data).read(question)) : [];
}
