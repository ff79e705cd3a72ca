// Prints what one process of the bot costs on the local platforms: memory, in Discord by the number of servers, and processor
// time for each message, by what it is to the bot.
// usage: npm run bench:replica -- [messages, 2000 unless given]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { slackManifest } from '../../src/platforms/slack/manifest.ts';
import { createDiscordServer } from '../../src/playground/discord/discord.ts';
import { createSlackServer } from '../../src/playground/slack/slack-server.ts';
import { startNode } from '../child.ts';
import { startOptions } from '../start-words.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
const HEALTH_PORT = 39_464;
const SETTLE_MS = 3000;
const QUIET_MS = 400;
const QUIET_SHARE = 0.08;
const ANSWER_TRIES = 100;
const WIDE = { limit: 1_000_000, windowMs: 1000 };
const PEOPLE = Array.from({ length: 60 }, (_, nth) => `person-${nth}`);
const CHANNELS = Array.from({ length: 30 }, (_, nth) => `channel-${nth}`);
const WORDS = 'is django any good for websockets?';
/** Half of what one person is answered in a minute. */
const MENTIONS = PEOPLE.length * 15;

const messages = Number(process.argv[2] ?? 2000);
const folder = mkdtempSync(join(tmpdir(), 'versus-replica-'));
console.log(`node ${process.versions.node}; each server of Discord with ${CHANNELS.length} channels`);
await discordMemory(1);
await discordMemory(500);
await discordMemory(1000);
await discordProcessor();
await slackProcessor('Socket Mode');
await slackProcessor('HTTP');
rmSync(folder, { recursive: true, force: true });

/** Anything that a person does and that the bot hears of. */
type Act = (nth: number) => void;

async function discordMemory(guilds: number): Promise<void> {
  const discord = createDiscordServer({
    guilds: Array.from({ length: guilds }, (_, nth) => ({
      name: `server ${nth}`,
      people: PEOPLE.slice(0, 1),
      channels: CHANNELS.map((name) => ({ name })),
    })),
    intents: ['messageContent'],
    times: { identifyIntervalMs: 0 },
  });
  await discord.start();
  await withBot({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl() }, async (figure) => {
    const [rss, heap] = [await figure('process_resident_memory_bytes'), await figure('versus_heap_used_bytes')];
    console.log(`discord, ${guilds} servers: resident ${mb(rss)} MB, heap ${mb(heap)} MB`);
  });
  await discord.stop();
}

async function discordProcessor(): Promise<void> {
  const discord = createDiscordServer({
    guilds: [{ name: 'Acme', people: PEOPLE, channels: CHANNELS.map((name) => ({ name })) }],
    intents: ['messageContent'],
    times: { identifyIntervalMs: 0 },
    rateLimits: { global: WIDE, messages: WIDE, other: WIDE },
  });
  await discord.start();
  const places = PEOPLE.map((name, nth) => discord.person(name).channel(CHANNELS[nth % CHANNELS.length] ?? ''));
  const [asking, talking] = await Promise.all(
    ['asking', 'talking'].map((name) => Promise.all(places.map((place) => place.openThread(name)))),
  );
  await withBot({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl() }, (figure) =>
    measure('discord', figure, {
      inChannel: (nth) => void places[nth % places.length]?.send(WORDS),
      inThread: (nth) => void talking?.[nth % PEOPLE.length]?.send(WORDS),
      mention: (nth) => void asking?.[nth % PEOPLE.length]?.mention(WORDS),
    }),
  );
  await discord.stop();
}

