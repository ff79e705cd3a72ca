/** What the ids in a message's markup are called; by id. */
export type Names = {
  readonly users: ReadonlyMap<string, string>;
  readonly roles: ReadonlyMap<string, string>;
  readonly channels: ReadonlyMap<string, string>;
};

/** The ids that stand for the bot: its user, and the role that a server gave it. */
export type OwnIds = { readonly user: string; readonly role: string | undefined };

/**
 * The words of a message as its author meant them: mentions of the bot are gone, other mentions, channels and emoji are
 * names, and the marks of bold text, spoilers and code are taken off.
 */
export function plainWords(content: string, names: Names, own: OwnIds): string {
  return content
    .replace(/<@!?(\d+)>/g, (_, id: string) => (id === own.user ? ' ' : `@${names.users.get(id) ?? 'somebody'}`))
    .replace(/<@&(\d+)>/g, (_, id: string) => (id === own.role ? ' ' : `@${names.roles.get(id) ?? 'a role'}`))
    .replace(/<#(\d+)>/g, (_, id: string) => `#${names.channels.get(id) ?? 'channel'}`)
    .replace(/<a?(:\w+:)\d+>/g, '$1')
    .replace(/<(\/[^:<>]+):\d+>/g, '$1')
    .replace(/<t:-?\d+(?::\w)?>/g, 'a time')
    .replace(/<(https?:\/\/[^\s<>]+)>/g, '$1')
    .replace(/```(?:[\w+-]+\n)?([\s\S]*?)```/g, ' $1 ')
    .replace(/(\*\*|~~|\|\||`)(?=\S)([\s\S]*?\S)\1/g, '$2')
    .replace(/^(?:>>> ?|> |-# |#{1,3} )/gm, '')
    .replace(/[^\S\n]+/g, ' ')
    .trim();
}
