import type * as z from 'zod';
import { checkCriteria, checkUnique, type Kind, type Known, type Refer } from './check-criteria.ts';
import { at, type Problem, schemaProblem } from './check-schema.ts';
import {
  claimsSchema,
  criteriaSchema,
  type Entry,
  entrySchema,
  MAX_ANSWER_WORDS,
  MAX_FIRST_SENTENCE_WORDS,
  type Pack,
  packSchema,
  sourcesSchema,
  vocabularySchema,
} from './knowledge.ts';
import { firstSentence, parseProse, unsupportedMarkup } from './prose.ts';
import { nearest } from './spelling.ts';

/** One file of a pack, already parsed from its format. */
export type PackDocument = {
  readonly file: string;
  readonly kind: 'pack' | 'criteria' | 'vocabulary' | 'claims' | 'sources' | 'entry';
  readonly value: unknown;
  /** The file is no valid YAML: that was reported, and what it would hold is not known. */
  readonly isUnreadable?: boolean;
};

export type CheckedPack =
  | { readonly pack: Pack; readonly problems: readonly [] }
  | { readonly pack?: undefined; readonly problems: readonly Problem[] };

/** Makes a pack of its files, or lists everything that is wrong with them. The loader and the checker are this function. */
export function checkPack(folder: string, documents: readonly PackDocument[]): CheckedPack {
  const problems: Problem[] = [];
  const one = <T>(kind: PackDocument['kind'], name: string, schema: z.ZodType<T>) =>
    parseOne(folder, documents, kind, name, schema, problems);

  const head = one('pack', 'pack.yaml', packSchema);
  const criteria = one('criteria', 'criteria.yaml', criteriaSchema);
  const vocabulary = one('vocabulary', 'vocabulary.yaml', vocabularySchema);
  for (const [kind, place] of REQUIRED) {
    if (!documents.some((document) => document.kind === kind))
      problems.push({ file: `${folder}/${place}`, path: [], message: 'expected this; every pack has some' });
  }
  const sources = collect(parseAll(documents, 'sources', sourcesSchema, problems), problems, 'source');
  const claims = collect(parseAll(documents, 'claims', claimsSchema, problems), problems, 'claim');
  const entries = collect(
    parseAll(documents, 'entry', entrySchema, problems).map(({ file, value }) => ({ file, value: [value] })),
    problems,
    'entry',
  );
  const known = idsOf(documents);
  const refer = referrer(known, problems);
  if (head) checkHead(head.file, head.value, refer, problems);
  if (criteria) checkCriteria(criteria.file, criteria.value, known, refer, problems);
  if (vocabulary) checkVocabulary(vocabulary.file, vocabulary.value, known, refer, problems);

  for (const { file, index, value: claim } of claims.values()) {
    refer(file, [index, 'topic'], 'topics', claim.topic);
    claim.options.forEach((option, at) => {
      refer(file, [index, 'options', at], 'options', option);
    });
    claim.sources.forEach((source, at) => {
      refer(file, [index, 'sources', at], 'sources', source);
    });
    claim.correctedBy?.forEach((other, at) => {
      refer(file, [index, 'correctedBy', at], 'claims', other);
    });
    if (claim.basis === 'practice' && claim.sources.length > 0)
      problems.push({
        file,
        path: [index, 'sources'],
        message: 'expected no source beside "basis: practice"; take the sources out, or write "basis: source"',
      });
    if (claim.basis !== 'practice' && claim.sources.length === 0)
      problems.push({
        file,
        path: [index, 'sources'],
        message: `expected a source beside "basis: ${claim.basis}"; add one, or write "basis: practice"`,
      });
    const needsCorrection = claim.status === 'caveat' || claim.status === 'outdated' || claim.status === 'wrong';
    if (needsCorrection && claim.correction === undefined)
      problems.push({
        file,
        path: [index, 'status'],
        message: `expected a "correction" beside "status: ${claim.status}"; write what is true instead`,
      });
  }

  const asked = new Map<string, string>();
  for (const { file, value: entry } of entries.values()) {
    checkEntry(file, entry, refer, problems);
    for (const [at, example] of [...entry.examples.entries()]) {
      const same = example.trim().toLowerCase();
      const other = asked.get(same);
      if (other !== undefined)
        problems.push({
          file,
          path: ['examples', at],
          message: `"${example}" is an example of "${other}" too; keep it where it fits best`,
        });
      asked.set(same, entry.id);
    }
  }

  if (problems.length > 0 || !head || !criteria || !vocabulary) return { problems };
  return {
    problems: [],
    pack: {
      ...head.value,
      ...criteria.value,
      vocabulary: vocabulary.value,
      claims: values(claims),
      sources: values(sources),
      entries: new Map(
        [...entries.values()]
          .map(
            ({ value }): Entry => ({
              ...value,
              answer: parseProse(value.answer),
              more: value.more === undefined ? undefined : parseProse(value.more),
            }),
          )
          .sort((a, b) => (a.id < b.id ? -1 : 1))
          .map((entry) => [entry.id, entry]),
      ),
    },
  };
}

