import { createServer } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import type { Bot } from '../../../src/bot.ts';
import { firstSentence, plainProse } from '../../../src/core/prose.ts';
import type { DeliveryTiming } from '../../../src/delivery/timing.ts';
import type { DrawCard, Host, Running } from '../../../src/platforms/platform.ts';
import { slackManifest } from '../../../src/platforms/slack/manifest.ts';
import { createSlack, type SlackOptions } from '../../../src/platforms/slack/slack.ts';
import { SLACK_TIMING, type Timing } from '../../../src/platforms/slack/timing.ts';
import type { Seen, SeenMessage } from '../../../src/playground/slack/seen.ts';
import {
  createSlackServer,
  type SlackServer,
  type SlackServerOptions,
} from '../../../src/playground/slack/slack-server.ts';
import { openStore } from '../../../src/store/open-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { hostOn, type LogLine, type TestHost } from '../../host.ts';
import { knowledge } from '../../knowledge.ts';

export type { LogLine };

export type Mode = 'socket' | 'http';

/** The real bot in a local Slack that has installed it from its own manifest. */
export type Versus = {
  readonly slack: SlackServer;
  readonly store: Store;
  readonly running: Running;
  readonly log: readonly LogLine[];
  readonly facts: TestHost['facts'];
  readonly engine: TestHost['engine'];
  readonly stop: () => Promise<void>;
};

export type VersusOptions = {
  readonly mode?: Mode;
  readonly mentionsOnly?: boolean;
  readonly server?: Omit<SlackServerOptions, 'manifest'>;
  readonly timing?: Partial<Timing>;
  readonly draw?: DrawCard;
  readonly delivery?: Partial<DeliveryTiming>;
  /** What the platform is given in place of the bot's own. */
  readonly host?: (host: Host) => Partial<Host>;
  /** What the engine is given in place of the bot's own. */
  readonly bot?: (bot: Bot) => Partial<Bot>;
};

/** Tests do not wait as long as Slack does. */
export const SHORT: Timing = {
  ...SLACK_TIMING,
  callMs: 600,
  lookMs: 20,
  limitedMs: 60,
  lockedOutMs: 60,
  reconnectMs: 30,
  longestReconnectMs: 120,
  shortLivedMs: 200,
  closeMs: 200,
};

/** Deadlines that a slow machine keeps as well; what is about them sets its own. */
const UNHURRIED = { ackMs: 20_000, triggerMs: 20_000 } as const;

/** Starts both and connects them. */
export async function openVersus({
  mode = 'socket',
  mentionsOnly = false,
  ...options
}: VersusOptions = {}): Promise<Versus> {
  const manifest = slackManifest({
    mentionsOnly,
    prompts: knowledge.pack.starters,
    ...(mode === 'http' ? { url: 'https://versus.example' } : {}),
  });
  const slack = createSlackServer({
    ...options.server,
    deadlines: { ...UNHURRIED, ...options.server?.deadlines },
    manifest,
  });
  await slack.start();
  const store = await openStore({ file: ':memory:' });
  const { host, log, facts, engine, attach } = hostOf(store, options);
  const slackOptions = await optionsFor(slack, mode);
  const platform = createSlack(
    { ...slackOptions, ...(options.draw ? { draw: options.draw } : {}) },
    { ...SHORT, ...options.timing },
  );
  const given = { ...host, ...options.host?.(host) };
  // A machine that stood still for longer than a call may take says nothing about the bot.
  const running = await platform.start(given).catch(() => platform.start(given));
  attach(running);
  if (slackOptions.connection.type === 'socket') await slack.connected(2);
  else slack.sendTo(`http://127.0.0.1:${slackOptions.connection.port}/slack/events`);
  return {
    slack,
    store,
    running,
    log,
    facts,
    engine,
    stop: async () => {
      await engine.stop(1000);
      await running.stop(1000);
      await slack.stop();
      await store.health.close();
    },
  };
}

/** The same, until the running test is over. */
export async function versusHere(options: VersusOptions = {}): Promise<Versus> {
  const versus = await openVersus(options);
  onTestFinished(versus.stop);
  return versus;
}

/** What a platform is given: the real bot on this store, and a log that is kept. */
export function hostOf(store: Store, { delivery = {}, bot = () => ({}) }: VersusOptions = {}): TestHost {
  return hostOn(store, { platform: 'slack', timing: delivery, bot });
}

export async function optionsFor(slack: SlackServer, mode: Mode): Promise<SlackOptions> {
  return {
    botToken: slack.botToken(),
    apiUrl: slack.apiUrl(),
    connection:
      mode === 'socket'
        ? { type: 'socket', appToken: slack.app.appToken }
        : { type: 'http', signingSecret: slack.app.signingSecret, host: '127.0.0.1', port: await freePort() },
  };
}

/** What the shipped pack says, so that tests hold whatever is written there. */
export function entry(id: string) {
  const found = knowledge.pack.entries.get(id);
  if (!found) throw new Error(`There is no entry ${id}.`);
  const [related = ''] = found.related;
  const [claim] = found.claims.flatMap((one) => knowledge.pack.claims.get(one)?.sources ?? []);
  return {
    question: found.question,
    answer: firstSentence(plainProse(found.answer)),
    more:
      plainProse(found.more ?? [])
        .split('\n')[0]
        ?.replace(/^- /, '') ?? '',
    source: knowledge.pack.sources.get(claim ?? '')?.title ?? '',
    related: knowledge.pack.entries.get(related)?.question ?? '',
  };
}

/** The lines of a log that say that something went wrong. */
export function troubles(log: readonly LogLine[]): readonly LogLine[] {
  return log.filter(({ level }) => level === 'warn' || level === 'error');
}

/** The one message of the bot that came or changed. */
export function theCard(seen: Seen): SeenMessage {
  const [card, ...others] = seen.messages.filter(({ isByApp }) => isByApp);
  if (!card || others.length > 0)
    throw new Error(`${others.length + (card ? 1 : 0)} messages: ${JSON.stringify(seen)}`);
  return card;
}

/** The messages of the bot in a channel, threads and all, as everybody sees them. */
export function postedIn(slack: SlackServer, channel: string): readonly string[] {
  const [workspace] = slack.world.workspaces();
  const found = slack.world.conversations(workspace?.id ?? '').find(({ name }) => name === channel.slice(1));
  const user = slack.app.installIn(workspace?.id ?? '')?.user.id;
  return slack.world
    .messages(found?.id ?? '')
    .filter(({ by, onlyFor }) => by === user && onlyFor === undefined)
    .map(({ text }) => text);
}

/** Waits until the bot has posted so many messages in a channel. */
export async function posts(slack: SlackServer, channel: string, count: number): Promise<void> {
  await expect.poll(() => postedIn(slack, channel).length, { timeout: 20_000 }).toBe(count);
}

/** A port on which nobody listens. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
