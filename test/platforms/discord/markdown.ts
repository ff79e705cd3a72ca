/** A piece of what Discord makes of a text: what it is, the characters shown, and what is inside. */
export type Node = { readonly type: string; readonly text: string; readonly inside: readonly Node[] };

/**
 * Reads a text display as Discord's own clients do, as far as that is known. Where two accounts differ it takes the
 * one that obeys more, so that text which stays text here stays text there.
 */
export function readMarkdown(content: string): Node[] {
  const nodes: Node[] = [];
  let rest = content;
  while (rest !== '') {
    const code = /^```(?:[\w+.-]*\n)?([\s\S]+?)```\n?/.exec(rest);
    if (code) {
      nodes.push(node('code-block', code[1] ?? ''));
      rest = rest.slice(code[0].length);
      continue;
    }
    const line = /^[^\n]*/.exec(rest)?.[0] ?? '';
    nodes.push(...readLine(line));
    rest = rest.slice(line.length + 1);
  }
  return nodes;
}

/** What is made of the text, plain text left out: "heading3() item(link() strong())". */
export function shapeOf(nodes: readonly Node[]): string {
  return nodes
    .filter(({ type }) => type !== 'text')
    .map(({ type, inside }) => `${type}(${shapeOf(inside)})`)
    .join(' ');
}

/** The characters that are shown. */
export function visible(nodes: readonly Node[]): string {
  return nodes.map(({ text, inside }) => text + visible(inside)).join('');
}

const BLOCKS: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/^(#{1,3})\s+(?!#)/, (found) => `heading${found[1]?.length ?? 0}`],
  [/^-#\s+/, () => 'small'],
  [/^\s*>>>\s*/, () => 'quote'],
  [/^\s*>\s/, () => 'quote'],
  [/^\s*[-*+]\s+/, () => 'item'],
  [/^\s*\d+[.)]\s+/, () => 'numbered'],
];

/** A line, or the inside of an item or of bold text at the start of one: blocks may begin there too. */
function readLine(line: string): Node[] {
  for (const [pattern, typeOf] of BLOCKS) {
    const found = pattern.exec(line);
    if (found) return [node(typeOf(found), '', readLine(line.slice(found[0].length)))];
  }
  return readInline(line, true);
}

const INLINE: readonly (readonly [string, RegExp])[] = [
  ['mention', /^<(?:@[!&]?|#)\d+>/],
  ['mention', /^@(?:everyone|here)/i],
  ['emoji', /^<a?:\w+:\d+>/],
  // Names of emoji hold nothing else.
  ['emoji', /^:[\w+-]+:/],
  ['timestamp', /^<t:-?\d+(?::\w)?>/],
  ['command', /^<\/[^>]*:\d+>/],
  ['navigation', /^<id:\w+>/],
  ['url', /^<(?:\w+:|[^\s@>]+@)[^\s>]+>/],
  ['url', /^[a-z]+:\/\/\S/i],
  ['invitation', /^discord(?:app)?\.(?:gg|com\/invite)\/\w/i],
];
const PAIRS = ['**', '__', '~~', '||', '*', '_'] as const;
const PAIR_NAMES = {
  '**': 'strong',
  __: 'underline',
  '~~': 'struck',
  '||': 'spoiler',
  '*': 'italic',
  _: 'italic',
} as const;

function readInline(line: string, isStart: boolean): Node[] {
  const nodes: Node[] = [];
  let at = 0;
  while (at < line.length) {
    const rest = line.slice(at);
    const read =
      readEscape(rest) ?? readCode(rest) ?? readLink(rest) ?? readKnown(rest) ?? readPair(rest, isStart && at === 0);
    nodes.push(read?.node ?? node('text', rest.charAt(0)));
    at += read?.length ?? 1;
  }
  return nodes;
}

type Read = { readonly node: Node; readonly length: number };

function readEscape(rest: string): Read | undefined {
  const escaped = /^\\([^0-9A-Za-z\s])/.exec(rest)?.[1];
  return escaped === undefined ? undefined : { node: node('text', escaped), length: 1 + escaped.length };
}

function readCode(rest: string): Read | undefined {
  const found = /^(`+)([\s\S]*?[^`])\1(?!`)/.exec(rest);
  return found ? { node: node('code', found[2] ?? ''), length: found[0].length } : undefined;
}

/** Links whose label holds an address, an emoji or nothing to see are shown as they are written. */
function readLink(rest: string): Read | undefined {
  const found = /^\[([^[\]]+)\]\(\s*<?((?:https?|discord):\/\/[^\s<>()\\]+)>?\s*\)/.exec(rest);
  const label = found?.[1] ?? '';
  if (!found || label.trim() === '' || /:\/\/|\p{Extended_Pictographic}/u.test(label)) return undefined;
  // No escape works in a label: a backslash would be shown.
  return {
    node: node(
      'link',
      '',
      [...label.replaceAll('\\', '\\\\')].map((one) => node('text', one)),
    ),
    length: found[0].length,
  };
}

function readKnown(rest: string): Read | undefined {
  for (const [type, pattern] of INLINE) {
    const found = pattern.exec(rest)?.[0];
    if (found !== undefined) return { node: node(type, found), length: found.length };
  }
  return undefined;
}

function readPair(rest: string, isStart: boolean): Read | undefined {
  for (const mark of PAIRS) {
    if (!rest.startsWith(mark)) continue;
    const escaped = mark.replace(/[*|]/g, '\\$&');
    const found = new RegExp(
      `^${escaped}((?:\\\\[\\s\\S]|[^\\\\])+?)${escaped}(?!${escaped.slice(0, mark === '_' || mark === '__' ? 1 : 2)})`,
    ).exec(rest);
    if (!found) continue;
    const inner = found[1] ?? '';
    return {
      node: node(PAIR_NAMES[mark], '', isStart ? readLine(inner) : readInline(inner, false)),
      length: found[0].length,
    };
  }
  return undefined;
}

function node(type: string, text: string, inside: readonly Node[] = []): Node {
  return { type, text, inside };
}
