import type { webApi } from '@slack/bolt';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { failureOf } from './client.ts';
import { createInOrder } from './in-order.ts';
import type { SlackMessage } from './render.ts';
import type { Sleep, Timing } from './timing.ts';

/** A message for everybody in a conversation. */
export type Post = {
  readonly channel: string;
  /** The ts of the thread's first message; undefined for the conversation itself. */
  readonly thread: string | undefined;
  /** When it was caused, in epoch milliseconds. */
  readonly at: number;
  /** Tells it from every other post: by this it is found again when it is not known whether it was posted. */
  readonly operation: string;
  readonly message: Pick<SlackMessage, 'text' | 'blocks'>;
};

/** A post that stands there. */
export type Standing = {
  readonly ts: string /** Whether a file with the rest of it stands behind it. */;
  readonly hasRest: boolean;
};

/** What is posted once, in order in each conversation, whatever the line does. */
export type Outbox = {
  /** Resolves with the ts of the message. Rejects when Slack refuses it, or when it stays unclear whether it was posted. */
  readonly post: (post: Post) => Promise<string>;
  /** One try of the same, which waits for no limit; where it may stand there already, it is looked for first. */
  readonly tryOnce: (post: Post, mayStand: boolean) => Promise<Standing>;
};

/** Nobody can see whether a post stands there, so it must not be posted again. */
export class UnseenError extends Error {
  override readonly name = 'UnseenError';
  constructor() {
    super('there are more messages than are looked through');
  }
}

/** Most tries of a post whose answer was lost. */
const MAX_TRIES = 3;
/** A post is given up when limits have held it back for so long. */
const MAX_HELD_BACK_MS = 10 * 60_000;
/** How far this clock and Slack's may be apart. */
const CLOCKS_APART_MS = 5 * 60_000;
/** Messages of one page, and pages, in which a post is looked for; Slack gives some apps no more than 15. */
const PAGE_MESSAGES = 15;
const MAX_PAGES = 4;

/** Each conversation has a queue of its own: a limit on one never holds another back. */
export function createOutbox(client: webApi.WebClient, sleep: Sleep, timing: Timing): Outbox {
  const inOrder = createInOrder();

  return {
    post: (post) => inOrder(post.channel, () => deliver(post)),
    tryOnce: (post, mayStand) =>
      inOrder(post.channel, async () => {
        const standing = mayStand ? await find(post) : undefined;
        return standing ?? { ts: await send(post), hasRest: false };
      }),
  };

  async function deliver(post: Post): Promise<string> {
    for (let tries = 1; ; tries++) {
      try {
        return await unlimited(() => send(post));
      } catch (error) {
        if (failureOf(error).type !== 'unclear') throw error;
        const standing = await look(post, tries, error);
        if (standing) return standing.ts;
        if (tries >= MAX_TRIES) throw error;
      }
    }
  }

  async function send({ channel, thread, operation, message }: Post): Promise<string> {
    const { ts } = await client.chat.postMessage({
      channel,
      ...(thread === undefined ? {} : { thread_ts: thread }),
      text: message.text,
      blocks: message.blocks,
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: METADATA_TYPE, event_payload: { operation } },
    });
    return ts ?? '';
  }

  /** A post that was stored although its answer was lost. Who cannot look must not post again. */
  async function look(post: Post, tries: number, lost: unknown): Promise<Standing | undefined> {
    for (let looks = 0; ; looks++) {
      await sleep(timing.lookMs * 2 ** (tries - 1 + looks));
      try {
        return await unlimited(() => find(post));
      } catch (error) {
        if (error instanceof UnseenError || failureOf(error).type !== 'unclear' || looks >= MAX_TRIES - 1) throw lost;
      }
    }
  }

  /** The post; undefined when it is not there. Who has not seen all cannot know that. */
  async function find({ channel, thread, at, operation }: Post): Promise<Standing | undefined> {
    const oldest = ((at - CLOCKS_APART_MS) / 1000).toFixed(6);
    const seen: Message[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const range = {
        channel,
        oldest,
        limit: PAGE_MESSAGES,
        include_all_metadata: true,
        ...(cursor ? { cursor } : {}),
      };
      const { messages = [], response_metadata: next } =
        thread === undefined
          ? await client.conversations.history(range)
          : await client.conversations.replies({ ...range, ts: thread });
      seen.push(...messages);
      const ts = seen.find(({ metadata }) => operationOf(metadata) === operation)?.ts;
      if (ts !== undefined) return { ts, hasRest: hasRest(seen, ts) };
      cursor = next?.next_cursor;
      if (!cursor) return undefined;
    }
    throw new UnseenError();
  }

  /** The call, as often as limits hold it back, and not before they end. */
  async function unlimited<Result>(call: () => Promise<Result>): Promise<Result> {
    let usualMs = timing.limitedMs;
    for (let heldBackMs = 0; ; ) {
      try {
        return await call();
      } catch (error) {
        const failure = failureOf(error);
        if (failure.type !== 'limited') throw error;
        const waitMs = failure.retryAfterMs ?? usualMs;
        heldBackMs += waitMs;
        if (heldBackMs > MAX_HELD_BACK_MS) throw error;
        usualMs *= 2;
        await sleep(waitMs);
      }
    }
  }
}

const METADATA_TYPE = 'versus_reply';

type Message = {
  readonly ts?: string;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: object };
  readonly files?: readonly { readonly name?: string | null }[];
};

/** The operation of one of our posts. */
function operationOf(metadata: Message['metadata']): unknown {
  const payload = metadata?.event_payload;
  return metadata?.event_type === METADATA_TYPE && payload !== undefined && 'operation' in payload
    ? payload.operation
    : undefined;
}

/** Whether the file that goes with a post stands between it and the next post of ours. */
function hasRest(seen: readonly Message[], ts: string): boolean {
  const after = seen.filter((one) => (one.ts ?? '') > ts).toSorted((a, b) => ((a.ts ?? '') < (b.ts ?? '') ? -1 : 1));
  const next = after.findIndex(({ metadata }) => operationOf(metadata) !== undefined);
  return after
    .slice(0, next === -1 ? undefined : next)
    .some(({ files = [] }) => files.some(({ name }) => name === PLATFORM_SENTENCES.restFile));
}
