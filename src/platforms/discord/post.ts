import type { Client } from 'discord.js';
import type { Host, Outgoing, Posted } from '../platform.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { type Address, readAddress } from './address.ts';
import { createChannelMessages } from './channel-messages.ts';
import { faultOf, isForbidden, refusalOf } from './faults.ts';
import { type MessageOptions, messageOf, type OutgoingMessage, sentenceMessage } from './message.ts';
import { type Signs, signsOf } from './operation.ts';
import { heldBackMs } from './patience.ts';
import { botMay, findSeat, type Seat } from './seat.ts';
import { createTelling } from './tell-once.ts';

/** Posts a reply to words where its address says, or as near to it as the bot may. */
export type Poster = (post: Outgoing) => Promise<Posted>;

/** A poster over a client; `readsContent` is whether messages come with their words. */
export function createPoster(client: Client, { once, log }: Pick<Host, 'once' | 'log'>, readsContent: boolean): Poster {
  const telling = createTelling(once);
  const messages = createChannelMessages(client.rest);
  /** People who take no direct messages: they are not tried again. */
  const unreachable = new Set<string>();

  return async ({ operation, address, attempt, content }) => {
    const to = readAddress(address);
    if (!to) return { type: 'refused', reason: 'an address that cannot be read' };
    if (content.type === 'apology' && to.isOverheard) return { type: 'refused', reason: 'nobody waits for it' };
    const letter = { to, operation, isRepeated: attempt > 1, ...signsOf(operation) };
    try {
      const { type } = content;
      const result = await (type === 'answer' ? put(letter, answerOf(content.card, letter)) : apologise(letter));
      return { type: 'posted', result };
    } catch (error) {
      return settled(error, letter, content.type);
    }
  };

  /** What a failure means; thrown on where nobody can tell whether the reply stands there. */
  async function settled(error: unknown, letter: Letter, type: Outgoing['content']['type']): Promise<Posted> {
    const afterMs = heldBackMs(error);
    if (afterMs !== undefined) return { type: 'later', afterMs };
    const reason = refusalOf(error);
    if (reason === undefined) throw error;
    if (type === 'apology' || letter.to.isOverheard || isForbidden(error)) return { type: 'refused', reason };
    try {
      // Something in the answer itself may be what Discord does not take.
      await apologise(letter);
    } catch (again) {
      log.warn({ delivery: letter.operation, ...faultOf(again) }, 'could not apologise');
    }
    return { type: 'refused', reason };
  }

  function put(letter: Letter, render: Render): Promise<string> {
    return putAt(findSeat(client, letter.to), letter, render);
  }

  /** Beside the question, not in a thread that would be opened for nothing else. */
  function apologise(letter: Letter): Promise<string> {
    const seat = findSeat(client, letter.to);
    const render: Render = () => sentenceMessage(PLATFORM_SENTENCES.apology, letter.mark);
    return putAt(seat.type === 'thread' ? { ...seat, type: 'reply', isForbidden: false } : seat, letter, render);
  }

  async function putAt(seat: Seat, letter: Letter, render: Render): Promise<string> {
    const { to } = letter;
    switch (seat.type) {
      case 'same':
        try {
          const { channel, mayAttach } = seat;
          if (!seat.isThread) return await send(channel, letter, render({ mayAttach }));
          return await sendWithNotes(channel, letter, (notes) => render({ mayAttach, notes }));
        } catch (error) {
          return await elsewhere(error);
        }
      case 'thread': {
        const { channel, mayAttach } = seat;
        const opened = await messages.openThread(channel, to.message, seat.name);
        const beside = { ...seat, type: 'reply', isForbidden: opened.type !== 'impossible' } as const;
        if (opened.type !== 'open') return putAt(beside, letter, render);
        try {
          return await sendWithNotes(opened.thread, letter, (notes) => render({ mayAttach, notes }));
        } catch (error) {
          if (!isForbidden(error)) throw error;
          return await putAt(beside, letter, render);
        }
      }
      case 'reply':
        try {
          const { channel, mayAttach } = seat;
          const sent = await send(channel, letter, render({ mayAttach }), to.message);
          if (seat.isForbidden) void tellOnce(letter, channel);
          return sent;
        } catch (error) {
          return await elsewhere(error);
        }
      case 'direct': {
        const channel = await messages.openDirect(to.person);
        return send(channel, letter, render({ mayAttach: true, lead: PLATFORM_SENTENCES.answeredDirectly }));
      }
    }

    /** Permissions can change between the look at them and the message; then the answer comes directly. */
    async function elsewhere(error: unknown): Promise<string> {
      if (!isForbidden(error) || to.spot.guild === undefined) throw error;
      log.info({ delivery: letter.operation, ...faultOf(error) }, 'may not write there');
      return putAt({ type: 'direct' }, letter, render);
    }
  }

  /** Says once in a thread, with the first answer that arrives there, what the bot does not see. */
  async function sendWithNotes(
    thread: string,
    letter: Letter,
    render: (notes: readonly string[]) => OutgoingMessage,
  ): Promise<string> {
    const name = `discord mentions only ${thread}`;
    const isDue = !readsContent && (await isDueNow(name));
    try {
      return await send(thread, letter, render(isDue ? [PLATFORM_SENTENCES.mentionsOnly] : []));
    } catch (error) {
      if (isDue) telling.missed(name);
      throw error;
    }
  }

  /** Sends it, unless it stands there already; as a reply where the bot may refer to what was said. */
  async function send(channel: string, letter: Letter, message: OutgoingMessage, replyTo?: string): Promise<string> {
    const { nonce, mark } = letter;
    if (letter.isRepeated) {
      const found = await messages.find(channel, { mark, author: client.user?.id ?? '', after: letter.to.message });
      if (found !== undefined) return found;
    }
    const known = client.channels.cache.get(channel);
    const mayReply = known === undefined || known.isDMBased() || botMay(known, 'ReadMessageHistory');
    if (letter.isRepeated && !mayReply)
      log.warn({ delivery: letter.operation }, 'posts a reply again where it may not look for it');
    return messages.send(channel, message, { nonce, replyTo: mayReply ? replyTo : undefined });
  }

  /** Small print waits for a store that is away; an answer does not. */
  async function isDueNow(name: string): Promise<boolean> {
    try {
      return await telling.isDue(name);
    } catch {
      return false;
    }
  }

  /** Says once for each channel, to whoever asked, why the answer is not in a thread. */
  async function tellOnce({ to, operation }: Letter, channel: string): Promise<void> {
    const name = `discord no thread ${channel}`;
    if (unreachable.has(to.person) || !(await isDueNow(name))) return;
    try {
      const direct = await messages.openDirect(to.person);
      const { nonce } = signsOf(`${operation} told why`);
      await messages.send(direct, sentenceMessage(PLATFORM_SENTENCES.noThread), { nonce });
    } catch (error) {
      telling.missed(name);
      if (isForbidden(error)) {
        if (unreachable.size >= MAX_UNREACHABLE) unreachable.clear();
        unreachable.add(to.person);
      }
      log.info({ delivery: operation, ...faultOf(error) }, 'could not say why there is no thread');
    }
  }
}

const MAX_UNREACHABLE = 10_000;

/** One reply on its way. */
type Letter = Signs & {
  readonly to: Address;
  readonly operation: string;
  /** It may stand there already. */
  readonly isRepeated: boolean;
};

type Render = (options: MessageOptions) => OutgoingMessage;

function answerOf(card: Parameters<typeof messageOf>[0], { to, mark }: Letter): Render {
  const own = to.isWordless ? [PLATFORM_SENTENCES.roleOnly] : [];
  return (options) => messageOf(card, { ...options, mark, notes: [...own, ...(options.notes ?? [])] });
}
