import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, GuildBasedChannel, Message, TextBasedChannel } from 'discord.js';
import type { Host } from '../platform.ts';
import type { Clock } from './clock.ts';
import { faultOf, refusalOf } from './faults.ts';
import type { Heard } from './heard.ts';
import { patiently } from './patience.ts';
import { botMay } from './seat.ts';

/** What a sweep looks through. */
export type Swept = {
  /** The shards that heard nothing for a while. */
  readonly shards: readonly number[];
  /** Since when; where nobody knows, since the bot last answered on them. */
  readonly lostAt: number | undefined;
};

/** What sweeping needs. */
export type SweepOptions = {
  readonly client: Client;
  readonly host: Pick<Host, 'recentThreads' | 'log'>;
  readonly clock: Clock;
  readonly heard: Heard;
  /** Takes a message, again or for the first time; gives whether it was the bot's business. */
  readonly take: (message: Message) => Promise<boolean>;
  readonly isOver: () => boolean;
};

/**
 * Looks for what was written while nothing was heard, in the conversations in which the bot answered and in the channels
 * and threads in which anything was written since. It reads so much and no more; what it leaves out is counted in the log.
 * Never rejects.
 */
export async function sweep({ shards, lostAt }: Swept, options: SweepOptions): Promise<void> {
  const { client, host, heard, isOver } = options;
  const count = { messages: 0, cut: 0, failed: 0 };
  try {
    const since = Date.now() - SWEPT_MS;
    const answered = await answeredSince(since, options);
    const known = answered.flatMap(({ thread, at }) => placeOf(thread, lostAt ?? at - UNFINISHED_MS));
    const own = known.filter(({ guild }) => shards.includes(shardOf(guild, client)));
    const quietAt = lostAt ?? (own.length > 0 ? Math.max(...own.map(({ at }) => at)) : undefined);
    const written = quietAt === undefined ? [] : writtenSince(Math.max(quietAt, since), shards, options);
    const all = [...new Map([...written, ...own].map((place) => [place.channel, place])).values()];
    const places = all
      .map((place) => ({ ...place, last: lastIn(place, client) }))
      .filter(({ last, at }) => last === undefined || isSince(timeOf(last), at, options.clock))
      .filter(({ last }) => lostAt === undefined || last === undefined || !heard.wasHeard(last, lostAt));
    const looked = mostPromising(places);
    const waiting = [...looked];
    await Promise.all(Array.from({ length: LANES }, () => lane(waiting)));
    const left = places.length - looked.length + waiting.length;
    if (places.length === 0 || isOver()) return;
    const level = left + count.cut + count.failed > 0 ? 'warn' : 'info';
    host.log[level]({ places: looked.length, ...count, left }, 'looked through what was written meanwhile');
  } catch (error) {
    host.log.warn(faultOf(error), 'could not look through what was written meanwhile');
  }

  async function lane(waiting: Place[]): Promise<void> {
    for (let place = waiting.shift(); place !== undefined && !isOver(); place = waiting.shift()) {
      const looked = await look(place, options).catch(nothingThere);
      count.messages += looked.messages;
      count.cut += looked.isCut ? 1 : 0;
    }
  }

  /** A place that is gone, or closed to the bot, holds nothing for it. */
  function nothingThere(error: unknown): Looked {
    if (refusalOf(error) === undefined) count.failed += 1;
    return { messages: 0, isCut: false };
  }
}

/** The conversations in which the bot answered; the store may be away for a while, and words must not be lost by that. */
async function answeredSince(since: number, { host, isOver }: SweepOptions): ReturnType<Host['recentThreads']> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await host.recentThreads({ platform: 'discord', since, limit: MAX_RECENT });
    } catch (error) {
      if (tries === MAX_TRIES || isOver()) throw error;
      if (tries === 1) host.log.warn(faultOf(error), 'cannot look through what was written meanwhile yet');
      await sleep(AGAIN_MS, undefined, { ref: false });
    }
  }
}