async function slackProcessor(mode: 'Socket Mode' | 'HTTP'): Promise<void> {
  const slack = createSlackServer({
    manifest: slackManifest({ mentionsOnly: false }),
    workspaces: [{ name: 'Acme', people: PEOPLE, channels: CHANNELS.map((name) => ({ name })) }],
  });
  await slack.start();
  const { world } = slack;
  const workspace = world.workspaces()[0]?.id ?? '';
  const people = world.people(workspace).filter(({ bot }) => bot === undefined);
  const app = world.people(workspace).find(({ bot }) => bot !== undefined)?.id;
  const channels = world.conversations(workspace).filter(({ name }) => CHANNELS.includes(name));
  const post = (nth: number, text: string, thread?: string) =>
    world.post({
      channel: channels[nth % channels.length]?.id ?? '',
      by: people[nth % people.length]?.id ?? '',
      text,
      thread,
    });
  const [asking, talking] = ['asking', 'talking'].map((about) => PEOPLE.map((_, nth) => post(nth, about).ts));
  const connection =
    mode === 'HTTP'
      ? { SLACK_SIGNING_SECRET: slack.app.signingSecret, SLACK_PORT: String(HEALTH_PORT + 1) }
      : { SLACK_APP_TOKEN: slack.app.appToken };
  const environment = { SLACK_BOT_TOKEN: slack.botToken(), SLACK_API_URL: slack.apiUrl(), ...connection };
  await withBot(environment, async (figure) => {
    if (mode === 'HTTP') slack.sendTo(`http://127.0.0.1:${HEALTH_PORT + 1}/slack/events`);
    const rss = await figure('process_resident_memory_bytes');
    console.log(`slack, ${mode}: resident ${mb(rss)} MB, heap ${mb(await figure('versus_heap_used_bytes'))} MB`);
    await measure(`slack, ${mode}`, figure, {
      inChannel: (nth) => void post(nth, WORDS),
      inThread: (nth) => void post(nth, WORDS, talking?.[nth % PEOPLE.length]),
      mention: (nth) => void post(nth, `<@${app}> ${WORDS}`, asking?.[nth % PEOPLE.length]),
    });
  });
  await slack.stop();
}

type Figure = (name: string) => Promise<number>;

async function withBot(environment: Readonly<Record<string, string>>, work: (figure: Figure) => Promise<void>) {
  const file = join(mkdtempSync(join(folder, 'bot-')), 'versus.sqlite');
  const settings = { ...environment, DATABASE_FILE: file, HEALTH_PORT: String(HEALTH_PORT), LOG_LEVEL: 'error' };
  const bot = startNode([...startOptions(), MAIN], settings, folder);
  process.once('exit', () => bot.process.kill());
  await bot.says('connected');
  await sleep(SETTLE_MS);
  await work(async (name) => {
    const text = await (await fetch(`http://127.0.0.1:${HEALTH_PORT}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  });
  bot.process.kill('SIGTERM');
  await bot.ended;
}

async function measure(
  name: string,
  figure: Figure,
  acts: Readonly<Record<'inChannel' | 'inThread' | 'mention', Act>>,
) {
  const { inChannel, inThread, mention } = acts;
  for (const [what, act, count] of [
    ['(to warm up)', mention, PEOPLE.length],
    ['in a channel, not for the bot', inChannel, messages],
    ['in a thread, not for the bot', inThread, messages],
    ['mention that is answered', mention, MENTIONS],
  ] as const) {
    const before = await figure('process_cpu_seconds_total');
    const answeredBefore = await figure('versus_reply_seconds_count');
    for (let nth = 0; nth < count; nth++) {
      act(nth);
      if (nth % 20 === 19) await sleep(10);
    }
    const answered = async () => (await figure('versus_reply_seconds_count')) - answeredBefore;
    for (let tries = 0; act === mention && (await answered()) < count; tries++) {
      if (tries > ANSWER_TRIES) throw new Error(`${await answered()} of ${count} mentions were answered`);
      await sleep(QUIET_MS);
    }
    await quiet(figure);
    const ms = ((await figure('process_cpu_seconds_total')) - before) * 1000;
    if (what !== '(to warm up)') console.log(`${name}: ${(ms / count).toFixed(2)} ms of processor each: ${what}`);
  }
}

/** Waits until the bot has nothing to do. */
async function quiet(figure: Figure): Promise<void> {
  for (let before = -1; ; await sleep(QUIET_MS)) {
    const now = await figure('process_cpu_seconds_total');
    if (before >= 0 && now - before < (QUIET_MS / 1000) * QUIET_SHARE) return;
    before = now;
  }
}

function mb(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
