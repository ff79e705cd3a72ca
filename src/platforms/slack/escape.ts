/** Invisible; keeps what stands on its two sides from being read as one token. */
const WORD_JOINER = '\u2060';

/**
 * One line of characters that Slack shows and does not obey: for `plain_text` and for the text elements of `rich_text`,
 * where nothing is parsed. Control characters and those that turn the direction of writing go, line breaks become spaces.
 */
export function plainCharacters(text: string): string {
  return text
    .replace(/[\t\n\r\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    .toWellFormed();
}

/**
 * One line for the message's `text`, the only field of ours that Slack parses: no mention, ping, whole address, quotation
 * or formatting can come out of it. It is read in notifications and aloud, so marks are replaced by others that look alike.
 */
export function escapeFallback(line: string): string {
  return plainCharacters(line)
    .replace(/^(\s*)>/, '$1›')
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('`', "'")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '＿')
    .replaceAll('@', `@${WORD_JOINER}`)
    .replaceAll('://', `:${WORD_JOINER}//`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** At most so many characters; what is longer ends in "…". */
export function clip(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${head(text, maxChars - 1)}…`;
}

/** As `clip`, for text that is escaped already: no entity is cut in two, nor a mark from what makes it harmless. */
export function clipEscaped(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${head(text, maxChars - 1).replace(/(?:&[a-z]*|[@_])$/, '')}…`;
}

/** The first characters of a text, never half of one. */
export function head(text: string, chars: number): string {
  return text.slice(0, chars).replace(/[\uD800-\uDBFF]$/, '');
}
