import type * as z from 'zod';
import { blanksIn, withoutBlanks } from './check-blanks.ts';
import { checkCriteria, checkUnique, isReadable, type Kind, type Known, type Refer } from './check-criteria.ts';
import { checkAsked, checkEntry } from './check-entry.ts';
import { at, type Problem, schemaProblem } from './check-schema.ts';
import { checkVocabulary, withoutAmbiguity } from './check-vocabulary.ts';
import {
  type Claim,
  claimsSchema,
  criteriaSchema,
  type Entry,
  type EntryFile,
  entrySchema,
  MAX_TOPIC_TITLE_CHARS,
  type Pack,
  packSchema,
  type Source,
  sourcesSchema,
  vocabularySchema,
} from './knowledge.ts';
import { parseProse } from './prose.ts';
import { nearest } from './spelling.ts';

/** One file of a pack, already parsed from its format. */
export type PackDocument = {
  readonly file: string;
  readonly kind: 'pack' | 'criteria' | 'vocabulary' | 'claims' | 'sources' | 'entry';
  readonly value: unknown;
  /** The file is no valid YAML: that was reported, and what it would hold is not known. */
  readonly isUnreadable?: boolean;
};

/** One item of a file, and where it stands. */
export type Placed<T> = { readonly file: string; readonly index: number; readonly value: T };

/** What could be read of a pack, whole or not, with the place of each part: what is asked of its content is asked of this. */
export type Draft = {
  readonly pack: Pack;
  readonly files: { readonly pack: string; readonly criteria: string; readonly vocabulary: string };
  readonly entries: ReadonlyMap<string, Placed<EntryFile>>;
  readonly claims: ReadonlyMap<string, Placed<Claim>>;
  readonly sources: ReadonlyMap<string, Placed<Source>>;
  /** Whether every file could be read to its end: only then is it known what is missing. */
  readonly isWhole: boolean;
  readonly documents: readonly PackDocument[];
};

export type CheckedPack =
  | { readonly pack: Pack; readonly draft: Draft; readonly problems: readonly [] }
  | { readonly pack?: undefined; readonly draft: Draft | undefined; readonly problems: readonly Problem[] };

/** Makes a pack of its files, or lists everything that is wrong with them. The loader and the checker are this function. */
export function checkPack(folder: string, documents: readonly PackDocument[]): CheckedPack {
  const found: Problem[] = [];
  const blanks = documents.flatMap(({ file, value }) => blanksIn(file, value));
  const one = <T>(kind: PackDocument['kind'], name: string, schema: z.ZodType<T>) =>
    parseOne(folder, documents, kind, name, schema, found);

  const head = one('pack', 'pack.yaml', packSchema);
  const criteria = one('criteria', 'criteria.yaml', criteriaSchema);
  const vocabulary = one('vocabulary', 'vocabulary.yaml', vocabularySchema);
  for (const [kind, place] of REQUIRED) {
    if (!documents.some((document) => document.kind === kind))
      found.push({ file: `${folder}/${place}`, path: [], message: 'expected this; every pack has some' });
  }
  const parsed = {
    sources: parseAll(documents, 'sources', sourcesSchema, found),
    claims: parseAll(documents, 'claims', claimsSchema, found),
    entries: parseAll(documents, 'entry', entrySchema, found).map(({ file, value }) => ({ file, value: [value] })),
  };
  const sources = collect(parsed.sources, found, 'source');
  const claims = collect(parsed.claims, found, 'claim');
  const entries = collect(parsed.entries, found, 'entry');
  const known = idsOf(documents);
  const refer = referrer(known, found);
  if (head) checkHead(head.file, head.value, refer, found);
  if (criteria) checkCriteria(criteria.file, criteria.value, known, refer, found);
  if (vocabulary) checkVocabulary(vocabulary.file, vocabulary.value, known, refer, found);
  for (const claim of claims.values()) checkClaim(claim, refer, found);
  for (const { file, value } of entries.values()) checkEntry(file, value, refer, found);
  checkAsked(entries.values(), found);

  const problems = [...blanks, ...withoutBlanks(found, blanks)];
  if (!head || !criteria || !vocabulary) return { draft: undefined, problems };
  const files = { pack: head.file, criteria: criteria.file, vocabulary: vocabulary.file };
  const parsedCount = parsed.sources.length + parsed.claims.length + parsed.entries.length + Object.keys(files).length;
  const isWhole = blanks.length === 0 && parsedCount === documents.length;
  const rest = { files, claims, sources, isWhole, documents };
  if (problems.length > 0) {
    const blank = new Set(blanks.map(({ file }) => file));
    const written = new Map([...entries].filter(([, { file }]) => !blank.has(file)));
    const words = withoutAmbiguity(vocabulary.value);
    const pack = packOf(head.value, withReadablePhrases(criteria.value), words, claims, sources, written);
    return { draft: { ...rest, pack, entries: written }, problems };
  }
  const pack = packOf(head.value, criteria.value, vocabulary.value, claims, sources, entries);
  return { pack, draft: { ...rest, pack, entries }, problems: [] };
}

