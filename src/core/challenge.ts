import { type Form, MAX_FIELD_CHARS } from './form.ts';
import { CHALLENGE_FORM } from './wording.ts';

/** What somebody says is wrong with an answer. */
export type Challenge = {
  /** Empty where nothing was written. */
  readonly text: string;
  readonly link: string | undefined;
  /** Something was given as a link that is no web address. */
  readonly isLinkLeftOut: boolean;
};

const TEXT_FIELD = 'wrong';
const LINK_FIELD = 'link';
/** Longest link that is kept. */
const MAX_LINK_CHARS = 2000;
const PREFIX = /^\s*challenge\s*(?::|[–-]\s)/i;
const ADDRESS = /\bhttps?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]]/i;

/** The form in which an answer is challenged; `id` comes back with it. */
export function challengeForm(id: string): Form {
  const { title, submit, wrong, link } = CHALLENGE_FORM;
  return {
    id,
    title,
    submit,
    fields: [
      { id: TEXT_FIELD, ...wrong, maxChars: MAX_FIELD_CHARS, isOptional: false, isLong: true },
      { id: LINK_FIELD, ...link, maxChars: MAX_LINK_CHARS, isOptional: true, isLong: false },
    ],
  };
}

/** What was handed in. */
export function challengeHandedIn(fields: Readonly<Record<string, string>>): Challenge {
  const given = clean(fields[LINK_FIELD] ?? '');
  const link = webAddress(given);
  return { text: clean(fields[TEXT_FIELD] ?? ''), link, isLinkLeftOut: given !== '' && link === undefined };
}

/** What was said after "challenge:", with the first address in it as its link; undefined for other words. */
export function challengeSaid(words: string): Challenge | undefined {
  const [prefix] = PREFIX.exec(words) ?? [];
  if (prefix === undefined) return undefined;
  const text = clean(words.slice(prefix.length));
  return { text, link: webAddress(ADDRESS.exec(text)?.[0] ?? ''), isLinkLeftOut: false };
}

/** The words without what no one can read, as far as they are kept. */
function clean(words: string): string {
  const readable = words
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .trim();
  const characters = [...readable];
  return characters.length > MAX_FIELD_CHARS ? `${characters.slice(0, MAX_FIELD_CHARS - 1).join('')}…` : readable;
}

function webAddress(text: string): string | undefined {
  const url = text.length <= MAX_LINK_CHARS ? URL.parse(text) : null;
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined;
}
