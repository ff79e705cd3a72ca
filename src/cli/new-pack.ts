import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { BLANK } from '../core/check-blanks.ts';
import { entrySchema, MAX_ID_CHARS } from '../core/knowledge.ts';
import { shownPath } from '../pack/read-pack.ts';
import { type EntryPlan, entryText, writeNew } from './new-entry.ts';
import { parsed, UsageError } from './usage.ts';

/** `versus new-pack` with its arguments. */
export function newPackCommand(args: readonly string[]): number {
  const { positionals } = parsed(() => parseArgs({ args: [...args], allowPositionals: true }));
  const [id, ...options] = positionals;
  if (id === undefined) throw new UsageError('new-pack takes <id> <option> <option> [...]');
  const folder = newPack(id, options, readConfig(process.env).knowledgeDir, new Date());
  console.log(`${shownPath(folder)}: fill in its blanks; "versus check" names each one that is left`);
  return 0;
}

type Option = { readonly id: string; readonly name: string };

/** After so many months a claim is due for review, where nothing else sets its day. */
const REVIEW_MONTHS = 18;
/** Options that one list of related questions or of a topic has room for. */
const MAX_LISTED = 3;

/** `versus new-pack`: writes a folder with every file of a pack, its blanks marked, and gives its path. Nothing is ever overwritten. */
export function newPack(id: string, names: readonly string[], knowledgeDir: string, today: Date): string {
  if (!entrySchema.shape.id.safeParse(id).success)
    throw new UsageError(
      `expected an id of lower-case words joined by hyphens, at most ${MAX_ID_CHARS} characters; got "${id}"`,
    );
  if (names.length < 2)
    throw new UsageError(`a pack compares two options or more; got ${names.length}: name them after the id`);
  const options = names.map((name): Option => ({ id: idOf(name), name: name.trim() }));
  const twice = options.find((option, index) => options.findIndex((other) => other.id === option.id) < index);
  if (twice) throw new UsageError(`two options have the id "${twice.id}"; give them different names`);
  const folder = join(knowledgeDir, id);
  if (existsSync(folder)) throw new UsageError(`${shownPath(folder)} is there already; choose another id`);
  for (const [place, text] of filesOf(id, options, today)) writeNew(join(folder, place), text);
  return folder;
}

function idOf(name: string): string {
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  // The longest id made of it is that of an entry: "what-is-…", "cons-of-…".
  const room = MAX_ID_CHARS - 'what-is-'.length;
  if (id === '' || id.length > room)
    throw new UsageError(`expected a name of an option with 1 to ${room} letters and digits; got "${name}"`);
  return id;
}

function filesOf(id: string, options: readonly Option[], today: Date): (readonly [place: string, text: string])[] {
  return [
    ['pack.yaml', packText(id, options)],
    ['criteria.yaml', criteriaText(options)],
    ['vocabulary.yaml', vocabularyText(options)],
    ['sources.yaml', SOURCES],
    ['claims/basics.yaml', options.map((option) => claimText(option, today)).join('')],
    ...entriesOf(options).map((entry) => [`entries/${entry.topic}/${entry.id}.md`, entryText(entry)] as const),
  ];
}

function packText(id: string, options: readonly Option[]): string {
  const listed = options.slice(0, MAX_LISTED);
  return `id: ${id}
title: ${quoted(options.map(({ name }) => name).join(' vs '))}
summary: ${BLANK} one sentence about what this pack knows, which begins with "I know"
options:
${options.map((option) => `  - { id: ${option.id}, name: ${quoted(option.name)}, entry: ${whatIs(option)}, against: ${consOf(option)} }\n`).join('')}overview: ${OVERVIEW}
starters:
${listed.map(({ name }) => `  - ${quoted(`What is ${name}?`)}\n`).join('')}shortRule: ${BLANK} the rule of thumb in one sentence, for when too little was said for a verdict
topics:
  - { id: basics, title: What they are, entries: [${[...listed.map(whatIs), OVERVIEW].join(', ')}] }
  - { id: weaknesses, title: What speaks against each, entries: [${listed.map(consOf).join(', ')}] }
`;
}

