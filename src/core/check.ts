import type * as z from 'zod';
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
import { parseProse, unsupportedMarkup } from './prose.ts';
import { nearest } from './spelling.ts';

/** One file of a pack, already parsed from its format. */
export type PackDocument = {
  readonly file: string;
  readonly kind: 'pack' | 'criteria' | 'vocabulary' | 'claims' | 'sources' | 'entry';
  readonly value: unknown;
};

/** What is wrong, where (the path inside the file's value), and what to do about it. */
export type Problem = {
  readonly file: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
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
  const sources = collect(parseAll(documents, 'sources', sourcesSchema, problems), problems, 'source');
  const claims = collect(parseAll(documents, 'claims', claimsSchema, problems), problems, 'claim');
  const entries = collect(
    parseAll(documents, 'entry', entrySchema, problems).map(({ file, value }) => ({ file, value: [value] })),
    problems,
    'entry',
  );
  if (!head || !criteria || !vocabulary) return { problems };

  const known: Known = {
    options: new Set(head.value.options.map((option) => option.id)),
    topics: new Set(head.value.topics.map((topic) => topic.id)),
    criteria: new Set(criteria.value.criteria.map((criterion) => criterion.id)),
    facts: new Set(criteria.value.facts.map((fact) => fact.id)),
    questions: new Set(criteria.value.questions.map((question) => question.id)),
    claims: new Set(claims.keys()),
    sources: new Set(sources.keys()),
    entries: new Set(entries.keys()),
  };
  const refer = referrer(known, problems);

  head.value.options.forEach((option, index) => {
    refer(head.file, ['options', index, 'entry'], 'entries', option.entry);
  });
  refer(head.file, ['overview'], 'entries', head.value.overview);
  head.value.topics.forEach((topic, index) => {
    topic.entries.forEach((entry, at) => {
      refer(head.file, ['topics', index, 'entries', at], 'entries', entry);
    });
  });
  checkCriteria(criteria.file, criteria.value, known, refer, problems);
  checkVocabulary(vocabulary.file, vocabulary.value, known, problems);

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

  if (problems.length > 0) return { problems };
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

type Parsed<T> = { readonly file: string; readonly value: T };
type Placed<T> = { readonly file: string; readonly index: number; readonly value: T };
type Kind = 'options' | 'topics' | 'criteria' | 'facts' | 'questions' | 'claims' | 'sources' | 'entries';
type Known = Readonly<Record<Kind, ReadonlySet<string>>>;
type Refer = (file: string, path: Problem['path'], kind: Kind, id: string) => void;

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

function parseAll<T>(
  documents: readonly PackDocument[],
  kind: PackDocument['kind'],
  schema: z.ZodType<T>,
  problems: Problem[],
): Parsed<T>[] {
  const parsed: Parsed<T>[] = [];
  for (const { file, value } of documents.filter((document) => document.kind === kind)) {
    const result = schema.safeParse(value);
    if (result.success) parsed.push({ file, value: result.data });
    else problems.push(...result.error.issues.map((issue) => schemaProblem(file, value, issue)));
  }
  return parsed;
}

function schemaProblem(file: string, value: unknown, issue: z.core.$ZodIssue): Problem {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return {
      file,
      path: [...path, key],
      message: `no field is called "${issue.keys.join('", "')}" here; take it out, or mend its name`,
    };
  }
  const isMissing = issue.code === 'invalid_type' && at(value, path) === undefined;
  if (isMissing) return { file, path, message: `expected this field (${issue.expected}); add it` };
  return { file, path, message: `expected ${expectation(issue)}; got ${shown(at(value, path))}` };
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'array' ? 'a list' : `a ${issue.expected}`;
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return issue.origin === 'array'
        ? `at least ${issue.minimum} items`
        : issue.origin === 'string'
          ? 'some text'
          : `at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'array'
        ? `at most ${issue.maximum} items`
        : issue.origin === 'string'
          ? `at most ${issue.maximum} characters`
          : `at most ${issue.maximum}`;
    case 'invalid_union':
      return `one of the known kinds of ${String(issue.discriminator ?? 'value')}`;
    case 'invalid_format':
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return issue.message;
  }
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > 60 ? `${json.slice(0, 59)}…` : json;
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );
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

function referrer(known: Known, problems: Problem[]): Refer {
  return (file, path, kind, id) => {
    if (known[kind].has(id)) return;
    const near = nearest(id, known[kind], 3);
    const mend = near === undefined ? `known are the ids of the pack's ${kind}` : `did you mean "${near}"?`;
    problems.push({ file, path, message: `no ${SINGULAR[kind]} has the id "${id}"; ${mend}` });
  };
}

