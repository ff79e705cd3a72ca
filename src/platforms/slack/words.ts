/** What a person typed, without Slack's markup, and whom they meant it for. */
export type Words = {
  readonly text: string;
  readonly mentionsBot: boolean;
  /** Any other person, a group, or everybody. */
  readonly mentionsOthers: boolean;
};

/**
 * Slack's `text` as plain words: the bot's mention is gone, other mentions are names that ping nobody, links are their label
 * or their address, and entities are characters, once.
 */
export function readWords(raw: string, botUser: string): Words {
  let mentionsBot = false;
  let mentionsOthers = false;
  const text = raw.replace(TOKEN, (token: string, reference: string | undefined) => {
    if (reference === undefined) return plainEntities(token);
    if (isMentionOf(reference, botUser)) {
      mentionsBot = true;
      return '';
    }
    if (/^(?:@|!(?:subteam\^|here|channel|everyone))/.test(reference)) mentionsOthers = true;
    return plainReference(reference) + token.slice(token.indexOf('>') + 1);
  });
  return { text: text.replaceAll('\0', '').trim(), mentionsBot, mentionsOthers };
}

/** Text in which `&`, `<` and `>` may be entities, and nothing else is marked up. */
export function plainEntities(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, name: string) => (name === 'amp' ? '&' : name === 'lt' ? '<' : '>'));
}

/** A reference with what separates it from the next word, or an entity. */
const TOKEN = /<([^<>]*)>([,:]?[ \t]*)|&(?:amp|lt|gt);/g;

function isMentionOf(reference: string, user: string): boolean {
  return reference === `@${user}` || reference.startsWith(`@${user}|`);
}

function plainReference(reference: string): string {
  const [target = '', label = ''] = reference.split('|', 2);
  const shown = plainEntities(label);
  switch (target[0]) {
    case '@':
      return shown === '' ? target : `@${shown.replace(/^@/, '')}`;
    case '#':
      return shown === '' ? target : `#${shown}`;
    case '!':
      return shown === '' ? `@${target.slice(1).split('^').at(-1)}` : shown;
  }
  return shown === '' ? plainEntities(target).replace(/^(?:mailto|tel):/, '') : shown;
}
