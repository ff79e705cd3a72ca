import { randomUUID } from 'node:crypto';
import type { DiscordServer } from './discord/discord.ts';
import type { Outcome as Led, Person, Place, SeenMessage, SeenModal } from './discord/driver.ts';
import type { Change } from './discord/events.ts';
import { messagePayload } from './discord/payloads.ts';
import type { Channel, Message } from './discord/world.ts';
import type { DiscordGesture } from './gesture.ts';
import type { DiscordChange, DiscordChannel, DiscordMessage, DiscordState, Outcome } from './protocol.ts';

/** The local Discord as the page shows it, and the hands of the people in it. */
export type DiscordPane = {
  readonly state: () => DiscordState;
  /** Calls back with what changed on the screens; the function returned ends it. */
  readonly watch: (show: (change: DiscordChange) => void, refuse: (what: string, why: string) => void) => () => void;
  /** Does what a person does; resolves with what their client alone showed them. Throws what it would not let them do. */
  readonly act: (gesture: DiscordGesture) => Promise<Outcome>;
  /** Tells the page which commands can be used now. */
  readonly commandsChanged: () => void;
  readonly file: (id: string) => { readonly name: string; readonly content: Uint8Array } | undefined;
};

/** For how long Discord shows that somebody types (docs: resources/channel). */
const TYPING_MS = 10_000;

