import type { Ids } from './ids.ts';
import type { Json, JsonObject } from './json.ts';

export type Workspace = { readonly id: string; readonly name: string; readonly domain: string };

export type Person = {
  readonly id: string;
  readonly workspace: string;
  readonly name: string;
  readonly isGuest: boolean;
  /** Set for the user that speaks for an app. */
  readonly bot?: string;
};

export type Conversation = {
  readonly id: string;
  readonly workspace: string;
  readonly kind: 'public' | 'private' | 'direct';
  readonly name: string;
  readonly members: ReadonlySet<string>;
  readonly isArchived: boolean;
  /** Shared with another company through Slack Connect. */
  readonly isShared: boolean;
};

export type StoredFile = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly by: string;
  readonly content: Buffer | undefined;
  readonly bytes: number;
};

export type Reaction = { readonly name: string; readonly people: readonly string[] };

export type Message = {
  readonly ts: string;
  readonly channel: string;
  /** The ts of the thread's first message, for a reply. */
  readonly thread: string | undefined;
  /** The person, bot users included, who wrote it. */
  readonly by: string;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
  readonly metadata: JsonObject | undefined;
  readonly files: readonly StoredFile[];
  readonly reactions: readonly Reaction[];
  readonly editedAt: string | undefined;
  /** The only person who sees it, for an ephemeral message. */
  readonly onlyFor: string | undefined;
  readonly isBroadcast: boolean;
  readonly isStreaming: boolean;
};

export type View = {
  readonly id: string;
  readonly workspace: string;
  readonly person: string;
  readonly type: 'modal' | 'home';
  readonly content: JsonObject;
  readonly hash: string;
  readonly root: string;
  readonly previous: string | undefined;
  readonly externalId: string;
};

export type Prompt = { readonly title: string; readonly message: string };

/** Everything that can happen in the world, in the order in which it happened. */
export type Change =
  | { readonly kind: 'posted'; readonly message: Message }
  | { readonly kind: 'edited'; readonly message: Message; readonly previous: Message; readonly isQuiet: boolean }
  | { readonly kind: 'deleted'; readonly message: Message }
  | { readonly kind: 'reacted'; readonly message: Message; readonly by: string }
  | { readonly kind: 'view-opened'; readonly view: View }
  | { readonly kind: 'view-changed'; readonly view: View }
  | { readonly kind: 'view-closed'; readonly view: View }
  | { readonly kind: 'home-published'; readonly view: View }
  | {
      readonly kind: 'prompts-set';
      readonly channel: string;
      readonly title: string;
      readonly prompts: readonly Prompt[];
    }
  | { readonly kind: 'status-set'; readonly channel: string; readonly thread: string; readonly status: string }
  | { readonly kind: 'title-set'; readonly channel: string; readonly thread: string; readonly title: string }
  | { readonly kind: 'noticed'; readonly person: string; readonly channel: string | undefined; readonly text: string };

export type Draft = Pick<Message, 'channel' | 'by' | 'text'> & Partial<Omit<Message, 'channel' | 'by' | 'text' | 'ts'>>;

/** What an edit may change; `isQuiet` edits are not told to apps. */
export type Edit = Partial<Pick<Message, 'text' | 'blocks' | 'attachments' | 'metadata' | 'files' | 'isStreaming'>>;

/** The state of every workspace, and the list of what happened in them. */
export type World = ReturnType<typeof createWorld>;

