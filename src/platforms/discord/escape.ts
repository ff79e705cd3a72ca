import { MAX_ADDRESS_CHARS } from './limits.ts';

/**
 * The characters of a text that may be shown, on one line: no control characters, none that turn the direction of
 * writing, no half of a surrogate pair. White space of any kind is one space.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '');
}

/** Whether anything of the text can be seen. */
export function hasInk(text: string): boolean {
  return /[^\s\p{Cc}\p{Cf}\p{Mn}\u115F\u1160\u3164\uFFA0\u2800]/u.test(text);
}

/**
 * Clean text as Markdown that shows exactly it: no formatting, mention, ping, link, invitation or emoji by name. What
 * would begin a block at the start of a line is the matter of `escapeStart`.
 */
export function escapeInline(clean: string): string {
  return (
    quietPings(clean)
      .replace(/[\\*_~|`<>[\]]/g, '\\$&')
      // An address, and an emoji by its name.
      .replace(/:(?=\/\/|[^\s:]+:)/g, '\\:')
      .replace(/(discord(?:app)?\.(?:gg|com\/invite))\//gi, '$1\\/')
  );
}

/** Escaped text that begins a line, or a bold part of one, as no heading, list, quotation or small print. */
export function escapeStart(escaped: string): string {
  return escaped.replace(/^[#+-]/, '\\$&').replace(/^(\d+)([.)])/, '$1\\$2');
}

/** Clean text inside a code span or block, which nothing in it can end. No escapes work in there. */
export function escapeCode(clean: string): string {
  return quietPings(clean).replaceAll('`', 'ˋ');
}

/**
 * The label of a link, or undefined where Discord would not take it as it is: no escape works inside a label, and one
 * with an emoji or an address makes the whole link fall apart.
 */
export function linkLabel(clean: string): string | undefined {
  const isPlain =
    escapeStart(escapeInline(clean)) === clean &&
    !/\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u.test(clean);
  // Discord undoes compatibility forms before it looks for an address.
  return isPlain && hasInk(clean) && !clean.normalize('NFKC').includes('//') ? clean : undefined;
}

/** The address as it may stand behind a title, or undefined where it is none that a person should be led to. */
export function linkAddress(address: string): string | undefined {
  const url = URL.parse(address);
  // A name before the host is made to deceive; a host of other characters does not survive what follows.
  if (!url || !/^https?:$/.test(url.protocol) || url.username + url.password !== '') return undefined;
  if (!/^[a-z0-9._-]+$/.test(url.hostname)) return undefined;
  const href = url.href
    .replace(/[()<>[\]\\`"']/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/@(?=everyone|here)/gi, '%40');
  return href.length <= MAX_ADDRESS_CHARS ? href : undefined;
}

/** Discord looks for these two everywhere in a text; a character without width keeps them apart. */
function quietPings(clean: string): string {
  return clean.replace(/@(?=everyone|here)/gi, '@\u200B');
}
