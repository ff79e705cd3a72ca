import { registerCommands } from '../../src/platforms/discord/register-commands.ts';
import { createDiscordServer } from '../../src/playground/discord/discord.ts';
import { type Place, shownMessage } from '../../src/playground/discord/driver.ts';
import type { Fault } from '../../src/playground/discord/faults.ts';
import { channelOf, namesOf, personOf, type Reply, type Side, type Trouble, WITHOUT_STORE } from './side.ts';

/** Limits so wide that minutes hold what a bot does in days. */
const WIDE = { limit: 1_000_000, windowMs: 1000 };
const THREADS_A_CHANNEL = 50;
const POSTS = /^\/channels\/\d+\/messages$/;

/** A local Discord with so many threads. */
export async function createDiscordSide(threads: number): Promise<Side> {
  const placeOf = (thread: number) => channelOf(thread, THREADS_A_CHANNEL);
  const channels = namesOf(threads, placeOf).map((name) => ({ name }));
  const discord = createDiscordServer({
    guilds: [{ name: 'Acme', people: namesOf(threads, personOf), channels }],
    intents: ['messageContent'],
    times: { identifyIntervalMs: 0, heartbeatIntervalMs: 1500 },
    rateLimits: { global: WIDE, messages: WIDE, other: WIDE },
  });
  const { faults } = discord;
  const places: Place[] = [];
  const threadOf = new Map<string, number>();
  for (let thread = 0; thread < threads; thread++) {
    const place = await discord.person(personOf(thread)).channel(placeOf(thread)).openThread(`thread ${thread}`);
    places.push(place);
    threadOf.set(place.id, thread);
  }
  /** Of each thread, what was said and answered in it when it was last looked at. */
  const seen = new Map<number, readonly Reply[]>();
  const changed = new Set<number>();
  discord.watch((change) => {
    const thread = change.kind === 'message' ? threadOf.get(change.channelId) : undefined;
    if (thread !== undefined) changed.add(thread);
  });

  return {
    name: 'discord',
    start: async () => {
      await discord.start();
      await registerCommands({ token: discord.token, apiUrl: discord.apiUrl() }, () => {});
    },
    stop: discord.stop,
    environment: () => ({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl() }),
    connections: discord.connectedSessions,
    say: (thread, text) => {
      const place = placeAt(thread);
      void place.mention(text);
      return `discord:${place.messages().at(-1)?.id}`;
    },
    command: async (thread, text) => {
      const place = discord.person(personOf(thread)).channel(placeOf(thread));
      const outcome = await place.command('versus ask', { question: text });
      return outcome.kind === 'message';
    },
    press: async (thread, label) => {
      const messages = placeAt(thread).messages();
      const message = messages.findLast(({ buttons }) => buttons.some((button) => button.label === label));
      if (!message) throw new Error(`nobody offers ${label} in thread ${thread}`);
      return shownMessage(await message.press(label)).text;
    },
    replies: () => {
      look();
      return [...seen.values()].flat();
    },
    answered: () => {
      look();
      return new Set([...seen.values()].flat().map(({ key }) => key)).size;
    },
    troubles: [
      { name: 'event sent twice', begin: () => void faults.redeliver('MESSAGE_CREATE') },
      {
        name: 'events late',
        begin: (_, random) => {
          faults.delayEvents(random.below(400));
          setTimeout(() => faults.delayEvents(0), 500);
        },
      },
      { name: 'socket cut', begin: faults.cut },
      { name: 'socket closed (4000)', begin: () => faults.close(4000) },
      { name: 'reconnect asked for', begin: faults.reconnect },
      { name: 'session invalid, can resume', begin: () => faults.invalidate(true) },
      { name: 'session invalid', begin: () => faults.invalidate(false) },
      {
        name: 'reconnect refused',
        begin: () => {
          faults.refuseConnections(2);
          faults.cut();
        },
      },
      {
        name: 'heartbeats unanswered',
        begin: () => {
          faults.swallowHeartbeats(true);
          setTimeout(() => faults.swallowHeartbeats(false), 4000);
        },
      },
      { name: 'event that nobody can read', begin: () => faults.dispatch('MESSAGE_CREATE', { id: 'x', author: null }) },
      post('429 with Retry-After', { kind: 'rateLimit', retryAfterMs: 800, scope: 'user' }),
      post('429, shared', { kind: 'rateLimit', retryAfterMs: 800, scope: 'shared' }),
      post('429, global', { kind: 'rateLimit', retryAfterMs: 800, scope: 'global' }),
      post('429 without Retry-After', { kind: 'rateLimit', scope: 'user' }),
      post('500 after it is stored', { kind: 'doneButAnswered', status: 500 }),
      post('connection reset', { kind: 'reset' }),
      post('answer that hangs, not stored', { kind: 'hang', isDone: false }),
      post('answer that hangs, stored', { kind: 'hang', isDone: true }),
      post('answer that comes late', { kind: 'delay', ms: 1500 }),
    ],
    clear: faults.clear,
  };

  function placeAt(thread: number): Place {
    const place = places[thread];
    if (!place) throw new Error(`there is no thread ${thread}`);
    return place;
  }

  /** A reply carries the id of what it answers as its nonce. */
  function look(): void {
    for (const thread of changed) {
      const messages = placeAt(thread).messages();
      const said = new Set(messages.map(({ id }) => id));
      const replies = messages.flatMap(({ payload, text }): Reply[] => {
        const nonce = 'nonce' in payload ? String(payload.nonce) : '';
        return said.has(nonce)
          ? [{ key: `discord:${nonce}`, thread, isWithoutStore: text.includes(WITHOUT_STORE) }]
          : [];
      });
      seen.set(thread, replies);
    }
    changed.clear();
  }

  function post(name: string, fault: Fault): Trouble {
    return {
      name: `post: ${name}`,
      begin: (times) => faults.onRequest({ method: 'POST', path: POSTS, times, fault }),
    };
  }
}
