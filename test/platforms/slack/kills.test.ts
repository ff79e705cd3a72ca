import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Posted, Running } from '../../../src/platforms/platform.ts';
import { escapeFallback } from '../../../src/platforms/slack/escape.ts';
import { slackManifest } from '../../../src/platforms/slack/manifest.ts';
import { createSlack } from '../../../src/platforms/slack/slack.ts';
import { createSlackServer, type SlackServer } from '../../../src/playground/slack/slack-server.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { hostOn, type TestHost, type TestHostOptions } from '../../host.ts';
import { entry, optionsFor, postedIn, posts, SHORT } from './versus.ts';

const QUESTIONS = ['is django any good for websockets?', 'cons of node', 'what is django'];
const never = new Promise<never>(() => undefined);

describe('a process that ends without a word', () => {
  it.each([
    [
      'between keeping words and handling them',
      {
        bot:
          (die: () => void): TestHostOptions['bot'] =>
          () => ({
            handle: () => {
              die();
              return never;
            },
          }),
      },
    ],
    [
      'between handling and posting',
      {
        post: async (die: () => void) => {
          die();
          return never;
        },
      },
    ],
    [
      'after posting, before that is written down',
      {
        post: async (die: () => void, post: () => Promise<Posted>) => {
          await post();
          die();
          return never;
        },
      },
    ],
  ] as const)(
    '%s: the next one says everything once, in order',
    async (_when, dies) => {
      const { slack, join: joinSlack } = await workspace();
      const first = await joinSlack({
        ...('bot' in dies ? { bot: (die) => dies.bot(die) } : {}),
        ...('post' in dies ? { post: dies.post } : {}),
      });
      const ada = slack.as('Ada');
      const [question = '', ...more] = QUESTIONS;
      const { sent } = await ada.mention('#general', question, { patienceMs: 150 });
      await expect.poll(() => first.host.isDead()).toBe(true);
      await first.leave();
      expect(postedIn(slack, '#general').length).toBeLessThanOrEqual(1);
      await joinSlack({});
      await slack.connected(2);
      for (const next of more) void ada.mention('#general', next, { thread: sent?.ts ?? '', patienceMs: 2000 });
      await posts(slack, '#general', 3);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(postedIn(slack, '#general')).toHaveLength(3);
      const said = ['django-real-time', 'nodejs-cons', 'what-is-django'].map((id) => escapeFallback(entry(id).answer));
      for (const [index, text] of postedIn(slack, '#general').entries())
        expect(text.startsWith(said[index] ?? 'nothing')).toBe(true);
    },
    15_000,
  );
});

type Ways = {
  readonly bot?: (die: () => void) => TestHostOptions['bot'];
  readonly post?: (die: () => void, post: () => Promise<Posted>) => Promise<Posted>;
};

/** A Slack and a database that processes join and leave. */
async function workspace(): Promise<{
  readonly slack: SlackServer;
  readonly join: (ways: Ways) => Promise<{ readonly host: TestHost; readonly leave: () => Promise<void> }>;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'versus-kills-'));
  const slack = createSlackServer({ manifest: slackManifest({ mentionsOnly: false }) });
  await slack.start();
  onTestFinished(async () => {
    await slack.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    slack,
    join: async (ways) => {
      const store = await openStore({ file: join(folder, 'versus.sqlite') });
      const die = () => host.kill();
      const bot = ways.bot?.(die);
      const host: TestHost = hostOn(store, { platform: 'slack', ...(bot ? { bot } : {}) });
      const running = await createSlack(await optionsFor(slack, 'socket'), SHORT).start(host.host);
      const { post } = ways;
      const posting: Running = post ? { ...running, post: (one) => post(die, () => running.post(one)) } : running;
      host.attach(posting);
      let left: Promise<void> | undefined;
      const leave = () => {
        left ??= (async () => {
          await host.engine.stop(100);
          await running.stop(500);
          await store.health.close();
        })();
        return left;
      };
      onTestFinished(leave);
      return { host, leave };
    },
  };
}
