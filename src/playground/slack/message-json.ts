import type { App } from './app.ts';
import type { JsonObject } from './json.ts';
import type { Conversation, Message, Person, StoredFile, World } from './world.ts';

/** A message as the Web API and events show it. */
export function messageJson(message: Message, world: World, app: App): JsonObject {
  const author = world.person(message.by);
  const replies = message.thread === undefined ? world.thread(message.channel, message.ts).slice(1) : [];
  const latest = replies.at(-1);
  const root = message.thread === undefined ? undefined : world.message(message.channel, message.thread);
  return {
    type: 'message',
    ...(message.files.length > 0 ? { subtype: 'file_share' } : {}),
    ...(message.isBroadcast ? { subtype: 'thread_broadcast' } : {}),
    user: message.by,
    ts: message.ts,
    text: message.text,
    team: author?.workspace,
    ...(author?.bot === undefined
      ? { client_msg_id: `00000000-0000-4000-8000-${message.ts.replace('.', '').slice(-12).padStart(12, '0')}` }
      : {
          bot_id: author.bot,
          app_id: app.id,
          bot_profile: { id: author.bot, app_id: app.id, name: author.name, team_id: author.workspace, deleted: false },
        }),
    ...(message.blocks.length > 0 ? { blocks: [...message.blocks] } : {}),
    ...(message.attachments.length > 0 ? { attachments: [...message.attachments] } : {}),
    ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
    ...(message.files.length > 0 ? { files: message.files.map(fileJson) } : {}),
    ...(message.reactions.length > 0
      ? {
          reactions: message.reactions.map(({ name, people }) => ({ name, users: [...people], count: people.length })),
        }
      : {}),
    ...(message.editedAt === undefined ? {} : { edited: { user: message.by, ts: message.editedAt } }),
    ...(message.thread === undefined ? {} : { thread_ts: message.thread, parent_user_id: root?.by }),
    ...(latest === undefined
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map(({ by }) => by))],
          latest_reply: latest.ts,
        }),
  };
}

export function fileJson(file: StoredFile): JsonObject {
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    user: file.by,
    size: file.bytes,
    mode: 'hosted',
    filetype: file.name.split('.').at(-1) ?? '',
  };
}

/** A conversation as conversations.info shows it to an app's user. */
export function conversationJson(conversation: Conversation, reader: Person): JsonObject {
  const other = [...conversation.members].find((member) => member !== reader.id);
  return {
    id: conversation.id,
    ...(conversation.kind === 'direct' ? { user: other } : { name: conversation.name }),
    is_channel: conversation.kind === 'public',
    is_group: conversation.kind === 'private',
    is_im: conversation.kind === 'direct',
    is_private: conversation.kind !== 'public',
    is_archived: conversation.isArchived,
    is_member: conversation.members.has(reader.id),
    is_ext_shared: conversation.isShared,
    is_shared: conversation.isShared,
    context_team_id: conversation.workspace,
    num_members: conversation.members.size,
  };
}

/** A person as users.info shows them. */
export function personJson(person: Person): JsonObject {
  return {
    id: person.id,
    team_id: person.workspace,
    name: person.name.toLowerCase(),
    real_name: person.name,
    is_bot: person.bot !== undefined,
    is_restricted: person.isGuest,
    is_ultra_restricted: false,
    deleted: false,
    tz: 'Etc/UTC',
    profile: {
      display_name: person.name,
      real_name: person.name,
      team: person.workspace,
      ...(person.bot === undefined ? {} : { bot_id: person.bot }),
    },
  };
}

/** `channel`, `group` or `im`: how events and scopes call a kind of conversation. */
export function channelType(conversation: Conversation): 'channel' | 'group' | 'im' {
  switch (conversation.kind) {
    case 'public':
      return 'channel';
    case 'private':
      return 'group';
    case 'direct':
      return 'im';
  }
}
