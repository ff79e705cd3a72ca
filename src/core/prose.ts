/** A run of characters with one look; `text` is always plain characters, never markup. */
export type Span = { readonly type: 'text' | 'strong' | 'code'; readonly text: string };

/** A paragraph, or a list of one level. */
export type Block =
  | { readonly type: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly type: 'list'; readonly items: readonly (readonly Span[])[] };

/** What knowledge is written in: paragraphs, bullets, **bold** and `code`. Nothing else is markup. */
export type Prose = readonly Block[];

/** Markup that people may expect to work in an answer and that does not, with the words that name it. */
const UNSUPPORTED: readonly (readonly [RegExp, string])[] = [
  [/^#{1,6} /m, 'a heading'],
  [/\[[^\]]*\]\([^)]*\)/, 'a link'],
  [/^[ \t]*\|.*\|/m, 'a table'],
  [/^ {0,3}(```|~~~)/m, 'a code fence'],
  [/^ {0,3}> /m, 'a quotation'],
  [/(^|[^*\w`])\*[^*\s][^*`]*\*(?![*\w])/m, 'italics'],
  [/<\/?[a-z][^>]*>/i, 'HTML'],
  [/^[ \t]+[-*] /m, 'a nested list'],
  [/^\d+[.)] /m, 'a numbered list'],
];

/** Parses the subset of Markdown above; total: what is not markup stays as characters. */
export function parseProse(markdown: string): Prose {
  return markdown
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .map((chunk) => chunk.trim())
    .filter((chunk) => chunk !== '')
    .flatMap(parseChunk);
}

/** Names the first piece of Markdown in the text that an answer may not use, or undefined. */
export function unsupportedMarkup(markdown: string): string | undefined {
  return UNSUPPORTED.find(([pattern]) => pattern.test(markdown))?.[1];
}

/** The characters of the prose without any markup; bullets become `- ` lines. */
export function plainProse(prose: Prose): string {
  return prose.map(plainBlock).join('\n\n');
}

/** The text up to its first full stop, question or exclamation mark. */
export function firstSentence(text: string): string {
  return /^[\s\S]*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
}

/** The characters of the spans, in order. */
export function plainSpans(spans: readonly Span[]): string {
  return spans.map((span) => span.text).join('');
}

/** One paragraph of plain characters, for sentences of ours and words of people. */
export function paragraph(...spans: readonly (string | Span)[]): Block {
  return { type: 'paragraph', spans: spans.map((span) => (typeof span === 'string' ? text(span) : span)) };
}

/** A span of plain characters. */
export function text(characters: string): Span {
  return { type: 'text', text: characters };
}

/** A span that stands out. */
export function strong(characters: string): Span {
  return { type: 'strong', text: characters };
}

function plainBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return plainSpans(block.spans);
    case 'list':
      return block.items.map((item) => `- ${plainSpans(item)}`).join('\n');
  }
}

function parseChunk(chunk: string): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let items: string[] = [];
  const flush = () => {
    if (lines.length > 0) blocks.push({ type: 'paragraph', spans: parseSpans(lines.join(' ')) });
    if (items.length > 0) blocks.push({ type: 'list', items: items.map(parseSpans) });
    lines = [];
    items = [];
  };
  for (const line of chunk.split('\n')) {
    const bullet = /^[-*] +(.*)$/.exec(line)?.[1];
    if (bullet !== undefined) {
      if (lines.length > 0) flush();
      items.push(bullet.trim());
    } else if (items.length > 0) {
      items.push(`${items.pop()} ${line.trim()}`);
    } else {
      lines.push(line.trim());
    }
  }
  flush();
  return blocks;
}

function parseSpans(line: string): Span[] {
  const spans: Span[] = [];
  let rest = 0;
  for (const match of line.matchAll(/\*\*([^*]+)\*\*|`([^`]+)`/g)) {
    if (match.index > rest) spans.push(text(line.slice(rest, match.index)));
    spans.push(match[1] === undefined ? { type: 'code', text: match[2] ?? '' } : strong(match[1]));
    rest = match.index + match[0].length;
  }
  if (rest < line.length) spans.push(text(line.slice(rest)));
  return spans;
}
