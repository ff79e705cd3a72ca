import type { webApi } from '@slack/bolt';
import * as z from 'zod';
import type { Card } from '../../core/card.ts';
import type { Json, Log, Outgoing, Posted } from '../platform.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { failureOf, loggable } from './client.ts';
import { sentenceCard } from './messages.ts';
import { type Outbox, type Standing, UnseenError } from './outbox.ts';
import { renderCard } from './render.ts';
import type { Timing } from './timing.ts';
import type { Upload } from './upload.ts';
import type { WayOfWords } from './way.ts';

/** Posts replies to words. */
export type Poster = (post: Outgoing) => Promise<Posted>;

/** What is needed to reply to words, from any process at any time. */
export function addressOf({ channel, thread, person, isDirect }: WayOfWords): Json {
  return { channel, thread, person, isDirect } satisfies Address;
}

/** A message that begins something new in a channel. */
export function channelAddress(channel: string): Json {
  return { channel } satisfies Place;
}

const ADDRESS = z.object({ channel: z.string(), thread: z.string(), person: z.string(), isDirect: z.boolean() });
const PLACE = z.strictObject({ channel: z.string() });
type Place = z.output<typeof PLACE>;
type Address = z.output<typeof ADDRESS>;

export type PosterOptions = {
  readonly client: webApi.WebClient;
  readonly outbox: Outbox;
  readonly upload: Upload;
  readonly log: Log;
  readonly timing: Timing;
};

/** Each reply stands in its thread once; who cannot be answered is told so once, alone. */
export function createPoster({ client, outbox, upload, log, timing }: PosterOptions): Poster {
  /** How often a channel had to wait in a row for nobody knows how long. */
  const waits = new Map<string, number>();

  return async (outgoing) => {
    const { content } = outgoing;
    const place = PLACE.safeParse(outgoing.address).data;
    if (place && content.type === 'answer') return postCard(content.card, place, outgoing);
    const address = ADDRESS.safeParse(outgoing.address).data;
    if (!address) return { type: 'refused', reason: 'the address cannot be read' };
    switch (content.type) {
      case 'answer':
        return postCard(content.card, address, outgoing);
      case 'apology':
        return apologise(address, outgoing);
    }
  };

  async function postCard(card: Card, address: Address | Place, { operation, at, attempt }: Outgoing): Promise<Posted> {
    const { channel } = address;
    const thread = 'thread' in address ? address.thread : undefined;
    const { overflow, ...message } = renderCard(card);
    const posted = await tried(channel, () => outbox.tryOnce({ channel, thread, at, operation, message }, attempt > 1));
    if ('type' in posted) {
      if (posted.type === 'refused' && 'thread' in address) await apologiseFor(address, operation);
      return posted;
    }
    if (overflow !== undefined && !posted.hasRest) await upload(channel, thread ?? posted.ts, overflow, operation);
    return { type: 'posted', result: posted.ts };
  }

  async function apologise(address: Address, { operation, at, attempt }: Outgoing): Promise<Posted> {
    const { channel, thread, isDirect, person } = address;
    const message = renderCard(sentenceCard(PLATFORM_SENTENCES.apology));
    const posted = await tried(channel, async () => {
      if (isDirect) return outbox.tryOnce({ channel, thread, at, operation, message }, attempt > 1);
      return sayTo(person, address, message);
    });
    return 'type' in posted ? posted : { type: 'posted', result: posted.ts };
  }

  /** For the person alone, so nobody can look whether it arrived: it is not repeated. */
  async function sayTo(
    user: string,
    { channel, thread }: Address,
    { text, blocks }: ReturnType<typeof renderCard>,
  ): Promise<Standing | Posted> {
    try {
      await client.chat.postEphemeral({ channel, thread_ts: thread, user, text, blocks });
      return { type: 'posted', result: '' };
    } catch (error) {
      if (failureOf(error).type !== 'unclear') throw error;
      return { type: 'refused', reason: 'private reply unclear' };
    }
  }

  /** Slack refused the answer: whoever waits for it is told that there is none. */
  async function apologiseFor({ channel, thread, person, isDirect }: Address, key: string): Promise<void> {
    const { text, blocks } = renderCard(sentenceCard(PLATFORM_SENTENCES.apology));
    const message = { channel, thread_ts: thread, text, blocks };
    try {
      if (isDirect) await client.chat.postMessage(message);
      else await client.chat.postEphemeral({ ...message, user: person });
    } catch (error) {
      log.warn({ key, ...loggable(error) }, 'a sentence could not be said');
    }
  }

  /** What the work gave, or why it will never be, or when it may be; rejects when that is unclear. */
  async function tried<Result>(channel: string, work: () => Promise<Result>): Promise<Result | Posted> {
    try {
      const result = await work();
      waits.delete(channel);
      return result;
    } catch (error) {
      if (error instanceof UnseenError) return { type: 'refused', reason: 'unseen' };
      const failure = failureOf(error);
      switch (failure.type) {
        case 'unclear':
          throw error;
        case 'refused':
          if (!LOCKED_OUT.has(failure.code)) return { type: 'refused', reason: failure.code };
          log.error({ code: failure.code }, 'slack does not take SLACK_BOT_TOKEN; replies wait');
          return { type: 'later', afterMs: longer(channel, timing.lockedOutMs) };
        case 'limited':
          return { type: 'later', afterMs: failure.retryAfterMs ?? longer(channel, timing.limitedMs) };
      }
    }
  }

  /** Twice as long as the last time. */
  function longer(channel: string, firstMs: number): number {
    const before = waits.get(channel) ?? 0;
    waits.set(channel, before + 1);
    return Math.min(MAX_PAUSE_MS, firstMs * 2 ** Math.min(before, 20));
  }
}

const MAX_PAUSE_MS = 60_000;

/** The token is not taken at the moment: another one mends it, and nothing is lost until then. */
const LOCKED_OUT: ReadonlySet<string> = new Set([
  'account_inactive',
  'http_401',
  'invalid_auth',
  'not_authed',
  'token_expired',
  'token_revoked',
]);