/** Where the kinds of file stand of which a pack needs at least one. */
const REQUIRED = [
  ['sources', 'sources.yaml'],
  ['claims', 'claims/'],
  ['entry', 'entries/'],
] as const;
type Parsed<T> = { readonly file: string; readonly value: T };
type Placed<T> = { readonly file: string; readonly index: number; readonly value: T };
const SINGULAR: Readonly<Record<Kind, string>> = {
  options: 'option',
  topics: 'topic',
  criteria: 'criterion',
  facts: 'fact',
  questions: 'question',
  claims: 'claim',
  sources: 'source',
  entries: 'entry',
};

function parseOne<T>(
  folder: string,
  documents: readonly PackDocument[],
  kind: PackDocument['kind'],
  name: string,
  schema: z.ZodType<T>,
  problems: Problem[],
): Parsed<T> | undefined {
  if (!documents.some((document) => document.kind === kind)) {
    problems.push({ file: `${folder}/${name}`, path: [], message: 'expected this file; every pack has one' });
  }
  return parseAll(documents, kind, schema, problems)[0];
}

/** One value may break several rules at once; the first says enough. */
function firstOfEachPath(problems: readonly Problem[]): Problem[] {
  return [...Map.groupBy(problems, ({ path }) => path.join('/')).values()].flatMap((same) => same.slice(0, 1));
}

function parseAll<T>(
  documents: readonly PackDocument[],
  kind: PackDocument['kind'],
  schema: z.ZodType<T>,
  problems: Problem[],
): Parsed<T>[] {
  const parsed: Parsed<T>[] = [];
  for (const { file, value } of documents.filter((document) => document.kind === kind && !document.isUnreadable)) {
    const result = schema.safeParse(value);
    if (result.success) parsed.push({ file, value: result.data });
    else problems.push(...firstOfEachPath(result.error.issues.map((issue) => schemaProblem(file, value, issue))));
  }
  return parsed;
}

function collect<T extends { readonly id: string }>(
  documents: readonly Parsed<readonly T[]>[],
  problems: Problem[],
  what: string,
): Map<string, Placed<T>> {
  const found = new Map<string, Placed<T>>();
  for (const { file, value } of documents) {
    for (const [index, item] of value.entries()) {
      const before = found.get(item.id);
      const path = what === 'entry' ? ['id'] : [index, 'id'];
      if (before)
        problems.push({
          file,
          path,
          message: `the ${what} "${item.id}" stands in ${before.file} too; rename or remove one`,
        });
      else found.set(item.id, { file, index, value: item });
    }
  }
  return found;
}

function values<T>(placed: ReadonlyMap<string, Placed<T>>): Map<string, T> {
  return new Map([...placed].map(([key, { value }]) => [key, value]));
}

