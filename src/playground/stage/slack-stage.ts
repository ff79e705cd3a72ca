import { slackManifest } from '../../platforms/slack/manifest.ts';
import { createSlack } from '../../platforms/slack/slack.ts';
import type { Shown } from '../actor.ts';
import { createSlackServer } from '../slack/slack-server.ts';
import { createSlackActor } from '../slack-actor.ts';
import { PEOPLE, type Played, recordedBot, type Stage, type StageOptions } from './stage.ts';

/** A conversation in a local Slack of its own. */
export async function openSlackStage(options: StageOptions): Promise<Stage> {
  const slack = createSlackServer({
    manifest: slackManifest({ mentionsOnly: false }),
    workspaces: [{ name: 'Acme', people: [...PEOPLE], channels: [{ name: 'general' }] }],
  });
  await slack.start();
  const actor = createSlackActor(slack, PEOPLE, options.setting);
  let bot = await start();

  return {
    say: async (text, by) => played(await actor.say(text, by)),
    remark: actor.remark,
    press: async (label, by) => played(await actor.press(label, by)),
    command: async (name, text, by) => played(await actor.command(name, text, by)),
    restart: async () => {
      await bot.close();
      bot = await start();
    },
    close: async () => {
      await bot.close();
      await slack.stop();
    },
  };

  async function start() {
    const recorded = await recordedBot(options, 'slack');
    const platform = createSlack({
      botToken: slack.botToken(),
      connection: { type: 'socket', appToken: slack.app.appToken },
      apiUrl: slack.apiUrl(),
    });
    const running = await platform.start(recorded.host);
    recorded.attach(running);
    return {
      lastTurn: recorded.lastTurn,
      close: async () => {
        await running.stop(2000);
        await recorded.close();
      },
    };
  }

  function played(shown: Shown): Played {
    return { ...shown, turn: bot.lastTurn() };
  }
}
