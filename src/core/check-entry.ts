import type { Refer } from './check-criteria.ts';
import { brokenMarkdown } from './check-markdown.ts';
import type { Problem } from './check-schema.ts';
import { type EntryFile, MAX_ANSWER_WORDS, MAX_FIRST_SENTENCE_WORDS } from './knowledge.ts';
import { firstSentence } from './prose.ts';

/** Checks what one entry says by itself: its references, its place, and the form of its texts. */
export function checkEntry(file: string, entry: EntryFile, refer: Refer, problems: Problem[]) {
  refer(file, ['topic'], 'topics', entry.topic);
  const lists = { options: entry.options, claims: entry.claims, entries: entry.related } as const;
  for (const [kind, field] of [
    ['options', 'options'],
    ['claims', 'claims'],
    ['entries', 'related'],
  ] as const) {
    lists[kind].forEach((id, index) => {
      refer(file, [field, index], kind, id);
      if (lists[kind].indexOf(id) < index)
        problems.push({ file, path: [field, index], message: `"${id}" stands in this list twice; take one out` });
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
    for (const { line, message } of brokenMarkdown(entry[part] ?? ''))
      problems.push({ file, path: [part, line], message });
  }
}

/** Checks that nothing is asked in two places: an example stands once, and no entry asks another one's question. */
export function checkAsked(
  entries: Iterable<{ readonly file: string; readonly value: EntryFile }>,
  problems: Problem[],
): void {
  const askedBy = new Map<string, EntryFile>();
  const all = [...entries];
  for (const { file, value: entry } of all) {
    const other = askedBy.get(asWritten(entry.question));
    if (other !== undefined && other.id !== entry.id)
      problems.push({
        file,
        path: ['question'],
        message: `"${entry.question}" is the question of "${other.id}" too; ask something else, or make one entry of the two`,
      });
    askedBy.set(asWritten(entry.question), entry);
  }
  const standsIn = new Map<string, EntryFile>();
  for (const { file, value: entry } of all) {
    entry.examples.forEach((example, index) => {
      const words = asWritten(example);
      const other = standsIn.get(words);
      const asking = askedBy.get(words);
      const path = ['examples', index];
      if (other === entry)
        problems.push({ file, path, message: `"${example}" stands among these examples twice; take one out` });
      else if (other !== undefined)
        problems.push({
          file,
          path,
          message: `"${example}" is an example of "${other.id}" too; keep it where it fits best`,
        });
      else if (asking !== undefined && asking !== entry)
        problems.push({
          file,
          path,
          message: `"${example}" is the question of "${asking.id}"; take it out, or ask in other words`,
        });
      if (other === undefined) standsIn.set(words, entry);
    });
  }
}

/** The words but for capitals and blanks; what reads alike in other ways is looked for where matching is. */
export function asWritten(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}

function countWords(words: string): number {
  return words.split(/\s+/).filter((word) => word !== '').length;
}