function criteriaText(options: readonly Option[]): string {
  return `# What people may need, how each option scores on it (-2 to 2), and the words that say so. Add criteria until each option has its own strengths.
criteria:
${['first-need', 'second-need'].map((id) => criterionText(id, options)).join('')}questions:
  - id: heart-of-it
    text: What is the heart of it?
    choices:
      - label: ${BLANK} the first need in at most 34 characters
        criteria: [first-need]
      - label: ${BLANK} the second need in at most 34 characters
        criteria: [second-need]
`;
}

function criterionText(id: string, options: readonly Option[]): string {
  return `  - id: ${id}
    name: ${BLANK} what is needed, in at most 28 characters
    definition: ${BLANK} when a project needs it, in one sentence
    weight: 2
    splits: false
    entry: ${OVERVIEW}
    question: ${BLANK} a question that somebody answers with yes who needs it
    scores:
${options
  .map(
    (option) => `      ${option.id}:
        score: ${BLANK} a whole number from -2 (speaks against it) to 2
        reason: ${BLANK} why, in at most 120 characters
        claims: [${claimOf(option)}]
`,
  )
  .join('')}    phrases:
      - ${BLANK} words that say outright that it is needed; a line for each
`;
}

function vocabularyText(options: readonly Option[]): string {
  return `# Aliases are all the names that people call an option by, short forms too; parts are things that only it has.
options:
${options.map(({ id, name }) => `  ${id}:\n    aliases: [${quoted(name.toLowerCase())}]\n    parts: []\n`).join('')}# Words that mean the same; the first of a row stands for the others.
synonyms: []
# Known, and not compared.
rivals: []
neighbours: []
`;
}

const SOURCES = `# What claims rest on. While every claim is common practice, there is none.
# - id: handbook
#   title: Handbook
#   address: https://example.org/handbook
#   publisher: Example
#   date: 2026-01-31
#   kind: documentation
[]
`;

function claimText(option: Option, today: Date): string {
  const due = new Date(today);
  due.setUTCMonth(due.getUTCMonth() + REVIEW_MONTHS);
  return `- id: ${claimOf(option)}
  statement: ${BLANK} one sentence about ${option.name} that somebody can check
  options: [${option.id}]
  topic: basics
  status: holds
  basis: practice
  sources: []
  checkedOn: ${dayOf(today)}
  reviewBy: ${dayOf(due)}
  confidence: low
`;
}

function entriesOf(options: readonly Option[]): EntryPlan[] {
  const sets = `What sets ${options
    .map(({ name }) => name)
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1')} apart?`;
  const isShort = entrySchema.shape.question.safeParse(sets).success;
  return [
    ...options.flatMap((option): EntryPlan[] => [
      {
        id: whatIs(option),
        question: `What is ${option.name}?`,
        topic: 'basics',
        options: [option.id],
        claims: [claimOf(option)],
        related: [OVERVIEW, consOf(option)],
        examples: [`explain ${option.name} to me`],
      },
      {
        id: consOf(option),
        question: `What are the cons of ${option.name}?`,
        topic: 'weaknesses',
        options: [option.id],
        claims: [claimOf(option)],
        related: [whatIs(option), OVERVIEW],
        examples: [`what speaks against ${option.name}`],
      },
    ]),
    {
      id: OVERVIEW,
      question: isShort ? sets : 'What sets them apart?',
      topic: 'basics',
      options: options.map(({ id }) => id),
      claims: options.map(claimOf),
      related: options.slice(0, MAX_LISTED).map(whatIs),
      examples: [],
    },
  ];
}

const OVERVIEW = 'main-difference';

function whatIs({ id }: Option): string {
  return `what-is-${id}`;
}

function consOf({ id }: Option): string {
  return `cons-of-${id}`;
}

function claimOf({ id }: Option): string {
  return `${id}.basics`;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