export function createWorld(ids: Ids) {
  const workspaces = new Map<string, Workspace>();
  const people = new Map<string, Person>();
  const conversations = new Map<string, Conversation>();
  const messages = new Map<string, Map<string, Message>>();
  const replies = new Map<string, Set<string>>();
  const files = new Map<string, StoredFile>();
  const changes: Change[] = [];
  const listeners = new Set<(change: Change) => void>();

  return {
    addWorkspace: (name: string): Workspace => keep(workspaces, { id: ids.next('T'), name, domain: slug(name) }),
    addPerson: (person: Omit<Person, 'id'>): Person =>
      keep(people, { ...person, id: ids.next(person.bot === undefined ? 'U' : 'UB') }),
    addConversation: (conversation: Omit<Conversation, 'id'>): Conversation =>
      keep(conversations, { ...conversation, id: ids.next(conversation.kind === 'direct' ? 'D' : 'C') }),
    changeConversation: (
      conversation: Conversation,
      change: Partial<Pick<Conversation, 'members' | 'isArchived'>>,
    ): Conversation => keep(conversations, { ...conversation, ...change }),
    keepFile: (file: StoredFile): StoredFile => keep(files, file),

    workspace: (id: string) => workspaces.get(id),
    workspaces: (): readonly Workspace[] => [...workspaces.values()],
    person: (id: string) => people.get(id),
    people: (workspace: string): readonly Person[] =>
      [...people.values()].filter((person) => person.workspace === workspace),
    conversation: (id: string) => conversations.get(id),
    conversations: (workspace: string): readonly Conversation[] =>
      [...conversations.values()].filter((conversation) => conversation.workspace === workspace),
    file: (id: string) => files.get(id),
    message: (channel: string, ts: string) => messages.get(channel)?.get(ts),
    /** Every message of a conversation, replies and ephemeral ones included, oldest first. */
    messages: (channel: string): readonly Message[] => [...(messages.get(channel)?.values() ?? [])],
    /** A thread: its first message and the replies, without ephemeral ones. */
    thread: (channel: string, ts: string): readonly Message[] =>
      [ts, ...(replies.get(threadKey(channel, ts)) ?? [])].flatMap((one) => {
        const message = messages.get(channel)?.get(one);
        return message && message.onlyFor === undefined ? [message] : [];
      }),
    /** The conversation of one person with one app's user; made when they first meet. */
    directWith: (person: Person, other: Person): Conversation => {
      const found = [...conversations.values()].find(
        ({ kind, members }) => kind === 'direct' && members.has(person.id) && members.has(other.id),
      );
      return (
        found ??
        keep(conversations, {
          id: ids.next('D'),
          workspace: person.workspace,
          kind: 'direct',
          name: 'directmessage',
          members: new Set([person.id, other.id]),
          isArchived: false,
          isShared: false,
        })
      );
    },

    post: (draft: Draft): Message => {
      const message: Message = {
        thread: undefined,
        blocks: [],
        attachments: [],
        metadata: undefined,
        files: [],
        reactions: [],
        editedAt: undefined,
        onlyFor: undefined,
        isBroadcast: false,
        isStreaming: false,
        ...draft,
        ts: ids.timestamp(),
      };
      store(message);
      if (message.thread !== undefined) {
        const key = threadKey(message.channel, message.thread);
        replies.set(key, (replies.get(key) ?? new Set()).add(message.ts));
      }
      happen({ kind: 'posted', message });
      return message;
    },
    edit: (previous: Message, edit: Edit, isQuiet = false): Message => {
      const message = { ...previous, ...edit, editedAt: ids.timestamp() };
      store(message);
      happen({ kind: 'edited', message, previous, isQuiet });
      return message;
    },
    remove: (message: Message): void => {
      messages.get(message.channel)?.delete(message.ts);
      happen({ kind: 'deleted', message });
    },
    react: (previous: Message, by: string, reactions: readonly Reaction[]): void => {
      const message = { ...previous, reactions };
      store(message);
      happen({ kind: 'reacted', message, by });
    },
    happen,
    /** How much has happened so far: the place from which `changesSince` goes on. */
    now: (): number => changes.length,
    changesSince: (place: number): readonly Change[] => changes.slice(place),
    /** Calls back after each change; the function returned ends it. */
    onChange: (listener: (change: Change) => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  function happen(change: Change): void {
    changes.push(change);
    for (const listener of listeners) listener(change);
  }

  function store(message: Message): void {
    const channel = messages.get(message.channel) ?? new Map<string, Message>();
    messages.set(message.channel, channel.set(message.ts, message));
  }
}

function threadKey(channel: string, ts: string): string {
  return `${channel}:${ts}`;
}

function keep<Thing extends { readonly id: string }>(things: Map<string, Thing>, thing: Thing): Thing {
  things.set(thing.id, thing);
  return thing;
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

/** The blocks of a message with the ids that Slack adds where an app gave none. */
export function withIds(blocks: readonly JsonObject[], ids: Ids): readonly JsonObject[] {
  return blocks.map((block) => {
    const { elements, accessory, element } = block;
    return {
      ...block,
      block_id: block.block_id ?? ids.next('b'),
      ...(Array.isArray(elements) && block.type !== 'rich_text' ? { elements: elements.map(named) } : {}),
      ...(accessory === undefined ? {} : { accessory: named(accessory) }),
      ...(element === undefined ? {} : { element: named(element) }),
    };
  });

  function named(element: Json): Json {
    if (typeof element !== 'object' || element === null || Array.isArray(element)) return element;
    const isPassive =
      'type' in element && ['image', 'mrkdwn', 'plain_text', 'url'].some((type) => type === element.type);
    return isPassive || 'action_id' in element ? element : { ...element, action_id: ids.next('a') };
  }
}
