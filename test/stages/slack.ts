import { slackManifest } from '../../src/platforms/slack/manifest.ts';
import { createSlack } from '../../src/platforms/slack/slack.ts';
import type { Driver } from '../../src/playground/slack/driver.ts';
import type { Seen, SeenMessage } from '../../src/playground/slack/seen.ts';
import { createSlackServer } from '../../src/playground/slack/slack-server.ts';
import { recordedBot, type Shown, type Stage } from './stage.ts';

/** A conversation in Slack: words in one thread of the direct conversation with the bot, commands in a channel. */
export async function openSlackStage(database: string): Promise<Stage> {
  const slack = createSlackServer({ manifest: slackManifest({ mentionsOnly: false }) });
  await slack.start();
  const ada: Driver = slack.as('Ada');
  let bot = await start();
  /** The first message of the thread. */
  let root: string | undefined;
  let current: SeenMessage | undefined;

  return {
    say: async (text) => {
      const seen = await ada.direct(text, root === undefined ? {} : { thread: root });
      root ??= seen.sent?.ts;
      return shown(seen);
    },
    press: async (label) => {
      if (!current) throw new Error(`nothing is there to press "${label}" on`);
      if (current.buttons.includes(label)) return shown(await ada.press(current, label));
      const select = current.selects.find(({ options }) => options.includes(label));
      if (!select) throw new Error(`no button "${label}" among ${labelsOf(current).join(' | ')}`);
      return shown(await ada.choose(current, select.labels[0] ?? '', label));
    },
    command: async (name, text) => shown(await ada.command('#general', `/versus ${name} ${text}`)),
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
    const recorded = await recordedBot(database);
    const platform = createSlack({
      botToken: slack.botToken(),
      connection: { type: 'socket', appToken: slack.app.appToken },
      apiUrl: slack.apiUrl(),
    });
    const running = await platform.start(recorded.host);
    return {
      lastTurn: recorded.lastTurn,
      close: async () => {
        await running.stop(2000);
        await recorded.close();
      },
    };
  }

  function shown(seen: Seen): Shown {
    const message = seen.messages.findLast(({ isByApp }) => isByApp);
    if (!message) throw new Error(`nothing was seen; notices: ${seen.notices.join(' | ')}`);
    current = message;
    return { turn: bot.lastTurn(), text: message.shown, buttons: labelsOf(message) };
  }
}

function labelsOf({ buttons, selects }: SeenMessage): string[] {
  return [...buttons, ...selects.flatMap(({ options }) => options)];
}
