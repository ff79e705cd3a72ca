import { type AutocompleteInteraction, Events, type Interaction, type Message, Routes } from 'discord.js';
import type { Host, Platform, Running } from '../platform.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { createCardTurns } from './card-turns.ts';
import { commandChanges } from './commands.ts';
import { type Connection, connect, type DiscordOptions, type Line } from './connect.ts';
import { interactionFacts, isAnswerable, messageFacts } from './facts.ts';
import { faultOf, isOver } from './faults.ts';
import { clip, MAX_SUGGESTION_CHARS, MAX_SUGGESTIONS } from './limits.ts';
import { sentenceMessage } from './message.ts';
import { createPoster } from './post.ts';
import { answeredDirectly, isOurBusiness, readInteraction, readMessage } from './read.ts';
import { createReply } from './reply.ts';
import { directSeat, findSeat } from './seat.ts';
import { sendAnswer } from './send.ts';
import { within } from './within.ts';

/** This long after a person asked without an answer they are told that one is coming. */
export const DEFER_AFTER_MS = 1500;
/** After this long without a word Discord gives up. */
const ACKNOWLEDGE_WITHIN_MS = 3000;

/** Discord: slash commands, mentions, direct messages, a context menu, buttons, selects and forms. */
export function createDiscord(options: DiscordOptions): Platform {
  return { name: 'discord', start: (host) => start(options, host) };
}

async function start(options: DiscordOptions, host: Host): Promise<Running> {
  const inHand = new Set<Promise<void>>();
  let isStopping = false;
  const connection = await connect(options, host.log, (line) => {
    const { onMessage, onInteraction } = createListeners(line, host);
    line.client.on(Events.MessageCreate, (message) => keep(() => onMessage(message)));
    line.client.on(Events.InteractionCreate, (interaction) => keep(() => onInteraction(interaction)));
  });
  void compareCommands(connection, host);
  return { ended: connection.ended, stop };

  function keep(work: () => Promise<void>): void {
    if (isStopping) return;
    const done = work().finally(() => inHand.delete(done));
    inHand.add(done);
  }

  async function stop(deadlineMs: number): Promise<void> {
    isStopping = true;
    const endsAt = performance.now() + deadlineMs;
    await within(deadlineMs, Promise.allSettled(inHand)).catch(() => undefined);
    await connection.disconnect(endsAt - performance.now());
  }
}

type Listeners = {
  readonly onMessage: (message: Message) => Promise<void>;
  readonly onInteraction: (interaction: Interaction) => Promise<void>;
};

/** The one way through for everything that comes: read, accept, handle, send. They never reject. */
function createListeners({ readsContent, takeUnclear }: Line, host: Host): Listeners {
  const { log } = host;
  const poster = createPoster(host, readsContent);
  const turns = createCardTurns();

  return {
    onMessage: (message) => guarded(message.id, (taken) => answerMessage(message, taken)),
    onInteraction: (interaction) =>
      guarded(interaction.id, (taken) =>
        interaction.isAutocomplete() ? suggest(interaction, taken) : answerInteraction(interaction, taken),
      ),
  };

  async function answerMessage(message: Message, taken: Taken): Promise<void> {
    const seen = messageFacts(message);
    if (!isOurBusiness(seen)) return;
    // A thread that the client has not seen does not say which channel it belongs to.
    const isStray = message.channel.isThread() && message.channel.parentId === null;
    const facts = isStray ? messageFacts(await refreshed(message)) : seen;
    const read = readMessage(facts);
    const open = findSeat(message);
    if (!read || (!open && read.arrival.type === 'overheard')) return;
    const seat = open ?? (await directSeat(message));
    const delivery = seat.type === 'direct' ? answeredDirectly(read, seat.channel.id) : read;
    // Who was only overheard does not wait for an answer. Nothing comes again from Discord, so a refusal is said as well.
    if (delivery.arrival.type !== 'overheard') taken(() => poster.apologise(message, seat));
    if (!(await host.accept(delivery))) return;
    await poster.post(await host.handle(delivery), message, facts, seat);
  }

  async function answerInteraction(interaction: Interaction, taken: Taken): Promise<void> {
    if (!isAnswerable(interaction)) return;
    const startedAt = performance.now() - ageMs(interaction);
    const facts = interactionFacts(interaction);
    const delivery = readInteraction(facts);
    const reply = createReply(interaction, { isPrivate: delivery.arrival.type !== 'direct', turns, takeUnclear, log });
    if (facts.type === 'about' && facts.text === '') {
      await reply.toPerson(sentenceMessage(PLATFORM_SENTENCES.noWords));
      return;
    }
    taken(() => reply.toPerson(sentenceMessage(PLATFORM_SENTENCES.apology)));
    if (!(await host.accept(delivery))) return;
    const deferAfterMs = Math.max(0, DEFER_AFTER_MS - (performance.now() - startedAt));
    const timer = setTimeout(() => {
      reply
        .defer()
        .catch((error: unknown) => log.warn({ delivery: delivery.key, ...faultOf(error) }, 'could not defer'));
    }, deferAfterMs);
    const answer = await host.handle(delivery).finally(() => clearTimeout(timer));
    await sendAnswer(answer, { interaction, facts, reply, log });
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

/** How long the interaction was on its way, as far as the two clocks tell; one that is off counts from the receipt. */
function ageMs({ createdTimestamp }: Interaction): number {
  const age = Date.now() - createdTimestamp;
  return age > 0 && age < ACKNOWLEDGE_WITHIN_MS ? Math.min(age, DEFER_AFTER_MS) : 0;
}

/** The message, its channel known in full. */
async function refreshed(message: Message): Promise<Message> {
  await message.channel.fetch();
  return message;
}

/** To be called once an event is taken, with the way to tell the person of a failure. */
type Taken = (apologise: () => Promise<unknown>) => void;

/** Says when the commands that people see are not those of this version. */
async function compareCommands({ client }: Connection, { log }: Host): Promise<void> {
  try {
    const registered = await client.rest.get(Routes.applicationCommands(client.application.id));
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
