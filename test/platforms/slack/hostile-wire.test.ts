import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Driver } from '../../../src/playground/slack/driver.ts';
import { isObject, type JsonObject, textIn } from '../../../src/playground/slack/json.ts';
import type { SlackServer } from '../../../src/playground/slack/slack-server.ts';
import { knowledge } from '../../knowledge.ts';
import { INERT, objectsWithin, textProblems } from './message-check.ts';
import { openVersus, troubles, type Versus } from './versus.ts';

const MALLORY = '<!channel>*<@U000000002>*';

/** What views are made of, beside what messages are; nothing of it is parsed either. */
const INERT_IN_VIEWS = [...INERT, 'modal', 'home', 'input', 'plain_text_input'];

const ADDRESSES = new Set(
  [...knowledge.pack.sources.values()].flatMap(({ address }) => URL.parse(address ?? '')?.href ?? []),
);

const said = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['<!channel>', '<!here|here>', '<@U000000002>', '@Grace', '@here', '@everyone', '#general', '<#C1|x>'],
        ...['<https://evil.example|bank>', 'https://evil.example', '[x](https://evil.example)', '&lt;!channel&gt;'],
        ...['*b*', '_i_', '~s~', '`c`', '```', '> q', ':tada:', '"', '\\', '\u202e', '\u0000', '|', '\n'],
      ),
      fc.constantFrom(
        'live',
        'chat',
        'python',
        'team',
        'back',
        'office',
        'must',
        'no',
        'django',
        'react',
        'vs',
        'node',
      ),
      fc.constantFrom('live chat', 'python team', 'notifications', 'refresh', 'two developers', '10000 users'),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((parts) => parts.join(' '));

let versus: Versus;
let slack: SlackServer;
let mallory: Driver;

beforeAll(async () => {
  versus = await openVersus({
    server: {
      workspaces: [{ name: 'Acme', people: [MALLORY, 'Grace'], channels: [{ name: 'general' }, { name: 'random' }] }],
    },
  });
  slack = versus.slack;
  mallory = slack.as(MALLORY);
});
afterAll(async () => {
  expect(troubles(versus.log)).toEqual([]);
  expect(JSON.stringify(versus.log)).not.toMatch(/evil|channel>/);
  await versus.stop();
});

/** Everything that Slack could obey in what the bot sent since: each piece of text, each kind of element, each address. */
function problemsSince(index: number): string[] {
  const sent = slack.log
    .entries()
    .filter((entry) => entry.index >= index && entry.from === 'app' && isObject(entry.body));
  const objects = sent.flatMap(({ body }) => objectsWithin(body));
  const messages = objects.filter(({ text, blocks }) => typeof text === 'string' && blocks !== undefined);
  expect(objects.length).toBeGreaterThan(0);
  return [
    ...messages.flatMap(({ text }) => textProblems(textIn(text))),
    ...objects.filter(isLively).map((one) => `not inert: ${JSON.stringify(one)}`),
    ...objects
      .filter(({ type, url }) => type === 'link' && !ADDRESSES.has(textIn(url)))
      .map(({ url }) => `links to ${url}`),
    ...objects.flatMap(({ link_names: names, parse, mrkdwn }) =>
      [names, parse, mrkdwn].some(Boolean) ? ['is parsed'] : [],
    ),
  ];
}

function isLively({ type, emoji, verbatim }: JsonObject): boolean {
  return (typeof type === 'string' && !INERT_IN_VIEWS.includes(type)) || emoji === true || verbatim !== undefined;
}

describe('whatever is said, nothing leaves that could ping, link or format', () => {
  const holds = (title: string, act: (text: string) => Promise<unknown>, numRuns: number) =>
    it(title, async () => {
      await fc.assert(
        fc.asyncProperty(said, async (text) => {
          const from = slack.log.entries().length;
          await act(text);
          expect(problemsSince(from)).toEqual([]);
        }),
        { numRuns },
      );
    });

  holds('in a mention', (text) => mallory.mention('#general', `verdict: ${text}`), 12);
  holds('directly', (text) => mallory.direct(text), 12);
  holds('in a command', (text) => mallory.command('#general', `/versus verdict ${text}`), 12);
  holds(
    'in a command whose answer is explained and shared',
    async (text) => {
      const { messages } = await mallory.command('#general', `/versus verdict live chat, must ${text}, python team`);
      const [card] = messages;
      if (!card) return;
      const why = card.buttons.includes('Why?') ? (await mallory.press(card, 'Why?')).messages[0] : card;
      if (why?.buttons.includes('Share with the channel')) await mallory.press(why, 'Share with the channel');
    },
    6,
  );
  holds(
    'in a form',
    async (text) => {
      const [card] = (await mallory.command('#random', '/versus verdict')).messages;
      const modal = card && (await mallory.press(card, 'Describe the project')).modal;
      if (modal) await mallory.submit(modal, { 'What must it do?': `live chat ${text}` });
    },
    5,
  );
  holds(
    'in a message that is asked about',
    async (text) => {
      const { sent } = await slack.as('Grace').send('#general', text, { patienceMs: 10, quietMs: 10 });
      await mallory.useMessageShortcut('Ask Versus about this', { channel: '#general', ts: sent?.ts ?? '' });
    },
    6,
  );

  it('by somebody with such a name, who shares', async () => {
    const from = slack.log.entries().length;
    const [card] = (await mallory.command('#general', '/versus cons of node')).messages;
    if (!card) throw new Error('Nothing came.');
    const shared = await mallory.press(card, 'Share with the channel');
    expect(shared.messages[0]?.shown).toContain(`Shared by ${MALLORY.toLowerCase()}`);
    expect(problemsSince(from)).toEqual([]);
  });
});