function checkCriteria(
  file: string,
  criteria: z.infer<typeof criteriaSchema>,
  known: Known,
  refer: Refer,
  problems: Problem[],
) {
  const referAll = (path: Problem['path'], kind: Kind, ids: readonly string[]) => {
    ids.forEach((id, index) => {
      refer(file, [...path, index], kind, id);
    });
  };
  const phraseOf = new Map<string, string>();
  const phrases = (path: Problem['path'], owner: string, list: readonly string[]) => {
    list.forEach((phrase, index) => {
      const other = phraseOf.get(phrase.toLowerCase());
      if (other !== undefined && other !== owner)
        problems.push({
          file,
          path: [...path, index],
          message: `the phrase "${phrase}" stands under "${other}" too; keep it in one place`,
        });
      phraseOf.set(phrase.toLowerCase(), owner);
      const placeholder = phrase.match(/<[^>]*>?/g)?.find((one) => !/^<(number|\d+(-\d+|\+)?)>$/.test(one));
      if (placeholder !== undefined) {
        problems.push({
          file,
          path: [...path, index],
          message: `expected <number>, <3>, <1-4> or <1000+>; got "${placeholder}"`,
        });
      }
    });
  };
  criteria.criteria.forEach((criterion, index) => {
    const path = ['criteria', index];
    refer(file, [...path, 'entry'], 'entries', criterion.entry);
    if (criterion.option !== undefined) refer(file, [...path, 'option'], 'options', criterion.option);
    for (const option of known.options) {
      if (!criterion.scores[option])
        problems.push({
          file,
          path: [...path, 'scores'],
          message: `expected a score for the option "${option}"; add it`,
        });
    }
    for (const [option, score] of Object.entries(criterion.scores)) {
      refer(file, [...path, 'scores', option], 'options', option);
      referAll([...path, 'scores', option, 'claims'], 'claims', score.claims);
    }
    phrases([...path, 'phrases'], criterion.id, criterion.phrases);
    phrases([...path, 'implied'], criterion.id, criterion.implied);
  });
  criteria.facts.forEach((fact, index) => {
    const path = ['facts', index];
    if (fact.effect === 'ask') refer(file, [...path, 'question'], 'questions', fact.question);
    if (fact.effect === 'counts-as') referAll([...path, 'criteria'], 'criteria', fact.criteria);
    if (fact.effect !== 'one-back-end') referAll([...path, 'claims'], 'claims', fact.claims);
    phrases([...path, 'phrases'], fact.id, fact.phrases);
  });
  criteria.neither.forEach((neither, index) => {
    referAll(['neither', index, 'unless'], 'criteria', neither.unless);
    referAll(['neither', index, 'claims'], 'claims', neither.claims);
    phrases(['neither', index, 'phrases'], neither.id, neither.phrases);
  });
  criteria.splits.forEach((split, index) => {
    referAll(['splits', index, 'criteria'], 'criteria', split.criteria);
    referAll(['splits', index, 'claims'], 'claims', split.claims);
    for (const option of Object.keys(split.owns)) refer(file, ['splits', index, 'owns', option], 'options', option);
  });
  criteria.groundRules.forEach((rule, index) => {
    referAll(['groundRules', index, 'claims'], 'claims', rule.claims);
  });
  criteria.questions.forEach((question, index) => {
    question.choices.forEach((choice, nth) => {
      referAll(['questions', index, 'choices', nth, 'criteria'], 'criteria', choice.criteria);
      referAll(['questions', index, 'choices', nth, 'facts'], 'facts', choice.facts);
    });
  });
}

function checkVocabulary(
  file: string,
  vocabulary: z.infer<typeof vocabularySchema>,
  known: Known,
  problems: Problem[],
) {
  for (const option of known.options) {
    if (!vocabulary.options[option])
      problems.push({
        file,
        path: ['options'],
        message: `expected the words of the option "${option}"; add it with its aliases`,
      });
  }
  for (const option of Object.keys(vocabulary.options)) {
    if (!known.options.has(option))
      problems.push({
        file,
        path: ['options', option],
        message: `no option has the id "${option}"; take it out, or mend its name`,
      });
  }
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

function firstSentence(answer: string): string {
  return /^[\s\S]*?[.!?](?=\s|$)/.exec(answer)?.[0] ?? answer;
}

function countWords(words: string): number {
  return words.split(/\s+/).filter((word) => word !== '').length;
}
