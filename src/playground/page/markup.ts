import { type ComponentChildren, h } from 'preact';

/** Names behind the ids that texts mention. */
export type Names = {
  readonly person: (id: string) => string | undefined;
  readonly channel: (id: string) => string | undefined;
};

type Rule = { readonly pattern: RegExp; readonly draw: (match: RegExpExecArray, inner: Draw) => ComponentChildren };
type Draw = (text: string) => ComponentChildren[];

/** Slack's mrkdwn as a person sees it. Nothing of the text becomes HTML. */
export function drawMrkdwn(text: string, names: Names): ComponentChildren[] {
  return drawWith(mrkdwnRules(names), text);
}

/** Discord's Markdown as a person sees it. Nothing of the text becomes HTML. */
export function drawMarkdown(text: string, names: Names): ComponentChildren[] {
  const blocks: ComponentChildren[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const fence = /^```(\w*)$/.exec(line);
    const end = fence ? lines.findIndex((other, at) => at > index && other === '```') : -1;
    if (end > index) {
      blocks.push(codeBlock(lines.slice(index + 1, end).join('\n')));
      index = end;
    } else if (isItem(line)) {
      const items = lines.slice(index).findIndex((other) => !isItem(other));
      const last = items < 0 ? lines.length : index + items;
      blocks.push(
        h(
          'ul',
          null,
          lines.slice(index, last).map((item) => h('li', null, inline(item.replace(/^\s*[-*] /, ''), names))),
        ),
      );
      index = last - 1;
    } else blocks.push(drawLine(line, names));
  }
  return blocks;
}

/** An address that a click may follow. */
export function safeAddress(address: string): string | undefined {
  const url = URL.parse(address);
  return url && ['https:', 'http:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
}

/** A link that leaves the playground; one with another scheme stays text. */
export function link(address: string, words: ComponentChildren): ComponentChildren {
  const href = safeAddress(address);
  return href === undefined ? words : h('a', { href, target: '_blank', rel: 'noreferrer noopener' }, words);
}

/** Text whose lines line up; it can be scrolled with the keyboard. */
export function codeBlock(text: string): ComponentChildren {
  return h('pre', { tabIndex: 0 }, h('code', null, text));
}

function isItem(line: string): boolean {
  return /^\s*[-*] \S/.test(line);
}

function drawLine(line: string, names: Names): ComponentChildren {
  const heading = /^(#{1,3}) (.*)$/.exec(line);
  // Headings of a message are no headings of the page.
  if (heading) return h('p', { class: `heading-${heading[1]?.length ?? 1}` }, inline(heading[2] ?? '', names));
  if (line.startsWith('-# ')) return h('p', { class: 'subtext' }, inline(line.slice(3), names));
  if (line.startsWith('> ')) return h('blockquote', null, inline(line.slice(2), names));
  return h('p', { class: line === '' ? 'empty' : undefined }, inline(line, names));
}

function inline(text: string, names: Names): ComponentChildren[] {
  return drawWith(markdownRules(names), text);
}

/** Draws what the first rule finds, then what stands before and after it. */
function drawWith(rules: readonly Rule[], text: string): ComponentChildren[] {
  const drawn: ComponentChildren[] = [];
  let rest = text;
  while (rest !== '') {
    const found = rules
      .flatMap((rule) => {
        const match = rule.pattern.exec(rest);
        return match ? [{ rule, match }] : [];
      })
      .reduce<{ rule: Rule; match: RegExpExecArray } | undefined>(
        (best, one) => (best && best.match.index <= one.match.index ? best : one),
        undefined,
      );
    if (!found) break;
    const { rule, match } = found;
    if (match.index > 0) drawn.push(rest.slice(0, match.index));
    drawn.push(rule.draw(match, (inner) => drawWith(rules, inner)));
    rest = rest.slice(match.index + match[0].length);
  }
  return rest === '' ? drawn : [...drawn, rest];
}

function mention(sign: string, name: string): ComponentChildren {
  return h('span', { class: 'mention' }, `${sign}${name}`);
}

function mrkdwnRules(names: Names): Rule[] {
  return [
    { pattern: /```([\s\S]+?)```/, draw: ([, code = '']) => codeBlock(unescaped(code)) },
    { pattern: /`([^`\n]+)`/, draw: ([, code = '']) => h('code', null, unescaped(code)) },
    { pattern: /<([^<>\s][^<>]*)>/, draw: ([, inside = '']) => reference(inside, names) },
    {
      pattern: /(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])/,
      draw: ([, text = ''], inner) => h('strong', null, inner(text)),
    },
    { pattern: /(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])/, draw: ([, text = ''], inner) => h('em', null, inner(text)) },
    { pattern: /(?<![\w~])~(\S(?:[^~\n]*\S)?)~(?![\w~])/, draw: ([, text = ''], inner) => h('s', null, inner(text)) },
    { pattern: /^&gt; ?(.*)$/m, draw: ([, text = ''], inner) => h('blockquote', null, inner(text)) },
    { pattern: /&(amp|lt|gt);/, draw: ([whole]) => unescaped(whole) },
    { pattern: /\n/, draw: () => h('br', null) },
  ];
}

function reference(inside: string, names: Names): ComponentChildren {
  const [target = '', label] = inside.split('|');
  if (target.startsWith('@')) return mention('@', label ?? names.person(target.slice(1)) ?? target.slice(1));
  if (target.startsWith('#')) return mention('#', label || (names.channel(target.slice(1)) ?? target.slice(1)));
  if (target.startsWith('!')) return mention('@', label ?? target.slice(1));
  return link(unescaped(target), unescaped(label ?? target));
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function markdownRules(names: Names): Rule[] {
  return [
    // What is escaped is the character itself.
    { pattern: /\\([\\`*_{}[\]()#+\-.!~|<>:@&/])/, draw: ([, character = '']) => character },
    { pattern: /`` ?([\s\S]+?) ?``/, draw: ([, code = '']) => h('code', null, code) },
    { pattern: /`([^`\n]+)`/, draw: ([, code = '']) => h('code', null, code) },
    { pattern: /<@[!]?(\d+)>/, draw: ([, id = '']) => mention('@', names.person(id) ?? id) },
    { pattern: /<#(\d+)>/, draw: ([, id = '']) => mention('#', names.channel(id) ?? id) },
    {
      pattern: /\[((?:\\.|[^\]\\])+)\]\(<?([^)>\s]+)>?\)/,
      draw: ([, label = '', address = ''], inner) => link(address, inner(label)),
    },
    { pattern: /<?(https?:\/\/[^\s<>]+)>?/, draw: ([, address = '']) => link(address, address) },
    { pattern: /\*\*((?:\\.|[^\\])+?)\*\*/, draw: ([, text = ''], inner) => h('strong', null, inner(text)) },
    { pattern: /__((?:\\.|[^\\])+?)__/, draw: ([, text = ''], inner) => h('u', null, inner(text)) },
    { pattern: /\*((?:\\.|[^\\*])+?)\*/, draw: ([, text = ''], inner) => h('em', null, inner(text)) },
    { pattern: /(?<!\w)_((?:\\.|[^\\_])+?)_(?!\w)/, draw: ([, text = ''], inner) => h('em', null, inner(text)) },
    { pattern: /~~((?:\\.|[^\\])+?)~~/, draw: ([, text = ''], inner) => h('s', null, inner(text)) },
    {
      pattern: /\|\|((?:\\.|[^\\])+?)\|\|/,
      draw: ([, text = ''], inner) => h('span', { class: 'spoiler' }, inner(text)),
    },
  ];
}
