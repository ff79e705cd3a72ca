import { type AutocompleteInteraction, Events, type Interaction, type Message, RESTEvents, Routes } from 'discord.js';
import { LISTENING_MS } from '../../core/placement.ts';
import type { DrawCard, Host, Platform, Running } from '../platform.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { channelAddress, readAddress, writeAddress } from './address.ts';
import { createCardTurns } from './card-turns.ts';
import { createChannelMessages } from './channel-messages.ts';
import { type Clock, createClock } from './clock.ts';
import { commandChanges } from './commands.ts';
import { type Connection, connect, type DiscordOptions, type Line } from './connect.ts';
import { hasThreads, interactionFacts, isAnswerable, messageFacts } from './facts.ts';
import { faultOf, isOver } from './faults.ts';
import { createHeard } from './heard.ts';
import { clip, MAX_SUGGESTION_CHARS, MAX_SUGGESTIONS } from './limits.ts';
import { sentenceMessage } from './message.ts';
import { patiently } from './patience.ts';
import { createPoster, type Poster } from './post.ts';
import { answeredDirectly, isOurBusiness, readInteraction, readMessage } from './read.ts';
import { createReply } from './reply.ts';
import { findSeat } from './seat.ts';
import { sendAnswer } from './send.ts';
import { sweep } from './sweep.ts';
import { within } from './within.ts';

/** This long after a person asked without an answer they are told that one is coming. */
export const DEFER_AFTER_MS = 1500;
/** After this long without a word Discord gives up. */
const ACKNOWLEDGE_WITHIN_MS = 3000;
const TOO_MANY_REQUESTS = 429;

/** Discord: slash commands, mentions, direct messages, a context menu, buttons, selects and forms. */
export function createDiscord(options: DiscordOptions): Platform {
  return { name: 'discord', channelAddress, start: (host) => start(options, host) };
}

async function start(options: DiscordOptions, host: Host): Promise<Running> {
  const inHand = new Set<Promise<unknown>>();
  const clock = createClock();
  const heard = createHeard();
  let isStopping = false;
  const listening = Promise.withResolvers<Listeners>();
  const connection = await connect(options, host.log, (line) => {
    const { client } = line;
    const listeners = createListeners(line, host, clock, options.draw);
    listening.resolve(listeners);
    // While it stops, words are still kept for whoever comes next.
    client.on(Events.MessageCreate, (message) => {
      clock.saw(message.createdTimestamp);
      heard.saw(message.id);
      keep(listeners.onMessage(message, { isLate: false }));
    });
    client.on(Events.InteractionCreate, (interaction) => {
      if (!isStopping) keep(listeners.onInteraction(interaction));
    });
    client.on(Events.ShardReconnecting, () => host.reconnecting('discord'));
    client.rest.on(RESTEvents.Response, (_, { status }) => {
      if (status === TOO_MANY_REQUESTS) host.rateLimited('discord');
    });
  });
  const { onMessage, post } = await listening.promise;
  void connection.complete.then((client) => compareCommands(client, host)).catch(() => undefined);
  sweepWhatIsLost(connection, (swept) => {
    const { client } = connection;
    const take = (message: Message) => onMessage(message, { isLate: true });
    keep(sweep(swept, { client, host, clock, heard, take, isOver: () => isStopping }));
  });
  return { ended: connection.ended, post, stop };

  function keep(work: Promise<unknown>): void {
    const done = work.finally(() => inHand.delete(done));
    inHand.add(done);
  }

  async function stop(deadlineMs: number): Promise<void> {
    isStopping = true;
    const endsAt = performance.now() + deadlineMs;
    await within(deadlineMs, Promise.allSettled(inHand)).catch(() => undefined);
    await connection.disconnect(endsAt - performance.now());
  }
}

