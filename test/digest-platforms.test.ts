import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slackManifest } from '../src/platforms/slack/manifest.ts';
import { createDiscordServer } from '../src/playground/discord/discord.ts';
import { createSlackServer } from '../src/playground/slack/slack-server.ts';
import { openStore } from '../src/store/open-store.ts';
import { startNode } from './child.ts';
import { knowledge } from './knowledge.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts');
const SAID = 'which message broker fits us best';

describe('the digest', () => {
  const slack = createSlackServer({ manifest: slackManifest({ mentionsOnly: false }) });
  const discord = createDiscordServer({ times: { identifyIntervalMs: 0 } });
  beforeAll(() => Promise.all([slack.start(), discord.start()]));
  afterAll(() => Promise.all([slack.stop(), discord.stop()]));
  const general = () =>
    slack.world.conversations(slack.world.workspaces()[0]?.id ?? '').find(({ name }) => name === 'general');
  const onSlack = () => ({
    SLACK_BOT_TOKEN: slack.botToken(),
    SLACK_APP_TOKEN: slack.app.appToken,
    SLACK_API_URL: slack.apiUrl(),
    DIGEST_CHANNEL: `slack:${general()?.id}`,
  });
  const onDiscord = () => ({
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl(),
    DIGEST_CHANNEL: `discord:${discord.person('ann').channel('general').id}`,
  });
  const seenOnSlack = () =>
    slack
      .as('Ada')
      .read('#general')
      .map(({ shown }) => shown);
  const seenOnDiscord = () =>
    discord
      .person('ann')
      .channel('general')
      .messages()
      .map(({ text }) => text);

  it.each([
    ['slack', onSlack, seenOnSlack],
    ['discord', onDiscord, seenOnDiscord],
  ] as const)(
    'is posted into its channel on %s once a week, whoever starts the bot again',
    async (_, environment, seen) => {
      const file = join(temporaryFolder(), 'versus.sqlite');
      await missed(file);
      for (const _start of ['first', 'again']) {
        const bot = startNode([MAIN], { ...environment(), DATABASE_FILE: file, HEALTH_PORT: 'off' }, temporaryFolder());
        await bot.says('is connected');
        for (let tries = 0; tries < 300 && !seen().some((text) => text.includes(SAID)); tries++) await pause();
        bot.process.kill('SIGTERM');
        expect((await bot.ended).code).toBe(0);
      }
      expect(seen().filter((text) => text.includes(SAID))).toHaveLength(1);
    },
    60_000,
  );
});

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

/** A question that had no answer, kept by a bot that ran before. */
async function missed(file: string): Promise<void> {
  const store = await openStore({ file });
  const at = Date.now() - 1000;
  const { pack, version } = knowledge;
  const note = { kind: 'abstention' as const, pack: pack.id, version, near: [], said: SAID, thread: 'one' };
  await store.commits.keep({ key: 'missed', states: [], posts: [], notes: [note], holder: 'test', at, until: at });
  await store.health.close();
}
