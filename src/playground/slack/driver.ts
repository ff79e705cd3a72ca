import { setTimeout as sleep } from 'node:timers/promises';
import type { Act, Courier, Done, Patience } from './act.ts';
import type { Events } from './events.ts';
import type { Filled, Forms } from './forms.ts';
import type { ElementIds, Hands, PressOptions, Target } from './hands.ts';
import type { Interactions } from './interactions.ts';
import { isObject, type Json, objectIn } from './json.ts';
import type { Acknowledgement, Parcel } from './parcel.ts';
import { respond } from './respond.ts';
import type { Eyes, Seen, SeenMessage, SeenView } from './seen.ts';
import type { Slack } from './slack.ts';
import { readTyped } from './typed.ts';
import { type Conversation, type Message, type Person, withIds } from './world.ts';

export type WriteOptions = Patience & {
  /** The ts of a message, to write in its thread. */
  readonly thread?: string;
  readonly alsoToChannel?: boolean;
  readonly files?: readonly { readonly name: string; readonly content: string }[];
};

type Where = { readonly channel: string; readonly ts: string };

/**
 * One person with a Slack client. Whatever they do resolves with what they then see. `where` is `#name` or an id;
 * buttons, inputs and options are named by what stands on them.
 */
export type Driver = {
  readonly person: Person;
  readonly send: (where: string, text: string, options?: WriteOptions) => Promise<Seen>;
  /** The same, with the app mentioned in front. */
  readonly mention: (where: string, text: string, options?: WriteOptions) => Promise<Seen>;
  /** Writes to the app directly: in its messages tab, which is the agent pane. */
  readonly direct: (text: string, options?: WriteOptions) => Promise<Seen>;
  readonly edit: (message: Where, text: string, patience?: Patience) => Promise<Seen>;
  readonly remove: (message: Where, patience?: Patience) => Promise<Seen>;
  /** `/name and the rest`. */
  readonly command: (where: string, line: string, patience?: Patience) => Promise<Seen>;
  readonly press: (
    on: Target,
    label: string | (ElementIds & { readonly value: string }),
    options?: PressOptions,
  ) => Promise<Seen>;
  readonly choose: (
    on: Target,
    which: string | ElementIds,
    choice: string | readonly string[],
    patience?: Patience,
  ) => Promise<Seen>;
  /** What a select that asks the app offers for these letters. */
  readonly suggest: (on: Target, which: string | ElementIds, query: string) => Promise<readonly string[]>;
  readonly submit: (on: SeenView, filled?: Filled, patience?: Patience) => Promise<Seen>;
  readonly close: (which?: 'top' | 'all', patience?: Patience) => Promise<Seen>;
  /** A shortcut from a message's menu, by its name. */
  readonly useMessageShortcut: (name: string, message: Where, patience?: Patience) => Promise<Seen>;
  readonly useShortcut: (name: string, patience?: Patience) => Promise<Seen>;
  readonly openHome: (patience?: Patience) => Promise<Seen>;
  /** Opens the agent pane, or looks at another channel while it is open, or presses its stop button. */
  readonly openPane: (patience?: Patience) => Promise<Seen>;
  readonly lookAt: (where: string, patience?: Patience) => Promise<Seen>;
  readonly stopAgent: (thread: string, patience?: Patience) => Promise<Seen>;
  /** A channel without its threads, with what only this person sees. */
  readonly read: (where: string) => readonly SeenMessage[];
  readonly readThread: (message: Where) => readonly SeenMessage[];
  /** The direct conversation with the app: everything in it, threads included. */
  readonly readDirect: () => readonly SeenMessage[];
  readonly modal: () => SeenView | undefined;
  readonly home: () => SeenView | undefined;
  /** Waits for a message, in any conversation of theirs, that may already be there. */
  readonly waitFor: (find: (message: SeenMessage) => boolean, timeoutMs?: number) => Promise<SeenMessage>;
};

