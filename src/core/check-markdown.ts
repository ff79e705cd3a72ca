import { parseProse, unsupportedMarkup } from './prose.ts';

/** What is wrong with a piece of Markdown, and on which of its lines, from 0. */
export type BrokenMarkdown = { readonly line: number; readonly message: string };

/** Markup that shows as its own characters instead of what it means, the first of each line; a text without any is whole. */
export function brokenMarkdown(markdown: string): BrokenMarkdown[] {
  const lines = markdown.split('\n');
  const whole = unsupportedMarkup(markdown);
  const unsupported = lines.flatMap((line, index): BrokenMarkdown[] => {
    const found = unsupportedMarkup(line) ?? ALSO_UNSUPPORTED.find(([pattern]) => pattern.test(line))?.[1];
    return found === undefined ? [] : [{ line: index, message: `${ALLOWED}; found ${found}` }];
  });
  if (whole !== undefined && unsupported.length === 0)
    unsupported.push({ line: 0, message: `${ALLOWED}; found ${whole}` });
  return [...unsupported, ...unclosed(markdown)].sort((a, b) => a.line - b.line);
}

const ALLOWED = 'expected paragraphs, "- " bullets, **bold** and `code` only';

/** What is no markup here, beside what `unsupportedMarkup` knows. */
const ALSO_UNSUPPORTED: readonly (readonly [RegExp, string])[] = [
  [/^(?: {4,}|\t)\S/, 'an indented line, which is no code block here'],
  [/^ {0,3}(?:-{3,}|\*{3,}|_{3,}|={3,})\s*$/, 'a ruler or an underlined heading'],
  [/^\+ /, 'a bullet "+"; write "- "'],
  [/^[-*](?![-*\s\d])\S/, 'a bullet without a space; write "- "'],
  [/(?<![\w`])__[^_\s`][^_`]*__(?![\w`])/, 'bold by underscores; write **bold**'],
  [/~~[^~]+~~/, 'struck-out words'],
  [/&(?:[a-z]{2,8}|#\d{2,6});/i, 'an HTML character; write the character itself'],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  [/[\u0000-\u0008\u000B-\u001F\u007F\u202A-\u202E\u2066-\u2069]/, 'a control character; take it out'],
];

/** Stars and backticks that never found their partner: the parser leaves them as characters. */
function unclosed(markdown: string): BrokenMarkdown[] {
  let line = 0;
  const broken: BrokenMarkdown[] = [];
  for (const chunk of markdown.split(/(?<=\n[ \t]*\n)/)) {
    for (const block of parseProse(chunk)) {
      for (const spans of block.type === 'list' ? block.items : [block.spans]) {
        const left = spans.find((span) => span.type !== 'code' && /\*\*|`/.test(span.text));
        if (left === undefined) continue;
        const mark = /\*\*|`/.exec(left.text)?.[0] ?? '';
        broken.push({
          line: line + lineOf(chunk, left.text),
          message: `a ${mark} has no partner in its paragraph or bullet; close it, or take it out`,
        });
      }
    }
    line += chunk.split('\n').length - 1;
  }
  return broken;
}

/** The line of a chunk on which the end of this text stands; texts of several lines were joined by blanks. */
function lineOf(chunk: string, text: string): number {
  const at = text.search(/\*\*|`/);
  const around = text.slice(Math.max(0, at - 10), at + 10).trim();
  const found = chunk.replaceAll('\n', ' ').indexOf(around);
  return found < 0 ? 0 : chunk.slice(0, found + Math.min(10, at)).split('\n').length - 1;
}
