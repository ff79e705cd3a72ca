import { type Actor, CHANNEL, MENTION, type Setting, type Shown } from './actor.ts';
import type { Patience } from './slack/act.ts';
import type { Driver } from './slack/driver.ts';
import type { Seen, SeenMessage } from './slack/seen.ts';
import type { SlackServer } from './slack/slack-server.ts';

/** People wait so long for an answer, and for nothing else that moves. */
const ANSWER = { patienceMs: 8000, awaits: 'words' } as const;
/** For how long people wait to see that the bot says nothing. */
const SILENCE_MS = 300;

/** Plays in a local Slack: in one thread, be it in the conversation with the app or in a channel; commands in the channel. */
export function createSlackActor(slack: SlackServer, people: readonly [string, ...string[]], setting: Setting): Actor {
  /** The first message of the thread. */
  let root: { readonly channel: string; readonly ts: string } | undefined;
  let current: SeenMessage | undefined;

  return {
    say: async (text, by) => {
      const seen = await write(text, by, ANSWER);
      return shown(seen);
    },
    remark: async (text, by) => {
      await write(text, by, { patienceMs: SILENCE_MS });
    },
    press: async (label, by) => {
      if (!current) throw new Error(`nothing is there to press "${label}" on`);
      const driver = driverOf(by);
      if (current.buttons.includes(label)) return shown(await driver.press(current, label, ANSWER));
      const select = current.selects.find(({ options }) => options.includes(label));
      if (!select) throw new Error(`no button "${label}" among ${labelsOf(current).join(' | ')}`);
      return shown(await driver.choose(current, select.labels[0] ?? '', label, ANSWER));
    },
    command: async (name, text, by) =>
      shown(await driverOf(by).command(`#${CHANNEL}`, `/versus ${name} ${text}`, ANSWER)),
    place: () => (root ? { channel: root.channel, thread: root.ts } : undefined),
  };

  function driverOf(by: string | undefined): Driver {
    return slack.as(by ?? people[0]);
  }

  async function write(text: string, by: string | undefined, patience: Patience): Promise<Seen> {
    const driver = driverOf(by);
    const where = root ? { ...patience, thread: root.ts } : patience;
    const seen =
      setting === 'direct'
        ? await driver.direct(text, where)
        : await driver.send(`#${CHANNEL}`, addressed(text), where);
    if (!root && seen.sent) root = { channel: seen.sent.channel, ts: seen.sent.ts };
    return seen;
  }

  /** What begins a thread mentions the app: nobody else would answer it. */
  function addressed(text: string): string {
    return root || text.startsWith(MENTION) ? text : `${MENTION} ${text}`;
  }

  function shown(seen: Seen): Shown {
    const message = seen.messages.findLast(({ isByApp }) => isByApp);
    if (!message)
      throw new Error(`no answer was to be seen${seen.notices.map((notice) => `; Slackbot: ${notice}`).join('')}`);
    current = message;
    const { notification: text, blocks } = message;
    return { text: message.shown, buttons: labelsOf(message), payload: { text, blocks } };
  }
}

function labelsOf({ buttons, selects }: SeenMessage): string[] {
  return [...buttons, ...selects.flatMap(({ options }) => options)];
}