export type DriverOptions = {
  readonly slack: Slack;
  readonly act: Act;
  readonly courier: Courier;
  readonly interactions: Interactions;
  readonly events: Events;
  readonly hands: Hands;
  readonly forms: Forms;
  readonly eyes: Eyes;
};

const WAIT_MS = 20_000;
const LOOK_MS = 5;

export function createDriver(person: Person, options: DriverOptions): Driver {
  const { slack, act, courier, interactions, events, hands, forms, eyes } = options;
  const { world, app, ids, views } = slack;

  return {
    person,
    send: (where, text, write = {}) => act(person, write, () => ({ sent: post(conversation(where), text, write) })),
    mention: (where, text, write = {}) =>
      act(person, write, () => ({ sent: post(conversation(where), `@${appUser().name} ${text}`, write) })),
    direct: (text, write = {}) => act(person, write, () => ({ sent: post(direct(), text, write) })),
    edit: (where, text, patience = {}) =>
      act(person, patience, () => {
        const typed = readTyped(text, person, world);
        world.edit(ownMessage(where), { text: typed.text, blocks: withIds([typed.block], ids) });
        return {};
      }),
    remove: (where, patience = {}) =>
      act(person, patience, () => {
        world.remove(ownMessage(where));
        return {};
      }),
    command: (where, line, patience = {}) => act(person, patience, () => command(conversation(where), line)),
    press: (on, label, press) => hands.press(person, on, label, press),
    choose: (on, which, choice, patience) => hands.choose(person, on, which, choice, patience),
    suggest: (on, which, query) => hands.suggest(person, on, which, query),
    submit: (on, filled, patience) => forms.submit(person, on, filled, patience),
    close: (which, patience) => forms.close(person, which, patience),
    useMessageShortcut: (name, where, patience = {}) =>
      act(person, patience, () => {
        const shortcut = app.shortcut('message', name);
        const message = visible(where);
        if (!shortcut) throw new Error(`The app has no message shortcut "${name}".`);
        return hand(interactions.messageShortcut(person, shortcut.callback_id, message));
      }),
    useShortcut: (name, patience = {}) =>
      act(person, patience, () => {
        const shortcut = app.shortcut('global', name);
        if (!shortcut) throw new Error(`The app has no shortcut "${name}".`);
        return hand(interactions.globalShortcut(person, shortcut.callback_id));
      }),
    openHome: (patience = {}) => act(person, patience, () => told(() => events.homeOpened(person, 'home'))),
    openPane: (patience = {}) => act(person, patience, () => told(() => events.homeOpened(person, 'messages'))),
    lookAt: (where, patience = {}) =>
      act(person, patience, () => told(() => events.contextChanged(person, conversation(where)))),
    stopAgent: (thread, patience = {}) =>
      act(person, patience, () => told(() => events.sessionStopped(person, thread))),
    read: (where) => seen(conversation(where)).filter((message) => message.thread === undefined || message.isPrivate),
    readThread: ({ channel, ts }) =>
      seen(conversation(channel)).filter((message) => message.ts === ts || message.thread === ts),
    readDirect: () => seen(direct()),
    modal: () => {
      const top = views.stack(person.id).at(-1);
      return top ? eyes.view(top) : undefined;
    },
    home: () => {
      const home = views.home(person.id);
      return home ? eyes.view(home) : undefined;
    },
    waitFor: async (find, timeoutMs = WAIT_MS) => {
      const end = performance.now() + timeoutMs;
      for (;;) {
        const found = world.conversations(person.workspace).filter(isMember).flatMap(seen).find(find);
        if (found) return found;
        if (performance.now() > end) throw new Error(`No such message came within ${timeoutMs} ms.`);
        await sleep(LOOK_MS);
      }
    },
  };

  function post(
    place: Conversation,
    text: string,
    { thread, alsoToChannel = false, files = [] }: WriteOptions,
  ): Message {
    if (place.isArchived) throw new Error(`#${place.name} is archived.`);
    const typed = readTyped(text, person, world);
    const root = thread === undefined ? undefined : visible({ channel: place.id, ts: thread });
    return world.post({
      channel: place.id,
      by: person.id,
      text: typed.text,
      blocks: text === '' ? [] : withIds([typed.block], ids),
      thread: root?.thread ?? root?.ts,
      isBroadcast: alsoToChannel && root !== undefined,
      files: files.map(({ name, content }) =>
        world.keepFile({
          id: ids.next('F'),
          name,
          title: name,
          by: person.id,
          content: Buffer.from(content),
          bytes: Buffer.byteLength(content),
        }),
      ),
    });
  }

  async function command(place: Conversation, line: string): Promise<Done> {
    const [, name = '', text = ''] = /^(\S+)\s*([\s\S]*)$/.exec(line.trim()) ?? [];
    const known = app.command(name);
    if (!known || !app.installIn(person.workspace)) {
      notice(`${name} is not a valid command.`, place.id);
      return {};
    }
    const sent = known.should_escape ? readTyped(text, person, world).text : text;
    const parcel = interactions.command(person, place, name, sent);
    const outcome = await courier.deliver(parcel);
    const error = outcome.kind === 'acknowledged' ? answered(outcome.response, place) : commandError(outcome);
    if (error !== undefined) notice(`${name} failed with the error "${error}"`, place.id);
    return { outcome };
  }

  /** Shows what came with the acknowledgement of a command; the error when it cannot be shown. */
  function answered(response: Json | undefined, place: Conversation): string | undefined {
    if (response === undefined || response === '') return undefined;
    const body = isObject(response)
      ? response
      : { text: typeof response === 'string' ? response : JSON.stringify(response) };
    const result = objectIn(respond(body, { channel: place.id, person: person.id, message: undefined }, slack));
    return result.ok === true ? undefined : String(result.error);
  }

  async function hand(parcel: Parcel): Promise<Done> {
    const outcome = await courier.deliver(parcel);
    if (outcome.kind !== 'acknowledged') notice(`${app.manifest.display_information.name} did not respond.`, undefined);
    return { outcome };
  }

  function told(tell: () => void): Done {
    tell();
    return {};
  }

  function conversation(where: string): Conversation {
    const name = where.replace(/^#/, '');
    const found =
      world.conversation(where) ??
      world.conversations(person.workspace).find((one) => one.kind !== 'direct' && one.name === name);
    if (!found) throw new Error(`There is no channel ${where}.`);
    if (!isMember(found)) throw new Error(`${person.name} is not in ${where}.`);
    return found;
  }

  function direct(): Conversation {
    return world.directWith(person, appUser());
  }

  function appUser(): Person {
    const install = app.installIn(person.workspace);
    if (!install) throw new Error('The app is not installed in this workspace.');
    return install.user;
  }

  function visible({ channel, ts }: Where): Message {
    const message = world.message(conversation(channel).id, ts);
    if (!message || !canSee(message)) throw new Error(`${person.name} sees no message ${ts} in ${channel}.`);
    return message;
  }

  function ownMessage(where: Where): Message {
    const message = visible(where);
    if (message.by !== person.id) throw new Error('People change only their own messages.');
    return message;
  }

  function seen(place: Conversation): readonly SeenMessage[] {
    return world.messages(place.id).filter(canSee).map(eyes.message);
  }

  function canSee({ onlyFor }: Message): boolean {
    return onlyFor === undefined || onlyFor === person.id;
  }

  function isMember({ members }: Conversation): boolean {
    return members.has(person.id);
  }

  function notice(text: string, channel: string | undefined): void {
    world.happen({ kind: 'noticed', person: person.id, channel, text });
  }
}

function commandError(outcome: Exclude<Acknowledgement, { kind: 'acknowledged' }>): string {
  switch (outcome.kind) {
    case 'timed-out':
      return 'operation_timeout';
    case 'failed':
    case 'unreachable':
      return 'dispatch_failed';
  }
}