/** Asks for a sweep once all shards are there, and again for each that could not go on where it was. */
function sweepWhatIsLost(
  { client, complete }: Connection,
  ask: (swept: { readonly shards: readonly number[]; readonly lostAt: number | undefined }) => void,
): void {
  const lost = new Map<number, number>();
  client.on(Events.ShardReconnecting, (id) => {
    if (!lost.has(id)) lost.set(id, Date.now());
  });
  client.on(Events.ShardResume, (id) => lost.delete(id));
  void complete
    .then(({ ws }) => {
      lost.clear();
      ask({ shards: [...ws.shards.keys()], lostAt: undefined });
      client.on(Events.ShardReady, (id) => {
        const lostAt = lost.get(id);
        lost.delete(id);
        if (lostAt !== undefined) ask({ shards: [id], lostAt });
      });
    })
    .catch(() => undefined);
}

type Listeners = {
  /** Takes a message; gives whether it was the bot's business. `isLate` is for one that was not heard when it was written. */
  readonly onMessage: (message: Message, how: { readonly isLate: boolean }) => Promise<boolean>;
  readonly onInteraction: (interaction: Interaction) => Promise<void>;
  readonly post: Poster;
};

/** The one way through for everything that comes: read it, hand it over, send what is answered at once. They never reject. */
function createListeners(
  { client, readsContent, takeUnclear }: Line,
  host: Host,
  clock: Clock,
  draw: DrawCard | undefined,
): Listeners {
  const { log } = host;
  const post = createPoster(client, host, readsContent);
  const { openDirect } = createChannelMessages(client.rest);
  const turns = createCardTurns();
  const isFirst = createMemory();

  return {
    post,
    onMessage: async (message, how) => {
      let isTaken = false;
      await guarded(message.id, async (taken) => {
        isTaken = await takeMessage(message, how.isLate, taken);
      });
      return isTaken;
    },
    onInteraction: (interaction) =>
      guarded(interaction.id, async (taken) => {
        const ageMs = ageOf(interaction, clock);
        clock.saw(interaction.createdTimestamp);
        if (!isFirst(interaction.id)) return;
        if (interaction.isAutocomplete()) await suggest(interaction, taken);
        else await answerInteraction(interaction, ageMs, taken);
      }),
  };

  async function takeMessage(message: Message, isLate: boolean, taken: Taken): Promise<boolean> {
    const seen = messageFacts(message);
    if (!isOurBusiness(seen)) return false;
    // A thread that the client has not seen does not say which channel it belongs to.
    const isStray = message.channel.isThread() && message.channel.parentId === null;
    if (isStray) await patiently(async () => void (await message.channel.fetch()));
    const facts = isStray ? messageFacts(message) : seen;
    const read = readMessage(facts);
    if (!read) return false;
    const isOverheard = read.arrival.type === 'overheard';
    // Who was not answered at the time went on without the bot.
    if (isOverheard && isLate && clock.ageMs(read.at) > LISTENING_MS) return false;
    const address = writeAddress(facts, hasThreads(message));
    const to = readAddress(address);
    const seat = to && findSeat(client, to);
    if (isOverheard && seat?.type === 'direct') return false;
    const delivery = seat?.type === 'direct' ? await inDirect(read) : read;
    const { key, at } = delivery;
    // Who was only overheard does not wait for an answer. Nothing comes again from Discord, so a refusal is said as well.
    if (!isOverheard)
      taken(async () => {
        const apology = { operation: key, address, at, attempt: 1, content: { type: 'apology' } } as const;
        const { type } = await post(apology);
        if (type !== 'posted') log.warn({ delivery: key }, 'could not apologise');
      });
    const { channel, thread } = facts.spot;
    await host.take(delivery, { channel: thread ?? (seat?.type === 'thread' ? facts.id : channel), address });
    return true;
  }

  /** The delivery in the direct conversation, where it will be answered; as it is where that cannot be found out now. */
  async function inDirect(read: NonNullable<ReturnType<typeof readMessage>>): Promise<typeof read> {
    try {
      return answeredDirectly(read, await patiently(() => openDirect(read.person)));
    } catch (error) {
      log.info({ delivery: read.key, ...faultOf(error) }, 'could not open a direct conversation');
      return read;
    }
  }

  async function answerInteraction(interaction: Interaction, ageMs: number, taken: Taken): Promise<void> {
    if (!isAnswerable(interaction)) return;
    const startedAt = performance.now() - ageMs;
    const facts = interactionFacts(interaction);
    const delivery = readInteraction(facts);
    const reply = createReply(interaction, { isPrivate: delivery.arrival.type !== 'direct', turns, takeUnclear, log });
    if (facts.type === 'about' && facts.text === '') {
      await reply.toPerson(sentenceMessage(PLATFORM_SENTENCES.noWords));
      return;
    }
    taken(() => reply.toPerson(sentenceMessage(PLATFORM_SENTENCES.apology)));
    const deferAfterMs = Math.max(0, DEFER_AFTER_MS - (performance.now() - startedAt));
    const timer = setTimeout(() => {
      reply
        .defer()
        .catch((error: unknown) => log.warn({ delivery: delivery.key, ...faultOf(error) }, 'could not defer'));
    }, deferAfterMs);
    const answer = await host.answer(delivery).finally(() => clearTimeout(timer));
    if (answer) await sendAnswer(answer, { interaction, facts, reply, draw, log });
    // Another process answers it; what this one announced must not stand there for ever.
    else await reply.whereAnnounced(sentenceMessage(PLATFORM_SENTENCES.apology));
  }

  async function suggest(interaction: AutocompleteInteraction, taken: Taken): Promise<void> {
    taken(() => interaction.respond([]));
    const choices = host
      .complete(interaction.options.getFocused())
      .slice(0, MAX_SUGGESTIONS)
      .map(({ question }) => clip(question, MAX_SUGGESTION_CHARS));
    await interaction.respond(choices.map((question) => ({ name: question, value: question })));
  }

  /** The one place where errors of an event end: logged without words, and the person is told where there is a way. */
  async function guarded(id: string, work: (taken: Taken) => Promise<void>): Promise<void> {
    const ways: (() => Promise<unknown>)[] = [];
    try {
      await work((apologise) => ways.push(apologise));
    } catch (error) {
      const about = { delivery: `discord:${id}`, ...faultOf(error) };
      if (isOver(error)) return log.info(about, 'interaction is over');
      log.error(about, 'could not answer');
      await Promise.all(ways.map((apologise) => apologise())).catch((again: unknown) =>
        log.warn({ delivery: about.delivery, ...faultOf(again) }, 'could not apologise'),
      );
    }
  }
}

