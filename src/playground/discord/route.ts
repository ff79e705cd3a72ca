import type { Callbacks } from './callbacks.ts';
import type { Commands } from './commands.ts';
import type { Announcer } from './events.ts';
import type { Gateway } from './gateway.ts';
import type { Interactions } from './interactions.ts';
import type { Messages } from './messages.ts';
import { may } from './permissions.ts';
import type { RateGroup } from './rate-limits.ts';
import { invalidField, isRefusal, REFUSAL, type Refusal } from './refusals.ts';
import type { Threads } from './threads.ts';
import type { Upload } from './uploads.ts';
import type { Channel, Guild, Message, World } from './world.ts';

/** A request to a route, read. */
export type RestRequest = {
  /** A part of the path by the name it has in the route. */
  readonly param: (name: string) => string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly uploads: readonly Upload[];
};

/** What a route answers. */
export type RestAnswer = Refusal | { readonly status: 200 | 201 | 204; readonly body?: unknown };

/** One route; `:name` in its path stands for any part. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly group: RateGroup;
  readonly needsToken: boolean;
  readonly handle: (request: RestRequest) => RestAnswer;
};

/** What routes and the driver work with. */
export type Services = {
  readonly world: World;
  readonly announcer: Announcer;
  readonly messages: Messages;
  readonly threads: Threads;
  readonly commands: Commands;
  readonly interactions: Interactions;
  readonly callbacks: Callbacks;
  readonly gateway: Gateway;
};

/** A route for who has the bot's token. */
export function route(
  method: Route['method'],
  path: string,
  handle: Route['handle'],
  group: RateGroup = 'other',
): Route {
  return { method, path, handle, group, needsToken: true };
}

/** The answer with a body. */
export function ok(body: unknown): RestAnswer {
  return { status: 200, body };
}

/** The answer of a thing that was done and has nothing to show. */
export const DONE: RestAnswer = { status: 204 };

/** A channel that the bot may see, or why not. */
export function channelFor(world: World, id: string): Channel | Refusal {
  if (!/^\d{1,20}$/.test(id))
    return invalidField(['channel_id'], 'NUMBER_TYPE_COERCE', `Value "${id}" is not snowflake.`);
  const channel = world.channels.get(id);
  if (!channel) return REFUSAL.unknownChannel;
  return may(world.application.bot, 'ViewChannel', channel) ? channel : REFUSAL.missingAccess;
}

/** A guild that the bot is in, or why not. */
export function guildFor(world: World, id: string): Guild | Refusal {
  const guild = world.guilds.get(id);
  if (!guild) return REFUSAL.unknownGuild;
  return guild.hasBot ? guild : REFUSAL.missingAccess;
}

/** A message that stands in a channel for everybody, with the channel, or why not. */
export function messageFor(
  world: World,
  channelId: string,
  messageId: string,
): { readonly channel: Channel; readonly message: Message } | Refusal {
  const channel = channelFor(world, channelId);
  if (isRefusal(channel)) return channel;
  const message = world.messages.get(messageId);
  return message && message.channel === channel && !message.onlyFor ? { channel, message } : REFUSAL.unknownMessage;
}