/** A store that is away is asked again for some ten minutes. */
const MAX_TRIES = 200;
const AGAIN_MS = 3000;
/** Less than the inbox remembers what was taken: what is found twice is answered once. */
const SWEPT_MS = 6 * 24 * 60 * 60_000;
/** Two clocks, and a lost connection that nobody noticed yet. */
const MARGIN_MS = 2 * 60_000;
/** A process that ended in the middle of a sweep left words behind others that it heard itself. */
const UNFINISHED_MS = 10 * 60_000;
const MAX_RECENT = 500;
const MAX_PLACES = 100;
const MAX_MESSAGES = 50;
/** Places that are looked through at the same time. */
const LANES = 4;

/** A place to look through, and since when. */
type Place = { readonly guild: string | undefined; readonly channel: string; readonly at: number };

type Looked = { readonly messages: number; readonly isCut: boolean };

/** The place of a thread's key: what grows out of a message has the id of that message. */
function placeOf(key: string, at: number): Place[] {
  const [, guild, channel, thread] = key.split(':');
  if (guild === '@me' && channel !== undefined && thread === 'main') return [{ guild: undefined, channel, at }];
  return guild !== undefined && thread !== undefined && /^\d+$/.test(thread) ? [{ guild, channel: thread, at }] : [];
}

/** The last message of a place, where the library knows it: it knows no conversations, and few archived threads. */
function lastIn({ channel }: Place, { channels }: Client): string | undefined {
  const known = channels.cache.get(channel);
  return (known?.isTextBased() && !known.isDMBased() ? known.lastMessageId : undefined) ?? undefined;
}

/**
 * What was written in that time is newer than all that was heard before, so the newest go first. Of conversations, of which
 * nobody knows, as many as half go before them: those in which the bot answered last.
 */
function mostPromising(places: readonly (Place & { readonly last: string | undefined })[]): readonly Place[] {
  const known = places.flatMap((place) => (place.last === undefined ? [] : { ...place, last: timeOf(place.last) }));
  const unknown = places.filter(({ last }) => last === undefined).toSorted((a, b) => b.at - a.at);
  const half = MAX_PLACES / 2;
  known.sort((a, b) => b.last - a.last || (a.channel < b.channel ? -1 : 1));
  return [...unknown.slice(0, half), ...known, ...unknown.slice(half)].slice(0, MAX_PLACES);
}

/** The shard that tells of a server; the first one tells of direct conversations. */
function shardOf(guild: string | undefined, { options }: Client): number {
  return guild === undefined ? 0 : Number((BigInt(guild) >> 22n) % BigInt(options.shardCount ?? 1));
}

/** The channels and threads of these shards whose last message is newer. */
function writtenSince(at: number, shards: readonly number[], { client, clock }: SweepOptions): Place[] {
  const heard = client.channels.cache.filter(
    (channel): channel is GuildBasedChannel & TextBasedChannel =>
      !channel.isDMBased() && channel.isTextBased() && shards.includes(channel.guild.shardId),
  );
  return heard
    .filter((channel) => botMay(channel, 'ViewChannel') && botMay(channel, 'ReadMessageHistory'))
    .filter(({ lastMessageId }) => isSince(timeOf(lastMessageId), at, clock))
    .map(({ id, guildId }) => ({ guild: guildId, channel: id, at }));
}

/** Hands over what was written in a place, oldest first. */
async function look({ channel, at }: Place, { client, clock, take, isOver }: SweepOptions): Promise<Looked> {
  const found = await patiently(() => client.channels.fetch(channel, { allowUnknownGuild: false }));
  if (!found?.isTextBased() || (found.lastMessageId && !isSince(timeOf(found.lastMessageId), at, clock)))
    return { messages: 0, isCut: false };
  const page = await patiently(() => found.messages.fetch({ limit: MAX_MESSAGES, cache: false }));
  const since = [...page.values()].filter(({ createdTimestamp }) => isSince(createdTimestamp, at, clock));
  let messages = 0;
  for (const message of since.reverse()) if (!isOver() && (await take(message))) messages += 1;
  return { messages, isCut: since.length === MAX_MESSAGES };
}

/** Whether something at that moment of Discord's came after one of ours, in doubt yes. */
function isSince(theirs: number, ours: number, { ageMs }: Clock): boolean {
  return ageMs(theirs) < Date.now() - ours + MARGIN_MS;
}

/** The moment that is in an id. */
function timeOf(id: string | null | undefined): number {
  return id == null ? 0 : Number(BigInt(id) >> 22n) + DISCORD_EPOCH_MS;
}

/** The first second of 2015, from which Discord counts. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;
