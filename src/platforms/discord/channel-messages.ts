import { type REST, Routes } from 'discord.js';
import * as z from 'zod';
import { hasThreadAlready, isForbidden, isThreadless, isUnreplyable } from './faults.ts';
import type { OutgoingMessage } from './message.ts';

/** Messages of the bot in channels, by ids alone: also in those that the gateway tells this process nothing about. */
export type ChannelMessages = {
  /** Sends it once, however often the request must be repeated within some minutes; gives its id. */
  readonly send: (channel: string, message: OutgoingMessage, how: SendHow) => Promise<string>;
  /** The bot's message with that mark, among the first and the last of those after another one. */
  readonly find: (channel: string, sought: Sought) => Promise<string | undefined>;
  /** The thread that grows out of a message, opened where there is none yet; or why there can be none. */
  readonly openThread: (channel: string, message: string, name: string) => Promise<Opened>;
  /** The direct conversation with a person. */
  readonly openDirect: (person: string) => Promise<string>;
};

export type SendHow = {
  readonly nonce: string;
  /** The message it replies to, where Discord allows that. */
  readonly replyTo?: string | undefined;
};

export type Sought = { readonly mark: number; readonly author: string; readonly after: string };

export type Opened =
  | { readonly type: 'open'; readonly thread: string }
  | { readonly type: 'forbidden' }
  | { readonly type: 'impossible' };

/** Messages over a client's requests, with their limits. */
export function createChannelMessages(rest: REST): ChannelMessages {
  return {
    send,
    find: async (channel, { mark, author, after }) => {
      const isIt = (one: z.output<typeof posted>) =>
        one.author.id === author && one.components.some(({ id }) => id === mark);
      const first = await page(channel, after);
      const found = first.find(isIt);
      if (found || first.length < PAGE) return found?.id;
      return (await page(channel, undefined)).find(isIt)?.id;
    },
    openThread: async (channel, message, name) => {
      try {
        return { type: 'open', thread: idOf(await rest.post(Routes.threads(channel, message), { body: { name } })) };
      } catch (error) {
        if (isForbidden(error)) return { type: 'forbidden' };
        if (isThreadless(error)) return { type: 'impossible' };
        // Somebody else opened it, or an earlier try of ours did: it has the id of its message.
        if (hasThreadAlready(error)) return { type: 'open', thread: message };
        throw error;
      }
    },
    openDirect: async (person) => idOf(await rest.post(Routes.userChannels(), { body: { recipient_id: person } })),
  };

  async function send(channel: string, message: OutgoingMessage, { nonce, replyTo }: SendHow): Promise<string> {
    const { flags, components, files } = message;
    const body = {
      flags,
      components,
      allowed_mentions: { parse: [], replied_user: false },
      attachments: files.map(({ name }, index) => ({ id: String(index), filename: name })),
      nonce,
      enforce_nonce: true,
      ...(replyTo === undefined ? {} : { message_reference: { message_id: replyTo, fail_if_not_exists: false } }),
    };
    try {
      const raw = files.map(({ name, attachment }) => ({ name, data: attachment }));
      return idOf(await rest.post(Routes.channelMessages(channel), { body, files: raw }));
    } catch (error) {
      if (replyTo === undefined || !isUnreplyable(error)) throw error;
      return send(channel, message, { nonce });
    }
  }

  async function page(channel: string, after: string | undefined): Promise<z.output<typeof history>> {
    const query = new URLSearchParams({ limit: String(PAGE), ...(after === undefined ? {} : { after }) });
    try {
      return history.parse(await rest.get(Routes.channelMessages(channel), { query }));
    } catch (error) {
      // Where the bot may not look it may hardly write, and is told so when it tries.
      if (isForbidden(error)) return [];
      throw error;
    }
  }
}

/** Messages that Discord gives at once, at most. */
const PAGE = 100;

const identified = z.object({ id: z.string() });
const posted = identified.extend({
  author: identified,
  components: z.array(z.object({ id: z.number().optional() })).default([]),
});
const history = z.array(posted);

function idOf(answered: unknown): string {
  return identified.parse(answered).id;
}
