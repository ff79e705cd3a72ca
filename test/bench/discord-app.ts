// One of the two bots that test/bench/discord.ts compares, in a process of its own.
// usage: node test/bench/discord-app.ts bare|versus <address of the API> <token> <question>
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Events, GatewayIntentBits, MessageFlags, Partials } from 'discord.js';
import { createBot } from '../../src/bot.ts';
import { converse } from '../../src/core/converse.ts';
import { EMPTY_THREAD } from '../../src/core/thread.ts';
import { loadKnowledge } from '../../src/pack/load-knowledge.ts';
import { createDiscord } from '../../src/platforms/discord/discord.ts';
import { messageOf } from '../../src/platforms/discord/message.ts';
import { openStore } from '../../src/store/open-store.ts';

/** Requests a second that neither bot is held to. */
const UNHELD = 1_000_000;

const [kind = '', apiUrl = '', token = '', question = ''] = process.argv.slice(2);
const knowledge = loadKnowledge(join(import.meta.dirname, '..', '..', 'knowledge'));

if (kind === 'versus') await startVersus();
else await startBare();

process.once('disconnect', () => process.exit());
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMicros: user + system, rssBytes: process.memoryUsage().rss });
});
process.send?.('started');

/** The real bot, with a store in a file. */
async function startVersus(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'versus-bench-discord-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const bot = createBot({
    knowledge,
    store: await openStore({ file: join(folder, 'versus.sqlite') }),
    now: () => new Date(),
    observe: () => {},
    limits: { perThread: UNHELD, perPerson: UNHELD, windowMs: 60_000 },
  });
  const say = (about: object, message: string) => console.error(message, about);
  const log = { debug: () => {}, info: () => {}, warn: say, error: say };
  await createDiscord({ token, apiUrl, requestsPerSecond: UNHELD }).start({ ...bot, starters: [], log });
}

/** A bare client that sends the same card, finished beforehand. */
async function startBare(): Promise<void> {
  const [command, mention] = (['command', 'mention'] as const).map((type) => {
    const delivery = { key: 'k', thread: 't', own: 'o', person: 'p', at: Date.now(), arrival: { type } };
    const content = { type: 'utterance', text: question } as const;
    const exchanges = { open: EMPTY_THREAD, own: EMPTY_THREAD };
    const day = new Date().toISOString().slice(0, 10);
    return messageOf(converse({ ...delivery, content }, exchanges, knowledge, day).card, { mayAttach: true });
  });
  if (!command || !mention) throw new Error('A card is missing.');
  const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;
  const client = new Client({
    intents: [Guilds, GuildMessages, DirectMessages],
    partials: [Partials.Channel],
    enforceNonce: true,
    jsonTransformer: (payload) => payload,
    rest: { api: apiUrl, globalRequestsPerSecond: UNHELD },
  });
  client.on(Events.InteractionCreate, async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.reply({ ...command, flags: [command.flags, MessageFlags.Ephemeral] });
  });
  client.on(Events.MessageCreate, async (message) => {
    if (message.author.bot || !message.channel.isSendable()) return;
    await message.channel.send(mention);
  });
  await client.login(token);
}