function packOf(
  head: z.infer<typeof packSchema>,
  criteria: z.infer<typeof criteriaSchema>,
  vocabulary: Pack['vocabulary'],
  claims: ReadonlyMap<string, Placed<Claim>>,
  sources: ReadonlyMap<string, Placed<Source>>,
  entries: ReadonlyMap<string, Placed<EntryFile>>,
): Pack {
  return {
    ...head,
    ...criteria,
    vocabulary,
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
  };
}

/** A draft is read like a pack; a phrase that would take too long is left out of it. */
function withReadablePhrases(criteria: z.infer<typeof criteriaSchema>): z.infer<typeof criteriaSchema> {
  const readable = <T extends { readonly phrases: readonly string[] }>(item: T) => ({
    ...item,
    phrases: item.phrases.filter(isReadable),
  });
  return {
    ...criteria,
    criteria: criteria.criteria.map((item) => ({
      ...readable(item),
      implied: item.implied.filter(isReadable),
      opposites: item.opposites.filter(isReadable),
    })),
    facts: criteria.facts.map(readable),
    neither: criteria.neither.map(readable),
    bothPhrases: criteria.bothPhrases.filter(isReadable),
  };
}

/** Where the kinds of file stand of which a pack needs at least one. */
const REQUIRED = [
  ['sources', 'sources.yaml'],
  ['claims', 'claims/'],
  ['entry', 'entries/'],
] as const;
type Parsed<T> = { readonly file: string; readonly value: T };
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
    if ([...topic.title].length > MAX_TOPIC_TITLE_CHARS)
      problems.push({
        file,
        path: ['topics', index, 'title'],
        message: `expected at most ${MAX_TOPIC_TITLE_CHARS} characters, which is what its button holds; it has ${[...topic.title].length}: shorten it`,
      });
    topic.entries.forEach((entry, at) => {
      refer(file, ['topics', index, 'entries', at], 'entries', entry);
    });
  });
}

function checkClaim({ file, index, value: claim }: Placed<Claim>, refer: Refer, problems: Problem[]) {
  const push = (field: string, message: string) => problems.push({ file, path: [index, field], message });
  refer(file, [index, 'topic'], 'topics', claim.topic);
  for (const [kind, field] of [
    ['options', 'options'],
    ['sources', 'sources'],
    ['claims', 'correctedBy'],
  ] as const) {
    claim[field]?.forEach((id, at) => {
      refer(file, [index, field, at], kind, id);
    });
  }
  if (claim.basis === 'practice' && claim.sources.length > 0)
    push('sources', 'expected no source beside "basis: practice"; take the sources out, or write "basis: source"');
  if (claim.basis !== 'practice' && claim.sources.length === 0)
    push('sources', `expected a source beside "basis: ${claim.basis}"; add one, or write "basis: practice"`);
  const needsCorrection = claim.status === 'caveat' || claim.status === 'outdated' || claim.status === 'wrong';
  if (needsCorrection && claim.correction === undefined)
    push('status', `expected a "correction" beside "status: ${claim.status}"; write what is true instead`);
  if (claim.reviewBy < claim.checkedOn)
    push('reviewBy', `expected a day after the check on ${claim.checkedOn}; got ${claim.reviewBy}`);
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
