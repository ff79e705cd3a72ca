import { type JsonObject, objectIn, objectsIn, textIn } from './json.ts';
import type { Acknowledgement } from './parcel.ts';
import { choosablesIn, pressablesIn, readableBlocks, readableText } from './readable.ts';
import type { Slack } from './slack.ts';
import type { Change, Message, Person, Prompt, View } from './world.ts';

/** A message as a person sees it. */
export type SeenMessage = {
  readonly kind: 'message';
  readonly channel: string;
  readonly ts: string;
  /** The thread it is a reply in. */
  readonly thread: string | undefined;
  readonly by: string;
  readonly isByApp: boolean;
  /** "Only visible to you". */
  readonly isPrivate: boolean;
  readonly isEdited: boolean;
  readonly isStreaming: boolean;
  /** What is shown: the blocks where there are some, else the text. */
  readonly shown: string;
  /** What a phone's notification shows. */
  readonly notification: string;
  readonly buttons: readonly string[];
  readonly selects: readonly { readonly labels: readonly string[]; readonly options: readonly string[] }[];
  readonly files: readonly { readonly name: string; readonly title: string; readonly content: string }[];
  readonly reactions: readonly string[];
  readonly blocks: readonly JsonObject[];
};

/** A modal or a Home tab as a person sees it. */
export type SeenView = {
  readonly kind: 'view';
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly title: string;
  readonly shown: string;
  readonly submit: string | undefined;
  readonly buttons: readonly string[];
  readonly inputs: readonly { readonly labels: readonly string[]; readonly options: readonly string[] }[];
  readonly blocks: readonly JsonObject[];
  readonly callbackId: string;
};

/** What a person saw happen after they did something. */
export type Seen = {
  /** The message that they wrote, when they wrote one. */
  readonly sent: SeenMessage | undefined;
  /** What became of the first try to tell the app; undefined when there was nothing to tell it. */
  readonly acknowledged: Acknowledgement['kind'] | undefined;
  /** Messages of others that came or changed, as they stand now, in the order in which they first did. */
  readonly messages: readonly SeenMessage[];
  /** Messages that went away: their ts. */
  readonly removed: readonly string[];
  /** The modal in front of them now. */
  readonly modal: SeenView | undefined;
  /** Their Home tab, when it was published meanwhile. */
  readonly home: SeenView | undefined;
  readonly prompts: readonly Prompt[];
  /** What the agent pane said that the app is doing, oldest first. */
  readonly statuses: readonly string[];
  /** What Slack itself said, such as that a command failed. */
  readonly notices: readonly string[];
  /** What a form said is wrong, by the label of the input. */
  readonly errors: Readonly<Record<string, string>>;
};

/** Turns what happened into what one person saw of it. */
export type Eyes = {
  readonly message: (message: Message) => SeenMessage;
  readonly view: (view: View) => SeenView;
  /** Whether a change can be seen by this person. */
  readonly canSee: (person: Person, change: Change) => boolean;
  /** Everything a person saw since a place in the list of changes. */
  readonly since: (person: Person, place: number) => Omit<Seen, 'sent' | 'acknowledged' | 'errors'>;
};

export function createEyes({ world, views }: Slack): Eyes {
  return { message, view, canSee, since };

  function message(stored: Message): SeenMessage {
    const author = world.person(stored.by);
    const text = readableText(stored.text, world);
    const blocks = readableBlocks(stored.blocks, world);
    return {
      kind: 'message',
      channel: stored.channel,
      ts: stored.ts,
      thread: stored.thread,
      by: author?.name ?? stored.by,
      isByApp: author?.bot !== undefined,
      isPrivate: stored.onlyFor !== undefined,
      isEdited: stored.editedAt !== undefined,
      isStreaming: stored.isStreaming,
      shown: blocks === '' ? text : blocks,
      notification: text,
      buttons: pressablesIn(stored.blocks).map(({ label }) => label),
      selects: choosablesIn(stored.blocks).map(({ labels, options }) => ({ labels, options: options.map(optionText) })),
      files: stored.files.map(({ name, title, content }) => ({ name, title, content: content?.toString() ?? '' })),
      reactions: stored.reactions.map(({ name }) => name),
      blocks: stored.blocks,
    };
  }

  function view(stored: View): SeenView {
    const blocks = objectsIn(stored.content.blocks);
    const submit = textIn(objectIn(stored.content.submit).text);
    return {
      kind: 'view',
      id: stored.id,
      type: stored.type,
      title: textIn(objectIn(stored.content.title).text),
      shown: readableBlocks(blocks, world),
      submit: submit === '' ? undefined : submit,
      buttons: pressablesIn(blocks).map(({ label }) => label),
      inputs: choosablesIn(blocks).map(({ labels, options }) => ({ labels, options: options.map(optionText) })),
      blocks,
      callbackId: textIn(stored.content.callback_id),
    };
  }

  function canSee(person: Person, change: Change): boolean {
    const isMember = (channel: string) => world.conversation(channel)?.members.has(person.id) ?? false;
    switch (change.kind) {
      case 'posted':
      case 'edited':
      case 'deleted':
      case 'reacted': {
        const { onlyFor, channel, by } = change.message;
        return onlyFor === undefined
          ? isMember(channel) && (change.kind === 'reacted' || by !== person.id)
          : onlyFor === person.id;
      }
      case 'view-opened':
      case 'view-changed':
      case 'view-closed':
      case 'home-published':
        return change.view.person === person.id;
      case 'prompts-set':
      case 'status-set':
      case 'title-set':
        return isMember(change.channel);
      case 'noticed':
        return change.person === person.id;
    }
  }

  function since(person: Person, place: number): Omit<Seen, 'sent' | 'acknowledged' | 'errors'> {
    const changes = world.changesSince(place).filter((change) => canSee(person, change));
    const touched = new Map<string, Message>();
    const removed: string[] = [];
    const notices: string[] = [];
    const statuses: string[] = [];
    let prompts: readonly Prompt[] = [];
    let home: View | undefined;
    for (const change of changes) {
      switch (change.kind) {
        case 'posted':
        case 'edited':
        case 'reacted':
          touched.set(change.message.ts, change.message);
          break;
        case 'deleted':
          touched.delete(change.message.ts);
          removed.push(change.message.ts);
          break;
        case 'home-published':
          home = change.view;
          break;
        case 'prompts-set':
          prompts = change.prompts;
          break;
        case 'status-set':
          if (change.status !== '') statuses.push(change.status);
          break;
        case 'noticed':
          notices.push(change.text);
          break;
        case 'view-opened':
        case 'view-changed':
        case 'view-closed':
        case 'title-set':
          break;
      }
    }
    const top = views.stack(person.id).at(-1);
    return {
      messages: [...touched.values()].map(message),
      removed,
      modal: top ? view(top) : undefined,
      home: home ? view(home) : undefined,
      prompts,
      statuses,
      notices,
    };
  }
}

/** The words of an option. */
export function optionText(option: JsonObject): string {
  return textIn(objectIn(option.text).text);
}
