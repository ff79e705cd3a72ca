import type { JsonObject } from './json.ts';
import type { Person, World } from './world.ts';

/** What Slack makes of what a person types: text with escapes and mentions, and the rich text block beside it. */
export type Typed = { readonly text: string; readonly block: JsonObject };

const TOKEN = /(@[\p{L}\p{N}_.-]+|#[\p{L}\p{N}_-]+|https?:\/\/[^\s<>|]+)/u;
const BROADCASTS = ['here', 'channel', 'everyone'];

/**
 * Reads a line as the message box does: `@Name` and `#channel` become mentions where there is such a person or channel,
 * `@here` a broadcast, addresses links; everything else stays text and is escaped.
 */
export function readTyped(line: string, writer: Person, world: World): Typed {
  const parts = line.split(TOKEN).filter((part) => part !== '');
  const pieces = parts.map((part) => readPart(part, writer, world));
  return {
    text: pieces.map(({ text }) => text).join(''),
    block: {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: pieces.map(({ element }) => element) }],
    },
  };
}

/** `&`, `<` and `>` as entities. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function readPart(part: string, writer: Person, world: World): { readonly text: string; readonly element: JsonObject } {
  const name = part.slice(1);
  if (part.startsWith('@')) {
    if (BROADCASTS.includes(name)) return { text: `<!${name}>`, element: { type: 'broadcast', range: name } };
    const person = world.people(writer.workspace).find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (person) return { text: `<@${person.id}>`, element: { type: 'user', user_id: person.id } };
  }
  if (part.startsWith('#')) {
    const channel = world.conversations(writer.workspace).find((one) => one.kind !== 'direct' && one.name === name);
    if (channel)
      return { text: `<#${channel.id}|${channel.name}>`, element: { type: 'channel', channel_id: channel.id } };
  }
  if (/^https?:\/\//.test(part)) return { text: `<${escapeText(part)}>`, element: { type: 'link', url: part } };
  return { text: escapeText(part), element: { type: 'text', text: part } };
}
