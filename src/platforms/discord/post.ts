import type { AnyThreadChannel, Message, SendableChannels } from 'discord.js';
import type { Answer, Host } from '../platform.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { cleanText, hasInk } from './escape.ts';
import { faultOf, hasThreadAlready, isForbidden, isThreadless, isUnreplyable } from './faults.ts';
import { clip, MAX_THREAD_NAME_CHARS } from './limits.ts';
import { type MessageOptions, messageOf, type OutgoingMessage, sentenceMessage } from './message.ts';
import type { MessageFacts } from './read.ts';
import { botMay, directSeat, type Seat } from './seat.ts';
import { createTelling } from './tell-once.ts';

/** Posts answers to messages. */
export type Poster = {
  /** Puts the answer to a message where it belongs, or as near to it as the bot may. */
  readonly post: (answer: Answer, message: Message, facts: MessageFacts, seat: Seat) => Promise<void>;
  /** Tells whoever wrote the message that it could not be answered. */
  readonly apologise: (message: Message, seat: Seat) => Promise<void>;
};

/** A poster; `readsContent` is whether messages come with their words. */
export function createPoster({ once, log }: Pick<Host, 'once' | 'log'>, readsContent: boolean): Poster {
  const telling = createTelling(once);
  /** People who take no direct messages: they are not tried again. */
  const unreachable = new Set<string>();

  return {
    post: async (answer, message, facts, seat) => {
      if (answer.place === 'nowhere') return;
      const notes = facts.namesRole && !facts.hasContent ? [PLATFORM_SENTENCES.roleOnly] : [];
      await postAt(seat, message, facts, (options) =>
        messageOf(answer.card, { ...options, notes: [...notes, ...(options.notes ?? [])] }),
      );
    },
    apologise: async (message, seat) => {
      const apology = sentenceMessage(PLATFORM_SENTENCES.apology);
      if (seat.type === 'thread') await sendReply(message, apology, `${message.id}-a`);
      else await send(seat.channel, apology, `${message.id}-a`);
    },
  };

  async function postAt(
    seat: Seat,
    message: Message,
    facts: MessageFacts,
    render: (options: MessageOptions) => OutgoingMessage,
  ): Promise<void> {
    switch (seat.type) {
      case 'same':
        try {
          await sendWithNotes(seat.channel, (notes) => render({ mayAttach: seat.mayAttach, notes }), message.id);
        } catch (error) {
          await elsewhere(error);
        }
        return;
      case 'thread': {
        const thread = await threadUnder(message, facts);
        if (typeof thread === 'string')
          return postAt({ ...seat, type: 'reply', isForbidden: thread === 'forbidden' }, message, facts, render);
        try {
          await sendWithNotes(thread, (notes) => render({ mayAttach: seat.mayAttach, notes }), message.id);
        } catch (error) {
          if (!isForbidden(error)) throw error;
          await postAt({ ...seat, type: 'reply', isForbidden: true }, message, facts, render);
        }
        return;
      }
      case 'reply':
        try {
          await sendReply(message, render({ mayAttach: seat.mayAttach }), message.id);
        } catch (error) {
          return elsewhere(error);
        }
        if (seat.isForbidden) await tellOnce(message, seat.channel.id);
        return;
      case 'direct':
        await send(seat.channel, render({ mayAttach: true, lead: PLATFORM_SENTENCES.answeredDirectly }), message.id);
        return;
    }
    seat satisfies never;

    /** Permissions can change between the look at them and the message; then the answer comes directly. */
    async function elsewhere(error: unknown): Promise<void> {
      if (!isForbidden(error) || message.guildId === null) throw error;
      log.info({ delivery: `discord:${message.id}`, ...faultOf(error) }, 'may not write there');
      await postAt(await directSeat(message), message, facts, render);
    }
  }

  /** Says once in a thread, with the first answer that arrives there, what the bot does not see. */
  async function sendWithNotes(
    channel: SendableChannels,
    render: (notes: readonly string[]) => OutgoingMessage,
    nonce: string,
  ): Promise<void> {
    const name = `discord mentions only ${channel.id}`;
    const isDue = !readsContent && channel.isThread() && (await telling.isDue(name));
    try {
      await send(channel, render(isDue ? [PLATFORM_SENTENCES.mentionsOnly] : []), nonce);
    } catch (error) {
      if (isDue) telling.missed(name);
      throw error;
    }
  }

  /** Says once for each channel, to whoever asked, why the answer is not in a thread. */
  async function tellOnce(message: Message, channelId: string): Promise<void> {
    const name = `discord no thread ${channelId}`;
    if (unreachable.has(message.author.id) || !(await telling.isDue(name))) return;
    try {
      await message.author.send({
        ...sentenceMessage(PLATFORM_SENTENCES.noThread),
        nonce: `${message.id}-t`,
        enforceNonce: true,
      });
    } catch (error) {
      telling.missed(name);
      if (isForbidden(error)) {
        if (unreachable.size >= MAX_UNREACHABLE) unreachable.clear();
        unreachable.add(message.author.id);
      }
      log.info({ delivery: `discord:${message.id}`, ...faultOf(error) }, 'could not say why there is no thread');
    }
  }
}

const MAX_UNREACHABLE = 10_000;
/** The name of a thread under a message without words. */
const NAMELESS = PLATFORM_SENTENCES.name;

/** The thread that grows out of the message, opened where there is none yet; or why there can be none. */
async function threadUnder(
  message: Message,
  facts: MessageFacts,
): Promise<AnyThreadChannel | 'forbidden' | 'impossible'> {
  const { channel, client } = message;
  if (!('threads' in channel)) return 'impossible';
  try {
    if (!message.hasThread)
      return await channel.threads.create({ name: threadName(facts.words()), startMessage: message.id });
  } catch (error) {
    if (isForbidden(error)) return 'forbidden';
    if (isThreadless(error)) return 'impossible';
    // Somebody else opened it, or an earlier try of ours did.
    if (!hasThreadAlready(error)) throw error;
  }
  const thread = await client.channels.fetch(message.id);
  return thread?.isThread() ? thread : 'impossible';
}

/** The question on one line. */
function threadName(text: string): string {
  const name = cleanText(text).trim();
  return hasInk(name) ? clip(name, MAX_THREAD_NAME_CHARS) : NAMELESS;
}

/** Sends it once, however often the request must be repeated. */
async function send(channel: SendableChannels, message: OutgoingMessage, nonce: string): Promise<void> {
  await channel.send({ ...message, nonce, enforceNonce: true });
}

/** Replies in the channel; without a reference where Discord allows none. */
async function sendReply(to: Message, message: OutgoingMessage, nonce: string): Promise<void> {
  const { channel } = to;
  if (!channel.isSendable()) return;
  const mayReply = channel.isDMBased() || botMay(channel, 'ReadMessageHistory');
  if (!mayReply) return send(channel, message, nonce);
  try {
    await channel.send({
      ...message,
      nonce,
      enforceNonce: true,
      reply: { messageReference: to.id, failIfNotExists: false },
    });
  } catch (error) {
    if (!isUnreplyable(error)) throw error;
    await send(channel, message, nonce);
  }
}
