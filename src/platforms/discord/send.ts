import type { Message, SendableChannels } from 'discord.js';
import type { Answer, DrawCard, Log } from '../platform.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { type Answerable, displayNameOf } from './facts.ts';
import { isForbidden, isUnclear } from './faults.ts';
import { messageOf, type OutgoingMessage, sentenceMessage } from './message.ts';
import { patiently } from './patience.ts';
import { type InteractionFacts, sharedThreadKey } from './read.ts';
import { renderForm } from './render-form.ts';
import type { Reply } from './reply.ts';
import { botMay } from './seat.ts';

/** Puts the answer to an interaction where it belongs. */
export async function sendAnswer(
  answer: Answer,
  {
    interaction,
    facts,
    reply,
    draw,
    log,
  }: {
    readonly interaction: Answerable;
    readonly facts: InteractionFacts;
    readonly reply: Reply;
    readonly draw: DrawCard | undefined;
    readonly log: Log;
  },
): Promise<void> {
  const mayAttach = interaction.appPermissions.has('AttachFiles');
  switch (answer.place) {
    case 'nowhere':
      await reply.toPerson(sentenceMessage(PLATFORM_SENTENCES.tooMany));
      return;
    case 'here':
      await reply.toAll(messageOf(answer.card, { mayAttach }));
      return;
    case 'private':
      await reply.toPerson(messageOf(answer.card, { mayAttach }));
      return;
    case 'replace':
    case 'edit':
      await reply.inPlace(messageOf(answer.card, { mayAttach, mark: 'card' in facts ? facts.card?.mark : undefined }));
      return;
    case 'form': {
      const opened = answer.form && (await reply.form(renderForm(answer.form)));
      if (opened === undefined) await reply.toPerson(messageOf(answer.card, { mayAttach }));
      return;
    }
    case 'share':
      await share();
      return;
  }
  answer.place satisfies never;

  /** The card stays as it is until the shared one stands, so that a share that failed can be pressed again. */
  async function share(): Promise<void> {
    if (!(await reply.hold())) return;
    const picture = mayAttach ? await draw?.(answer.card) : undefined;
    const shared = messageOf(answer.card, { mayAttach, sharedBy: displayNameOf(interaction), picture });
    const posted = await postShared(shared);
    if (posted === undefined) {
      log.warn({ delivery: `discord:${facts.id}` }, 'shared card unclear');
      await reply.toPerson(sentenceMessage(PLATFORM_SENTENCES.shareUnclear));
      return;
    }
    if (posted.flags.has('Ephemeral')) {
      await reply.toPerson(sentenceMessage(PLATFORM_SENTENCES.notShared));
      return;
    }
    await answer.continueIn?.(sharedThreadKey(facts.spot, posted.id));
    if (answer.aside) await reply.inPlace(messageOf(answer.aside, { mayAttach }));
  }

  /** As a message of the bot's own where it may write, which Discord takes once however often it is sent; else through the interaction. */
  async function postShared(shared: OutgoingMessage): Promise<Message | undefined> {
    const channel = writableChannel(interaction);
    try {
      const once = { ...shared, nonce: shareNonce(facts), enforceNonce: true };
      if (channel) return await patiently(async (): Promise<Message> => channel.send(once));
    } catch (error) {
      if (!isForbidden(error)) throw error;
    }
    try {
      return await reply.beside(shared);
    } catch (error) {
      if (!isUnclear(error)) throw error;
      return undefined;
    }
  }
}

/** The channel of an interaction, where the bot is a member and may write. */
function writableChannel({ guild, channel }: Answerable): SendableChannels | undefined {
  if (!guild || !channel?.isSendable() || channel.isDMBased()) return undefined;
  const needed = channel.isThread() ? 'SendMessagesInThreads' : 'SendMessages';
  return botMay(channel, needed) && botMay(channel, 'ViewChannel') ? channel : undefined;
}

/** The same for two presses of one button, so that a double click shares once; at most 25 characters. */
function shareNonce(facts: InteractionFacts): string {
  if (facts.type !== 'press') return facts.id;
  const id = facts.values[0] ?? facts.customId;
  const hash = [...id].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 60_466_176, 7);
  return `${facts.card.id}${hash.toString(36)}`;
}
