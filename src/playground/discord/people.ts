import type { Person, Place, SeenMessage, SendOptions } from './driver.ts';
import { createGestures, type Gestures } from './gestures.ts';
import { personCalled } from './guild-plan.ts';
import { isNewer } from './ids.ts';
import * as limits from './limits.ts';
import type { MessageBody } from './message-body.ts';
import type { PeopleGiven } from './people-given.ts';
import { may } from './permissions.ts';
import { notPossible } from './person-input.ts';
import { MESSAGE_TYPE } from './protocol.ts';
import { isRefusal, type Refusal } from './refusals.ts';
import { isVisibleTo, sightOf } from './seen.ts';
import { botRole, type Channel, directChannel, guildOf, type Message, type User } from './world.ts';

/** Gives the people of a world hands and eyes. */
export function createPeople(given: PeopleGiven): (name: string) => Person {
  const { services, wait } = given;
  const { world, messages, threads } = services;
  const bot = world.application.bot;

  return (name) => {
    const user = [...world.users.values()].find((one) => one.name === name && !one.isBot);
    if (!user) throw new Error(`There is nobody called "${name}" in this world.`);
    return {
      id: user.id,
      name,
      channel: (channelName, guildName) => placeOf(user, channelCalled(user, channelName, guildName)),
      channels: () =>
        [...world.channels.values()]
          .filter((one) => 'guild' in one && one.kind !== 'thread' && may(user, 'ViewChannel', one))
          .map((one) => placeOf(user, one)),
      direct: () => placeOf(user, directChannel(world, user)),
      privateChannel: (...others) => {
        const recipients = [user, ...others.map((other) => personCalled(world, other))];
        const id = world.ids.timed();
        const channel: Channel = { id, kind: 'group', recipients, lastMessageId: undefined };
        world.channels.set(id, channel);
        return placeOf(user, channel);
      },
      installApp: (isInstalled = true) => {
        if (isInstalled) world.application.installedBy.add(user.id);
        else world.application.installedBy.delete(user.id);
      },
      allowDirects: (isAllowed) => {
        user.acceptsDirects = isAllowed;
      },
    };
  };

  function channelCalled(person: User, name: string, guildName: string | undefined): Channel {
    const found = [...world.channels.values()].find(
      (channel) =>
        'guild' in channel &&
        channel.name === name &&
        (guildName === undefined || channel.guild.name === guildName) &&
        may(person, 'ViewChannel', channel),
    );
    if (!found) throw notPossible(`${person.name} sees no channel called "${name}"`);
    return found;
  }

  function placeOf(person: User, channel: Channel): Place {
    const gestures = gesturesOf(person);
    return {
      id: channel.id,
      name: 'name' in channel ? channel.name : channel.recipients.map((one) => one.name).join(', '),
      kind: channel.kind,
      get isArchived() {
        return channel.kind === 'thread' && channel.isArchived;
      },
      messages: () => visible(person, channel).map((message) => seen(person, message)),
      threads: () =>
        [...world.channels.values()]
          .filter((one) => one.kind === 'thread' && one.parent === channel && may(person, 'ViewChannel', one))
          .map((thread) => placeOf(person, thread)),
      send: async (text, options) => send(person, channel, text, options),
      mention: async (text, options) => send(person, channel, `<@${bot.id}> ${text}`, options),
      mentionRole: async (text) => {
        const guild = guildOf(channel);
        const role = guild && botRole(world, guild);
        if (!role) throw notPossible('the bot has no role here');
        return send(person, channel, `<@&${role.id}> ${text}`);
      },
      commands: () => gestures.offered(channel),
      command: (line, values = {}) => gestures.command(channel, line, values),
      suggest: (line, values) => gestures.suggest(channel, line, values),
      menuOn: (other, command) => gestures.menuOn(channel, other, command),
      openThread: async (name, options) => {
        if (channel.kind !== 'text' && channel.kind !== 'announcement') throw notPossible('a thread in this channel');
        return placeOf(person, threads.open({ parent: channel, name, owner: person, ...options }));
      },
      post: async (title, text, tags = []) => post(person, channel, title, text, tags),
      archive: ({ isArchived = true, isLocked } = {}) => {
        if (channel.kind !== 'thread') throw notPossible('archiving what is no thread');
        threads.change(channel, { isArchived, isLocked });
      },
    };
  }

  function post(person: User, forum: Channel, title: string, text: string, tags: readonly string[]): Place {
    if (forum.kind !== 'forum') throw notPossible('a post in what is no forum');
    const appliedTags = forum.tags.filter((tag) => tags.includes(tag.name)).map(({ id }) => id);
    if (forum.requiresTag && appliedTags.length === 0) throw notPossible('a post without a tag');
    const thread = threads.open({ parent: forum, name: title, owner: person, appliedTags });
    send(person, thread, text);
    return placeOf(person, thread);
  }

  function send(person: User, channel: Channel, text: string, options: SendOptions = {}): SeenMessage {
    const permission = channel.kind === 'thread' ? 'SendMessagesInThreads' : 'SendMessages';
    if (channel.kind === 'forum') throw notPossible('a message in a forum; it takes posts');
    if (!may(person, permission, channel)) throw notPossible(`${person.name} may not write here`);
    if (channel.kind === 'thread' && channel.isLocked) throw notPossible('the thread is locked');
    if (text.length > limits.MAX_CONTENT_CHARS) throw notPossible(`${text.length} characters in one message`);
    const { replyTo, pingsReplied = true, files = [] } = options;
    const body: MessageBody = {
      content: text,
      components: undefined,
      message_reference: replyTo && { message_id: replyTo.id },
      allowed_mentions: { parse: ['users', 'roles', 'everyone'], replied_user: pingsReplied },
    };
    const uploads = files.map((file, at) => ({ number: String(at), contentType: undefined, ...file }));
    return seen(person, sure(messages.post({ channel, author: person, body, uploads })));
  }

  function seen(person: User, message: Message): SeenMessage {
    const gestures = gesturesOf(person);
    const { channel } = message;
    const answers = (count: number) =>
      wait(
        () => {
          const found = answersTo(person, message);
          return found.length >= count ? found.slice(0, count).map((one) => seen(person, one)) : undefined;
        },
        `${count === 1 ? 'an answer' : `${count} answers`} to "${message.content}"`,
      );
    return {
      ...sightOf(world, message),
      now: () => (world.messages.has(message.id) ? seen(person, message) : undefined),
      press: (button) => gestures.press(message, button),
      choose: (values, select) => gestures.choose(message, typeof values === 'string' ? [values] : values, select),
      menu: (command) => gestures.menu(message, command),
      answer: async () => {
        const [first] = await answers(1);
        if (!first) throw new Error('A wait for one answer gave none.');
        return first;
      },
      answers,
      thread: () => message.thread && placeOf(person, message.thread),
      openThread: async (name) => {
        if (channel.kind !== 'text' && channel.kind !== 'announcement') throw notPossible('a thread in this channel');
        return placeOf(person, threads.open({ parent: channel, name, owner: person, starter: message }));
      },
      edit: async (text) => {
        if (message.author !== person) throw notPossible('editing what somebody else wrote');
        return seen(person, sure(messages.edit(message, { content: text, components: undefined })));
      },
      remove: () => {
        if (message.author !== person && !message.onlyFor) throw notPossible('deleting what somebody else wrote');
        messages.remove(message);
      },
    };
  }

  function answersTo(person: User, message: Message): Message[] {
    const inThread = message.thread ? visible(person, message.thread) : [];
    return [...visible(person, message.channel), ...inThread]
      .filter((one) => one.author === bot && one !== message && isNewer(one.id, message.id) && !isNote(one))
      .sort((a, b) => (isNewer(a.id, b.id) ? 1 : -1));
  }

  function visible(person: User, channel: Channel): Message[] {
    if (!may(person, 'ViewChannel', channel)) throw notPossible(`${person.name} does not see this channel`);
    return world.messagesIn(channel).filter((message) => isVisibleTo(message, person));
  }

  function gesturesOf(person: User): Gestures {
    return createGestures(given, person, (message) => seen(person, message));
  }
}

/** Whether a message is one that Discord writes itself when a thread is opened. */
function isNote({ type }: Message): boolean {
  return type === MESSAGE_TYPE.threadCreated || type === MESSAGE_TYPE.threadStarter;
}

function sure(message: Message | Refusal): Message {
  if (isRefusal(message)) throw notPossible(message.message);
  return message;
}
