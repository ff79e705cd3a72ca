import * as z from 'zod';
import type { Arrival, Content, Delivery } from '../../core/delivery.ts';
import { MAIN_PART, ownKey, threadKey } from './exchanges.ts';
import { HOME_PART, homeOf, readPress, readSubmission } from './read-press.ts';
import type { Way, WayOfReply } from './way.ts';
import { plainEntities, readWords } from './words.ts';

/** What came from Slack and is our business. */
export type Received =
  | { readonly type: 'delivery'; readonly delivery: Delivery; readonly way: Way }
  /** The agent pane was opened: it shows what one could ask. */
  | { readonly type: 'pane'; readonly channel: string }
  /** The shortcut was used on a message without words. */
  | { readonly type: 'no words'; readonly way: WayOfReply };

/** Whose messages are ours. */
export type Identity = { readonly team: string; readonly botUser: string };

/** The message shortcut. */
export const ASK_ABOUT = 'ask_about';

/** A body from Slack as what it means to us; undefined for what is none of our business. `now` is epoch milliseconds. */
export function read(body: unknown, identity: Identity, now: number): Received | undefined {
  const { type, command } = KIND.safeParse(body).data ?? {};
  if (command !== undefined) return readCommand(body, identity, now);
  switch (type) {
    case 'event_callback':
      return readEvent(body, identity, now);
    case 'message_action':
      return readShortcut(body, identity, now);
    case 'block_actions':
      return readPress(body, identity.team, now);
    case 'view_submission':
      return readSubmission(body, identity.team, now);
  }
  return undefined;
}

/** Whether Slack says that it holds events back, because there were too many. */
export function isRateNotice(body: unknown): boolean {
  return KIND.safeParse(body).data?.type === 'app_rate_limited';
}

const KIND = z.object({ type: z.string().optional(), command: z.string().optional() });

const MESSAGE = {
  subtype: z.string().nullish(),
  channel: z.string(),
  channel_type: z.string().nullish(),
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  text: z.string().nullish(),
  ts: z.string(),
  thread_ts: z.string().nullish(),
};

const EVENT = z.object({
  event_id: z.string(),
  event: z.discriminatedUnion('type', [
    z.object({ type: z.literal('message'), ...MESSAGE }),
    z.object({ type: z.literal('app_mention'), ...MESSAGE }),
    z.object({ type: z.literal('app_home_opened'), user: z.string(), channel: z.string(), tab: z.string() }),
  ]),
});

type Message = Extract<z.output<typeof EVENT>['event'], { readonly ts: string }>;

function readEvent(body: unknown, { team, botUser }: Identity, now: number): Received | undefined {
  const { event, event_id: eventId } = EVENT.safeParse(body).data ?? {};
  switch (event?.type) {
    case undefined:
      return undefined;
    case 'message':
    case 'app_mention':
      return readMessage(event, team, botUser);
    case 'app_home_opened': {
      if (event.tab === 'messages') return { type: 'pane', channel: event.channel };
      if (event.tab !== 'home') return undefined;
      const { user: person } = event;
      const way = homeOf({ person, hash: undefined, trigger: undefined, isStart: true });
      return {
        type: 'delivery',
        way,
        delivery: {
          key: `slack:${team}:${eventId}`,
          thread: threadKey(team, person, HOME_PART),
          own: ownKey(team, person, undefined, person),
          person,
          at: now,
          arrival: { type: 'press', on: 'page' },
          content: { type: 'page' },
        },
      };
    }
  }
}

/** What people write; the rest are joins, edits, and other system messages. */
const WRITTEN: ReadonlySet<string> = new Set(['file_share', 'thread_broadcast']);
const SLACKBOT = 'USLACKBOT';

