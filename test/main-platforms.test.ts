import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slackManifest } from '../src/platforms/slack/manifest.ts';
import { createDiscordServer, type DiscordServer } from '../src/playground/discord/discord.ts';
import { createSlackServer, type SlackServer } from '../src/playground/slack/slack-server.ts';
import { runNode, startNode, startProgram, TELL_IMPORTS } from './child.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts');
/** Nothing listens there. */
const NOBODY = 'http://127.0.0.1:9/api';

describe('the running bot with tokens', () => {
  let slack: SlackServer;
  let discord: DiscordServer;
  beforeAll(async () => {
    slack = createSlackServer({ manifest: slackManifest({ mentionsOnly: false }) });
    discord = createDiscordServer({ times: { identifyIntervalMs: 0, acknowledgeMs: 20_000 } });
    await Promise.all([slack.start(), discord.start()]);
  });
  afterAll(() => Promise.all([slack.stop(), discord.stop()]));

  const onSlack = () => ({
    SLACK_BOT_TOKEN: slack.botToken(),
    SLACK_APP_TOKEN: slack.app.appToken,
    SLACK_API_URL: slack.apiUrl(),
  });
  const onDiscord = () => ({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl() });
  const common = () => ({ DATABASE_FILE: join(temporaryFolder(), 'versus.sqlite'), LOG_LEVEL: 'info' });

  it('answers on both platforms, logs no word and no token, and ends with 0 when it is told to stop', async () => {
    const bot = startNode([MAIN], { ...common(), ...onSlack(), ...onDiscord() }, temporaryFolder());
    await bot.says('"platform":"slack"', 'stderr');
    await bot.says('"platform":"discord"', 'stderr');
    const seen = await slack.as('Ada').mention('#general', 'is django any good for websockets?');
    expect(seen.messages.at(-1)?.shown).toContain('Channels');
    const answer = await (await discord.person('ann').direct().send('is django any good for websockets?')).answer();
    expect(answer.text).toContain('Channels');
    bot.process.kill('SIGTERM');
    const { code, stdout, stderr } = await bot.ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'versus: slack is connected; discord is connected\n' });
    expect(stderr).toContain('"stopped"');
    for (const word of ['websockets', slack.botToken(), slack.app.appToken, discord.token])
      expect(stderr).not.toContain(word);
  }, 20_000);

  it('answers while there is no room for its log, and ends with 0 when it is told to stop', async () => {
    const words = ['-c', 'exec "$0" "$1" 2>/dev/full', process.execPath, MAIN];
    const bot = startProgram('/bin/sh', words, { ...common(), ...onSlack(), LOG_LEVEL: 'trace' }, temporaryFolder());
    await bot.says('slack is connected');
    for (const question of ['what is django', 'is django any good for websockets?']) {
      const seen = await slack.as('Ada').mention('#general', question, { patienceMs: 8000, awaits: 'words' });
      expect(seen.messages.at(-1)?.isByApp).toBe(true);
    }
    bot.process.kill('SIGTERM');
    expect((await bot.ended).code).toBe(0);
  }, 30_000);

  it('opens the playground beside its platform only where it is told so, with a bot that knows nothing of the tokens', async () => {
    const without = startNode([MAIN], { ...common(), ...onSlack() }, temporaryFolder());
    await without.says('slack is connected');
    without.process.kill('SIGTERM');
    expect((await without.ended).stdout).toBe('versus: slack is connected\n');
    const bot = startNode(
      [MAIN],
      { ...common(), ...onSlack(), PLAYGROUND: 'on', PLAYGROUND_PORT: '0' },
      temporaryFolder(),
    );
    await bot.says('a little Slack and a little Discord to try it in: http://127.0.0.1:');
    await bot.says('slack is connected');
    expect(slack.connections()).toBe(1);
    const seen = await slack.as('Ada').mention('#general', 'what is django', { patienceMs: 8000, awaits: 'words' });
    expect(seen.messages.at(-1)?.shown).toContain('web framework');
    bot.process.kill('SIGTERM');
    const { code, stdout } = await bot.ended;
    expect({ code, hasTold: stdout.includes(slack.botToken()) }).toEqual({ code: 0, hasTold: false });
  }, 30_000);

  it('works on one platform while the other cannot be reached, and says so', async () => {
    const bot = startNode(
      [MAIN],
      { ...common(), ...onSlack(), DISCORD_TOKEN: discord.token, DISCORD_API_URL: NOBODY },
      temporaryFolder(),
    );
    await bot.says('"platform":"slack"', 'stderr');
    await bot.says('discord is away and tried again');
    const seen = await slack.as('Ada').mention('#general', 'what is django');
    expect(seen.messages.at(-1)?.isByApp).toBe(true);
    bot.process.kill('SIGTERM');
    const { code, stderr } = await bot.ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/"reason":"discord: [^"]*DISCORD_API_URL/);
  }, 20_000);

  it.each([
    [
      'tokens that are not known',
      () => ({ ...onSlack(), SLACK_BOT_TOKEN: 'xoxb-unknown', ...onDiscord(), DISCORD_TOKEN: 'a.b.unknown' }),
    ],
    [
      'servers that cannot be reached',
      () => ({ ...onSlack(), SLACK_API_URL: NOBODY, ...onDiscord(), DISCORD_API_URL: NOBODY }),
    ],
  ])(
    'ends with 2 and a line for each platform: %s',
    async (_, environment) => {
      const { code, stdout, stderr } = await runNode(
        [MAIN],
        { ...common(), LOG_LEVEL: 'silent', ...environment() },
        temporaryFolder(),
      );
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr.trimEnd().split('\n')).toEqual([
        expect.stringMatching(/^versus: slack: .*SLACK_(?:BOT_TOKEN|API_URL)/),
        expect.stringMatching(/^versus: discord: .*DISCORD_(?:TOKEN|API_URL)/),
      ]);
      expect(stderr).not.toMatch(/xoxb-unknown|a\.b\.unknown/);
    },
    20_000,
  );

  it('obeys a signal while it waits for a server that does not answer', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api`;
    const bot = startNode(
      [MAIN],
      { ...common(), ...onSlack(), SLACK_API_URL: url, DISCORD_TOKEN: discord.token, DISCORD_API_URL: url },
      temporaryFolder(),
    );
    await bot.says('"started"', 'stderr');
    bot.process.kill('SIGTERM');
    const { code, stdout } = await bot.ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    silent.closeAllConnections();
    silent.close();
  }, 20_000);

  it.each(['prom-client', './platforms/slack/slack.ts'])(
    'ends with 0 when it is told to stop while it starts, before it has loaded %s',
    async (name) => {
      const bot = startNode(['--import', TELL_IMPORTS, MAIN], { ...common(), ...onSlack() }, temporaryFolder());
      await bot.says(`import ${name}\n`, 'stderr');
      bot.process.kill('SIGTERM');
      const { code, stdout } = await bot.ended;
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    },
    20_000,
  );

  it('ends at once on a second signal', async () => {
    const bot = startNode([MAIN], { ...common(), ...onSlack() }, temporaryFolder());
    await bot.says('"platform":"slack"', 'stderr');
    bot.process.kill('SIGTERM');
    bot.process.kill('SIGTERM');
    const { code } = await bot.ended;
    expect([0, 1]).toContain(code);
  }, 20_000);
});