function idsOf(documents: readonly PackDocument[]): Known {
  const ids = (kind: PackDocument['kind'], field?: string): ReadonlySet<string> | undefined => {
    const own = documents.filter((document) => document.kind === kind);
    if (own.length === 0 || own.some((document) => document.isUnreadable)) return undefined;
    return new Set(own.flatMap(({ value }) => idsIn(field === undefined ? value : at(value, [field]))));
  };
  return {
    options: ids('pack', 'options'),
    topics: ids('pack', 'topics'),
    criteria: ids('criteria', 'criteria'),
    facts: ids('criteria', 'facts'),
    questions: ids('criteria', 'questions'),
    claims: ids('claims'),
    sources: ids('sources'),
    entries: ids('entry'),
  };
}

function idsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item) => {
    const id = at(item, ['id']);
    return typeof id === 'string' ? [id] : [];
  });
}

function checkHead(file: string, head: z.infer<typeof packSchema>, refer: Refer, problems: Problem[]) {
  checkUnique(file, 'options', head.options, problems);
  checkUnique(file, 'topics', head.topics, problems);
  refer(file, ['overview'], 'entries', head.overview);
  head.options.forEach((option, index) => {
    refer(file, ['options', index, 'entry'], 'entries', option.entry);
    refer(file, ['options', index, 'against'], 'entries', option.against);
  });
  head.topics.forEach((topic, index) => {
    topic.entries.forEach((entry, at) => {
      refer(file, ['topics', index, 'entries', at], 'entries', entry);
    });
  });
}

function referrer(known: Known, problems: Problem[]): Refer {
  return (file, path, kind, id) => {
    const ids = known[kind];
    if (!ids || ids.has(id)) return;
    const near = nearest(id, ids, 3);
    const mend = near === undefined ? `known are the ids of the pack's ${kind}` : `did you mean "${near}"?`;
    problems.push({ file, path, message: `no ${SINGULAR[kind]} has the id "${id}"; ${mend}` });
  };
}

function checkVocabulary(
  file: string,
  vocabulary: z.infer<typeof vocabularySchema>,
  known: Known,
  refer: Refer,
  problems: Problem[],
) {
  for (const option of known.options ?? []) {
    if (!vocabulary.options[option])
      problems.push({
        file,
        path: ['options'],
        message: `expected the words of the option "${option}"; add it with its aliases`,
      });
  }
  for (const option of Object.keys(vocabulary.options)) refer(file, ['options', option], 'options', option);
}

function checkEntry(file: string, entry: z.infer<typeof entrySchema>, refer: Refer, problems: Problem[]) {
  refer(file, ['topic'], 'topics', entry.topic);
  const lists = { options: entry.options, claims: entry.claims, entries: entry.related } as const;
  for (const [kind, field] of [
    ['options', 'options'],
    ['claims', 'claims'],
    ['entries', 'related'],
  ] as const) {
    lists[kind].forEach((id, index) => {
      refer(file, [field, index], kind, id);
    });
  }
  if (entry.related.includes(entry.id))
    problems.push({ file, path: ['related'], message: 'an entry is not related to itself; take it out' });
  if (!file.endsWith(`/${entry.topic}/${entry.id}.md`))
    problems.push({
      file,
      path: ['id'],
      message: `expected the file entries/${entry.topic}/${entry.id}.md; move the file, or mend topic and id`,
    });
  const words = countWords(entry.answer);
  if (words > MAX_ANSWER_WORDS)
    problems.push({
      file,
      path: ['answer'],
      message: `expected at most ${MAX_ANSWER_WORDS} words in the short answer; it has ${words}: move the rest below "## More"`,
    });
  const firstWords = countWords(firstSentence(entry.answer));
  if (firstWords > MAX_FIRST_SENTENCE_WORDS)
    problems.push({
      file,
      path: ['answer'],
      message: `expected a first sentence of at most ${MAX_FIRST_SENTENCE_WORDS} words; it has ${firstWords}: split it`,
    });
  for (const part of ['answer', 'more'] as const) {
    const markup = unsupportedMarkup(entry[part] ?? '');
    if (markup !== undefined)
      problems.push({
        file,
        path: [part],
        message: `expected paragraphs, "- " bullets, **bold** and \`code\` only; found ${markup}`,
      });
  }
}

function countWords(words: string): number {
  return words.split(/\s+/).filter((word) => word !== '').length;
}