/** A message and the mention in it are two events of one post: both give the same delivery. */
function readMessage(event: Message, team: string, botUser: string): Received | undefined {
  const { channel, user: person, ts } = event;
  if (event.subtype && !WRITTEN.has(event.subtype)) return undefined;
  if (event.bot_id || !person || person === botUser || person === SLACKBOT) return undefined;
  const { text, mentionsBot, mentionsOthers } = readWords(event.text ?? '', botUser);
  const isDirect = event.channel_type === 'im';
  const arrival = arrivalOf(event, isDirect, mentionsBot, mentionsOthers);
  if (!arrival) return undefined;
  const root = event.thread_ts ?? ts;
  return {
    type: 'delivery',
    way: {
      type: 'words',
      channel,
      thread: root,
      ts,
      person,
      isDirect,
      isEcho: event.type === 'message' && arrival.type === 'mention',
    },
    delivery: {
      key: `slack:${team}:${channel}:${ts}`,
      thread: threadKey(team, channel, root),
      own: ownKey(team, channel, isDirect ? root : (event.thread_ts ?? undefined), person),
      person,
      at: Math.round(Number(ts) * 1000),
      arrival,
      content: { type: 'utterance', text },
    },
  };
}

function arrivalOf(
  event: Message,
  isDirect: boolean,
  mentionsBot: boolean,
  mentionsOthers: boolean,
): Arrival | undefined {
  if (isDirect) return { type: 'direct' };
  if (mentionsBot || event.type === 'app_mention') return { type: 'mention' };
  return event.thread_ts ? { type: 'overheard', mentionsOthers } : undefined;
}

const COMMAND = z.object({
  channel_id: z.string(),
  user_id: z.string(),
  text: z.string().nullish(),
  trigger_id: z.string(),
  response_url: z.string(),
});

function readCommand(body: unknown, { team }: Identity, now: number): Received | undefined {
  const command = COMMAND.safeParse(body).data;
  if (!command) return undefined;
  const { channel_id: channel, user_id: person } = command;
  return {
    type: 'delivery',
    way: { type: 'command', thread: undefined, responseUrl: command.response_url },
    delivery: {
      key: `slack:${team}:${command.trigger_id}`,
      thread: threadKey(team, channel, MAIN_PART),
      own: ownKey(team, channel, undefined, person),
      person,
      at: now,
      arrival: { type: 'command' },
      content: commanded(plainEntities(command.text ?? '').trim()),
    },
  };
}

/** The first word is the command where it is one; all else is a question in the person's own words. */
function commanded(text: string): Content {
  const [, word = '', rest = ''] = /^([a-z]+)(?:$|:|\s)\s*([\s\S]*)$/i.exec(text) ?? [];
  const name = word.toLowerCase();
  switch (name) {
    case 'ask':
    case 'verdict':
    case 'compare':
      return { type: 'command', name, text: rest };
    case 'topics':
    case 'help':
      // With more words after it, it is the beginning of a question: "help me choose".
      if (rest === '') return { type: 'command', name, text: '' };
  }
  return { type: 'command', name: text === '' ? 'help' : 'ask', text };
}

const SHORTCUT = z.object({
  callback_id: z.literal(ASK_ABOUT),
  trigger_id: z.string(),
  response_url: z.string(),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
  message: z.object({ ts: z.string(), text: z.string().nullish(), thread_ts: z.string().nullish() }),
});

function readShortcut(body: unknown, { team, botUser }: Identity, now: number): Received | undefined {
  const shortcut = SHORTCUT.safeParse(body).data;
  if (!shortcut) return undefined;
  const { message, channel, user, trigger_id: trigger, response_url: responseUrl } = shortcut;
  // The first message of a thread stands in the channel, and the answer beside it.
  const thread = message.thread_ts && message.thread_ts !== message.ts ? message.thread_ts : undefined;
  const way = { type: 'shortcut', thread, responseUrl } as const;
  const { text } = readWords(message.text ?? '', botUser);
  if (text === '') return { type: 'no words', way };
  return {
    type: 'delivery',
    way,
    delivery: {
      key: `slack:${team}:${trigger}`,
      thread: threadKey(team, channel.id, message.thread_ts ?? message.ts),
      own: ownKey(team, channel.id, thread, user.id),
      person: user.id,
      at: now,
      arrival: { type: 'about' },
      content: { type: 'utterance', text },
    },
  };
}
