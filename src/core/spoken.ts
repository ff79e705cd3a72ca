import type { Knowledge } from './compile.ts';
import type { Entry } from './knowledge.ts';
import { optionsNamed, type Term } from './lexicon.ts';
import type { ThreadState } from './thread.ts';

/** What a thread spoke of last, in one pack. */
export type Spoken = {
  readonly knowledge: Knowledge;
  readonly entry: Entry | undefined;
  /** The last question in words. */
  readonly said: string;
  /** The names of the options spoken of, and of all. */
  readonly names: readonly string[];
  readonly options: readonly string[];
};

/** What was spoken of last, in this pack; undefined where nothing was. */
export function spokenOf(state: ThreadState, knowledge: Knowledge): Spoken | undefined {
  const { pack } = knowledge;
  const entry = state.entry === undefined ? undefined : pack.entries.get(state.entry);
  const said = state.subject ?? entry?.question;
  if (said === undefined || state.last === 'nothing') return undefined;
  const options =
    state.last === 'answer' || state.options.length > 0 ? state.options : optionsNamed(knowledge.lexicon.read(said));
  const names = options.flatMap((id) => pack.options.find((option) => option.id === id)?.name ?? []);
  return { knowledge, entry, said, names, options };
}

/** The options that terms name, or whose language they name. */
export function optionsMeant(terms: readonly Term[], before: Spoken): string[] {
  return [...new Set(terms.flatMap((term) => optionMeant(term, before) ?? []))];
}

/** The option that a term names, or whose language it names. */
export function optionMeant({ word, names }: Term, { knowledge }: Spoken): string | undefined {
  if (names?.by === 'alias') return names.option;
  const options = Object.entries(knowledge.pack.vocabulary.options);
  return options.find(([, { languages }]) => languages.includes(word))?.[0];
}

/** The question about other options. */
export function withOptions(question: string, names: string, knowledge: Knowledge): string {
  const terms = knowledge.lexicon.read(question);
  const at = terms.findIndex(({ names: named }) => named?.by === 'alias');
  if (at < 0) return `${question.replace(/[?.!\s]+$/, '')} ${names}?`;
  const term = terms[at];
  const plain = withoutOptions(question, knowledge, at + 1);
  return term ? plain.slice(0, term.start) + names + plain.slice(term.end) : question;
}

/** The question without the names of options, from this term on. */
export function withoutOptions(question: string, { lexicon }: Knowledge, from = 0): string {
  return lexicon
    .read(question)
    .slice(from)
    .filter(({ names }) => names?.by === 'alias')
    .toReversed()
    .reduce((text, { start, end }) => text.slice(0, start) + ' '.repeat(end - start) + text.slice(end), question);
}
