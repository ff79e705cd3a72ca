// One of the two bots that test/bench/discord.ts compares, in a process of its own.
// usage: node test/bench/discord-app.ts bare|versus <address of the API> <token> <question>
import { Client, Events, GatewayIntentBits, MessageFlags, Partials } from 'discord.js';
import { converse } from '../../src/core/converse.ts';
import { EMPTY_THREAD } from '../../src/core/thread.ts';
import { createDiscord } from '../../src/platforms/discord/discord.ts';
import { messageOf } from '../../src/platforms/discord/message.ts';
import { library, runOn, UNHELD } from './running.ts';

const [kind = '', apiUrl = '', token = '', question = ''] = process.argv.slice(2);

if (kind === 'versus') await runOn(createDiscord({ token, apiUrl, requestsPerSecond: UNHELD }));
else await startBare();

process.once('disconnect', () => process.exit());
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMicros: user + system, rssBytes: process.memoryUsage().rss });
});
process.send?.('started');

/** A bare client that sends the same card, finished beforehand. */
async function startBare(): Promise<void> {
  const [command, mention] = (['command', 'mention'] as const).map((type) => {
    const delivery = { key: 'k', thread: 't', own: 'o', person: 'p', at: Date.now(), arrival: { type } };
    const content = { type: 'utterance', text: question } as const;
    const exchanges = { open: EMPTY_THREAD, own: EMPTY_THREAD };
    const day = new Date().toISOString().slice(0, 10);
    return messageOf(converse({ ...delivery, content }, exchanges, library, day).card, { mayAttach: true });
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
