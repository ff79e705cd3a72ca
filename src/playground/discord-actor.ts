import type { CommandName } from '../core/delivery.ts';
import { type Actor, CHANNEL, MENTION, type Setting, type Shown } from './actor.ts';
import type { DiscordServer } from './discord/discord.ts';
import { type Place, type SeenMessage, shownMessage } from './discord/driver.ts';

/** The option that takes the words of each command. */
const OPTIONS: Readonly<Record<CommandName, string | undefined>> = {
  ask: 'question',
  verdict: 'project',
  compare: 'on',
  topics: undefined,
  help: undefined,
};

/** Plays on a local Discord: in the conversation with the bot, or in the thread that it opens in a channel. */
export function createDiscordActor(
  discord: DiscordServer,
  people: readonly [string, ...string[]],
  setting: Setting,
): Actor {
  /** The thread, once it is open. */
  let thread: string | undefined;
  let current: SeenMessage | undefined;

  return {
    say: async (text, by) => {
      const sent = await write(text, by);
      const answer = await sent.answer();
      thread ??= sent.thread()?.id;
      return shown(answer);
    },
    remark: async (text, by) => {
      await write(text, by);
    },
    press: async (label, by) => {
      const message = seenBy(by);
      if (!message) throw new Error(`nothing is there to press "${label}" on`);
      if (message.buttons.some((button) => button.label === label))
        return shown(shownMessage(await message.press(label)));
      const select = message.selects.find(({ options }) => options.some((option) => option.label === label));
      const option = select?.options.find((one) => one.label === label);
      if (!select || !option) throw new Error(`no button "${label}" among ${labelsOf(message).join(' | ')}`);
      return shown(shownMessage(await message.choose(option.value, { customId: select.customId })));
    },
    command: async (name, text, by) => {
      const option = OPTIONS[name];
      const values = option === undefined || text === '' ? {} : { [option]: text };
      return shown(shownMessage(await placeOf(by).command(`versus ${name}`, values)));
    },
    place: () => {
      if (setting === 'direct') return { channel: placeOf(undefined).id, thread: undefined };
      return thread === undefined ? undefined : { channel: thread, thread: undefined };
    },
  };

  async function write(text: string, by: string | undefined): Promise<SeenMessage> {
    const place = placeOf(by);
    if (setting === 'direct') return place.send(text);
    const isMention = thread === undefined || text.startsWith(MENTION);
    const words = text.startsWith(MENTION) ? text.slice(MENTION.length).trim() : text;
    return isMention ? place.mention(words) : place.send(words);
  }

  function placeOf(by: string | undefined): Place {
    const person = discord.person(by ?? people[0]);
    if (setting === 'direct') return person.direct();
    const channel = person.channel(CHANNEL);
    return channel.threads().find(({ id }) => id === thread) ?? channel;
  }

  /** What was shown last, as this person sees it now. */
  function seenBy(by: string | undefined): SeenMessage | undefined {
    if (by === undefined) return current?.now();
    return placeOf(by)
      .messages()
      .find(({ id }) => id === current?.id);
  }

  function shown(message: SeenMessage): Shown {
    current = message;
    return { text: message.text, buttons: labelsOf(message), payload: message.payload };
  }
}

function labelsOf({ buttons, selects }: SeenMessage): string[] {
  return [...buttons.map(({ label }) => label), ...selects.flatMap(({ options }) => options.map(({ label }) => label))];
}