/** How long the interaction was on its way, as far as the clocks tell; where they cannot be right it counts from the receipt. */
function ageOf({ createdTimestamp }: Interaction, clock: Clock): number {
  const age = clock.ageMs(createdTimestamp);
  return age > 0 && age < ACKNOWLEDGE_WITHIN_MS ? Math.min(age, DEFER_AFTER_MS) : 0;
}

/** Interactions that are remembered, so that one that is delivered twice is answered once. */
const MAX_REMEMBERED = 20_000;

/** Whether an id is new, once. */
function createMemory(): (id: string) => boolean {
  const ids = new Set<string>();
  return (id) => {
    if (ids.has(id)) return false;
    ids.add(id);
    const [oldest] = ids;
    if (ids.size > MAX_REMEMBERED && oldest !== undefined) ids.delete(oldest);
    return true;
  };
}

/** To be called once an event is taken, with the way to tell the person of a failure. */
type Taken = (apologise: () => Promise<unknown>) => void;

/** Says when the commands that people see are not those of this version. */
async function compareCommands({ rest, application }: Awaited<Connection['complete']>, { log }: Host): Promise<void> {
  try {
    const registered = await rest.get(Routes.applicationCommands(application.id));
    const differing = commandChanges(registered).length;
    if (differing > 0)
      log.warn(
        { differing },
        'the commands at Discord are not those of this version: run "npm run -s versus -- discord-commands"',
      );
  } catch (error) {
    log.warn(faultOf(error), 'could not look at the commands at Discord');
  }
}
