import type { Announcer } from './events.ts';
import type { Messages } from './messages.ts';
import { channelPayload, channelType, threadMemberPayload } from './payloads.ts';
import { INTENT, MESSAGE_TYPE } from './protocol.ts';
import type { Forum, Message, TextChannel, Thread, User, World } from './world.ts';

/** A thread to be opened. */
export type ThreadPlan = {
  readonly parent: TextChannel | Forum;
  readonly name: string;
  readonly owner: User;
  /** The message it grows out of; its id becomes the thread's. */
  readonly starter?: Message | undefined;
  readonly isPrivate?: boolean;
  readonly archiveAfterMinutes?: number | null | undefined;
  readonly slowmodeSeconds?: number | null | undefined;
  readonly appliedTags?: readonly string[];
};

/** What of a thread can change. */
export type ThreadChange = {
  readonly name?: string | undefined;
  readonly isArchived?: boolean | undefined;
  readonly isLocked?: boolean | undefined;
  readonly archiveAfterMinutes?: number | undefined;
  readonly slowmodeSeconds?: number | undefined;
  readonly appliedTags?: readonly string[] | undefined;
};

/** Opens and changes threads, and tells everybody who may know. */
export type Threads = {
  readonly open: (plan: ThreadPlan) => Thread;
  readonly change: (thread: Thread, change: ThreadChange) => void;
  readonly join: (thread: Thread, userId: string) => void;
  readonly leave: (thread: Thread, userId: string) => void;
  readonly remove: (thread: Thread) => void;
};

const INTENTS = { guild: INTENT.guilds, direct: 0 };
const DAY_MINUTES = 1440;

/** The threads of one world. */
export function createThreads(world: World, messages: Messages, announcer: Announcer): Threads {
  return { open, change, join, leave, remove };

  function open(plan: ThreadPlan): Thread {
    const { parent, owner, starter } = plan;
    const thread: Thread = {
      kind: 'thread',
      id: starter?.id ?? world.ids.timed(),
      guild: parent.guild,
      parent,
      name: plan.name,
      ownerId: owner.id,
      isPrivate: plan.isPrivate ?? false,
      isArchived: false,
      isLocked: false,
      archiveAfterMinutes: plan.archiveAfterMinutes ?? DAY_MINUTES,
      archiveChangedAt: world.now(),
      slowmodeSeconds: plan.slowmodeSeconds ?? 0,
      createdAt: world.now(),
      members: new Set([owner.id]),
      appliedTags: plan.appliedTags ?? [],
      messageCount: 0,
      lastMessageId: undefined,
    };
    world.channels.set(thread.id, thread);
    const isOwn = owner === world.application.bot;
    messages.tellIn(thread, 'THREAD_CREATE', INTENTS, {
      ...channelPayload(thread),
      newly_created: true,
      ...(isOwn ? { member: threadMemberPayload(thread, owner.id) } : {}),
    });
    if (starter) {
      starter.thread = thread;
      messages.announceChange(starter);
      noteInside(thread, starter);
    } else if (parent.kind !== 'forum' && !thread.isPrivate) {
      noteInParent(thread, owner);
    }
    announcer.changed({ kind: 'thread', channelId: thread.id });
    return thread;
  }

  function change(thread: Thread, wanted: ThreadChange): void {
    if (wanted.isArchived !== undefined && wanted.isArchived !== thread.isArchived) {
      thread.isArchived = wanted.isArchived;
      thread.archiveChangedAt = world.now();
    }
    thread.name = wanted.name ?? thread.name;
    thread.isLocked = wanted.isLocked ?? thread.isLocked;
    thread.archiveAfterMinutes = wanted.archiveAfterMinutes ?? thread.archiveAfterMinutes;
    thread.slowmodeSeconds = wanted.slowmodeSeconds ?? thread.slowmodeSeconds;
    thread.appliedTags = wanted.appliedTags ?? thread.appliedTags;
    messages.tellIn(thread, 'THREAD_UPDATE', INTENTS, channelPayload(thread));
    announcer.changed({ kind: 'thread', channelId: thread.id });
  }

  function join(thread: Thread, userId: string): void {
    if (thread.members.has(userId)) return;
    thread.members.add(userId);
    tellMembers(thread, { added_members: [threadMemberPayload(thread, userId)] });
  }

  function leave(thread: Thread, userId: string): void {
    if (thread.members.delete(userId)) tellMembers(thread, { removed_member_ids: [userId] });
  }

  function remove(thread: Thread): void {
    messages.tellIn(thread, 'THREAD_DELETE', INTENTS, {
      id: thread.id,
      guild_id: thread.guild.id,
      parent_id: thread.parent.id,
      type: channelType(thread),
    });
    world.channels.delete(thread.id);
    for (const message of world.messagesIn(thread)) world.remove(message);
    announcer.changed({ kind: 'thread', channelId: thread.id });
  }

  function tellMembers(thread: Thread, who: Readonly<Record<string, unknown>>): void {
    messages.tellIn(thread, 'THREAD_MEMBERS_UPDATE', INTENTS, {
      id: thread.id,
      guild_id: thread.guild.id,
      member_count: thread.members.size,
      ...who,
    });
  }

  /** The first message inside a thread that grew out of a message stands for that message. */
  function noteInside(thread: Thread, starter: Message): void {
    world.keep({
      ...systemMessage(MESSAGE_TYPE.threadStarter, starter.author, ''),
      channel: thread,
      replyTo: { messageId: starter.id, channelId: starter.channel.id },
    });
  }

  function noteInParent(thread: Thread, owner: User): void {
    world.keep({
      ...systemMessage(MESSAGE_TYPE.threadCreated, owner, thread.name),
      channel: thread.parent,
      thread,
    });
  }

  function systemMessage(type: number, author: User, content: string): Omit<Message, 'channel'> {
    return {
      id: world.ids.timed(),
      author,
      webhookId: undefined,
      type,
      createdAt: world.now(),
      editedAt: undefined,
      content,
      flags: 0,
      embeds: [],
      components: [],
      attachments: [],
      pings: { users: [], roles: [], everyone: false },
      poll: undefined,
      nonce: undefined,
      replyTo: undefined,
      origin: undefined,
      onlyFor: undefined,
      thread: undefined,
      isPinned: false,
      reactions: new Map(),
    };
  }
}