export function createDiscordPane(server: DiscordServer): DiscordPane {
  const { world } = server;
  const { bot } = world.application;
  const [guild] = world.guilds.values();
  if (!guild) throw new Error('The local Discord has no server.');
  const people = [...guild.members.values()].map(({ user }) => user).filter(({ isBot }) => !isBot);
  // Everybody has the conversation with the app in their list from the start.
  for (const { name } of people) server.person(name).direct();
  const modals = new Map<string, { readonly id: string; readonly channel: string; readonly modal: SeenModal }>();
  const typing = new Map<string, NodeJS.Timeout>();
  const shows = new Set<(change: DiscordChange) => void>();
  const refuses = new Set<(what: string, why: string) => void>();

  return {
    state: () => ({
      guild: guild.name,
      app: { id: bot.id, name: bot.name },
      people: people.map(({ id, name }) => ({ id, name })),
      channels: channelsNow(),
      commands: commandsNow(),
      messages: [...world.messages.values()].map(messageOf),
      modals: Object.fromEntries(people.map(({ id }) => [id, modalOf(id)])),
      typing: [...typing.keys()],
    }),
    watch: (show, refuse) => {
      const unwatch = server.watch(changed);
      shows.add(show);
      refuses.add(refuse);
      return () => {
        unwatch();
        shows.delete(show);
        refuses.delete(refuse);
        for (const timer of typing.values()) clearTimeout(timer);
      };
    },
    act,
    commandsChanged: () => tell({ commands: commandsNow() }),
    file: (id) => {
      const file = world.files.get(id);
      return file && { name: file.filename, content: file.bytes };
    },
  };

  async function act(gesture: DiscordGesture): Promise<Outcome> {
    const person = server.person(gesture.as);
    switch (gesture.do) {
      case 'send': {
        const place = placeCalled(person, gesture.channel);
        const replyTo = gesture.replyTo === undefined ? {} : { replyTo: { id: gesture.replyTo } };
        const sent = await place.send(typed(gesture.text), replyTo);
        const answer = await sent.answer().catch(() => undefined);
        const channel = answer && world.messages.get(answer.id)?.channel.id;
        return channel === undefined ? {} : { place: { channel, thread: undefined } };
      }
      case 'command': {
        const place = placeCalled(person, gesture.channel);
        return led(person, place.id, await place.command(gesture.line, gesture.values), gesture.line);
      }
      case 'suggest': {
        const found = await placeCalled(person, gesture.channel).suggest(gesture.line, gesture.values);
        if (found.kind === 'failed') return { notice: found.text };
        return { choices: found.choices.map(({ name, value }) => ({ name, value: String(value) })) };
      }
      case 'press': {
        const message = messageCalled(person, gesture.message);
        return led(person, channelOf(message), await message.press({ customId: gesture.customId }), 'button');
      }
      case 'choose': {
        const message = messageCalled(person, gesture.message);
        const outcome = await message.choose(gesture.values, { customId: gesture.customId });
        return led(person, channelOf(message), outcome, 'select');
      }
      case 'menu': {
        const message = messageCalled(person, gesture.message);
        return led(person, channelOf(message), await message.menu(gesture.command), gesture.command);
      }
      case 'dismiss':
        messageCalled(person, gesture.message).remove();
        return {};
      case 'thread': {
        const thread = await messageCalled(person, gesture.message).openThread(gesture.name);
        return { place: { channel: thread.id, thread: undefined } };
      }
      case 'submit': {
        const open = modals.get(person.id);
        if (open?.id !== gesture.modal) throw new Error('The form is no longer open.');
        const outcome = await open.modal.submit(gesture.values);
        if (outcome.kind !== 'failed') setModal(person.id, undefined);
        return led(person, open.channel, outcome, 'form');
      }
      case 'close':
        setModal(person.id, undefined);
        return {};
    }
  }

  function led(person: Person, channel: string, outcome: Led, what: string): Outcome {
    switch (outcome.kind) {
      case 'modal':
        setModal(person.id, { id: randomUUID(), channel, modal: outcome.modal });
        return {};
      case 'failed':
        for (const refuse of refuses) refuse(what, outcome.text);
        return { notice: outcome.text };
      case 'message':
      case 'updated':
      case 'silent':
        return {};
    }
  }

  function setModal(person: string, modal: { id: string; channel: string; modal: SeenModal } | undefined): void {
    if (modal) modals.set(person, modal);
    else modals.delete(person);
    tell({ modals: { [person]: modalOf(person) } });
  }

  function modalOf(person: string): DiscordState['modals'][string] {
    const open = modals.get(person);
    return open ? { id: open.id, channel: open.channel, modal: open.modal.payload } : null;
  }

  function changed(change: Change): void {
    const shown = changeOf(change);
    if (shown) tell(shown);
  }

  function changeOf(change: Change): DiscordChange | undefined {
    switch (change.kind) {
      case 'message':
      case 'edit': {
        const message = world.messages.get(change.messageId);
        if (!message) return undefined;
        if (message.author === bot) stopTyping(change.channelId);
        // The thread's line under the message that it grew out of counts its messages.
        const starter = world.messages.get(change.channelId);
        return { messages: [message, ...(starter && starter !== message ? [starter] : [])].map(messageOf) };
      }
      case 'removal':
        return { removed: [change.messageId] };
      case 'thread':
        return { channels: channelsNow() };
      case 'typing':
        stopTyping(change.channelId);
        typing.set(change.channelId, setTimeout(() => stopTyping(change.channelId), TYPING_MS).unref());
        return { typing: [...typing.keys()] };
      case 'acknowledged':
      case 'expired':
        return undefined;
    }
  }

  function stopTyping(channel: string): void {
    const timer = typing.get(channel);
    if (!timer) return;
    clearTimeout(timer);
    typing.delete(channel);
    tell({ typing: [...typing.keys()] });
  }

  function tell(change: DiscordChange): void {
    for (const show of shows) show(change);
  }

  function channelsNow(): DiscordChannel[] {
    return [...world.channels.values()].flatMap(channelShown);
  }

  function channelShown(channel: Channel): DiscordChannel[] {
    switch (channel.kind) {
      case 'text':
      case 'announcement':
        return [{ id: channel.id, name: channel.name, kind: 'channel', parent: undefined, person: undefined }];
      case 'thread':
        return [{ id: channel.id, name: channel.name, kind: 'thread', parent: channel.parent.id, person: undefined }];
      case 'direct':
        return [
          { id: channel.id, name: bot.name, kind: 'direct', parent: undefined, person: channel.recipients[0]?.id },
        ];
      case 'voice':
      case 'forum':
      case 'group':
        return [];
    }
  }

  function commandsNow(): DiscordState['commands'] {
    const [first] = people;
    if (!first) return { guild: [], direct: [] };
    const person = server.person(first.name);
    return { guild: person.channels()[0]?.commands() ?? [], direct: person.direct().commands() };
  }

  function messageOf(message: Message): DiscordMessage {
    return {
      id: message.id,
      channel: message.channel.id,
      onlyFor: message.onlyFor?.id,
      payload: messagePayload(world, message, true),
    };
  }

  function placeCalled(person: Person, id: string): Place {
    const places = [person.direct(), ...person.channels().flatMap((place) => [place, ...place.threads()])];
    const found = places.find((place) => place.id === id);
    if (!found) throw new Error(`${person.name} does not see this channel.`);
    return found;
  }

  function messageCalled(person: Person, id: string): SeenMessage {
    const channel = world.messages.get(id)?.channel.id ?? '';
    const found = placeCalled(person, channel)
      .messages()
      .find((message) => message.id === id);
    if (!found) throw new Error('The message is no longer there.');
    return found;
  }

  function channelOf(message: SeenMessage): string {
    return world.messages.get(message.id)?.channel.id ?? '';
  }

  /** What the client makes of names that are typed: mentions of those who are there. */
  function typed(text: string): string {
    return text
      .replaceAll(/@([\p{L}\p{N}_.-]+)/gu, (raw, name: string) => {
        const user = [...world.users.values()].find((one) => one.name.toLowerCase() === name.toLowerCase());
        return user ? `<@${user.id}>` : raw;
      })
      .replaceAll(/#([\p{L}\p{N}_-]+)/gu, (raw, name: string) => {
        const channel = [...world.channels.values()].find((one) => one.kind === 'text' && one.name === name);
        return channel ? `<#${channel.id}>` : raw;
      });
  }
}
