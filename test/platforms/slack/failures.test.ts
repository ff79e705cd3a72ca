import { describe, expect, it } from 'vitest';
import type { Bot } from '../../../src/bot.ts';
import type { Host } from '../../../src/platforms/platform.ts';
import { clientOptions } from '../../../src/platforms/slack/client.ts';
import { PLATFORM_SENTENCES } from '../../../src/platforms/wording.ts';
import { objectIn, textIn } from '../../../src/playground/slack/json.ts';
import type { SlackServer } from '../../../src/playground/slack/slack-server.ts';
import { responseUrl } from './response-url.ts';
import { entry, type Mode, postedIn, posts, theCard, troubles, type Versus, versusHere } from './versus.ts';

const QUESTION = 'is django any good for websockets?';
const MODES = ['socket', 'http'] as const;

/** What became of the parcels with this name, as the server saw it: how often it was sent. */
function sent(slack: SlackServer, name: string): number {
  return slack.log.entries().filter((entry) => entry.from === 'slack' && entry.name === name && entry.over !== 'api')
    .length;
}

function messagesOf({ log }: Versus): readonly string[] {
  return troubles(log).map(({ message }) => message);
}

describe.each(MODES)('in %s mode', (mode: Mode) => {
  it('a notice of a rate limit is acknowledged, logged, and ends nothing', async () => {
    const versus = await versusHere({ mode });
    const { slack } = versus;
    const notice = { type: 'app_rate_limited', token: 't', team_id: 'T', minute_rate_limited: 1, api_app_id: 'A' };
    expect((await slack.deliver({ kind: 'event', name: 'app_rate_limited', body: notice })).kind).toBe('acknowledged');
    expect(messagesOf(versus)).toEqual(['slack holds events back for a minute, because there are more than it allows']);
    expect(theCard(await slack.as('Ada').mention('#general', QUESTION)).shown).toContain('Django');
  });

  it('an event is acknowledged once it was taken, not before, and not when that fails', async () => {
    const accepting = Promise.withResolvers<void>();
    let refusals = 1;
    const take =
      (host: Host): Host['take'] =>
      async (delivery, way) => {
        await accepting.promise;
        refusals -= 1;
        if (refusals >= 0) throw new Error('no room for Zebedee');
        return host.take(delivery, way);
      };
    const versus = await versusHere({
      mode,
      host: (host) => ({ take: take(host) }),
      server: { deadlines: { ackMs: 400, retryMs: [20, 20, 20] } },
    });
    const { slack } = versus;
    const asking = slack.as('Ada').mention('#general', QUESTION, { quietMs: 150 });
    await expect.poll(() => sent(slack, 'app_mention')).toBe(1);
    expect(slack.log.entries().filter(({ from, name }) => from === 'app' && name === 'acknowledgement')).toEqual([]);
    accepting.resolve();
    await asking;
    await posts(slack, '#general', 1);
    expect(postedIn(slack, '#general')).toHaveLength(1);
    expect(JSON.stringify(versus.log)).not.toContain('Zebedee');
  }, 8000);

  it('a command that cannot be handled is answered with an apology', async () => {
    const versus = await versusHere({ mode, host: () => ({ answer: () => Promise.reject(new Error('no room')) }) });
    const seen = await versus.slack.as('Ada').command('#general', '/versus help');
    expect(theCard(seen)).toMatchObject({ isPrivate: true, shown: PLATFORM_SENTENCES.apology });
  });

  it.each(['app_mention', '/versus', 'block_actions'])('what comes twice is answered once: %s', async (name) => {
    const versus = await versusHere({ mode });
    const ada = versus.slack.as('Ada');
    const card = theCard(await ada.mention('#general', QUESTION));
    versus.slack.faults.deliveries({ kind: 'redeliver' }, 1, name);
    const act = {
      app_mention: () => ada.mention('#general', 'cons of node'),
      '/versus': () => ada.command('#general', '/versus help'),
      block_actions: () => ada.press(card, 'More'),
    };
    const before = sent(versus.slack, name);
    theCard(
      await (name === 'app_mention' ? act.app_mention() : name === '/versus' ? act['/versus']() : act.block_actions()),
    );
    expect(sent(versus.slack, name)).toBe(before + 2);
    expect(troubles(versus.log)).toEqual([]);
  });
});

describe('what is sent once', () => {
  it.each([
    ['broke', { kind: 'server-error', isStored: false }, 0],
    ['is limited', { kind: 'rate-limited', retryAfterSeconds: 1 }, 1],
    ['is limited for nobody knows how long', { kind: 'rate-limited' }, 1],
  ] as const)('is not sent again when the call of a view %s', async (_how, fault, limits) => {
    const versus = await versusHere();
    versus.slack.faults.api('views.publish', fault);
    const seen = await versus.slack.as('Ada').openHome({ patienceMs: 300, quietMs: 100 });
    expect(versus.slack.log.calls('views.publish')).toHaveLength(2);
    expect(seen.home?.shown).toBe(PLATFORM_SENTENCES.apology);
    expect(messagesOf(versus)).toEqual(['a delivery could not be answered']);
    expect(versus.facts.filter(({ type }) => type === 'rate limited')).toHaveLength(limits);
  });

  it('never waits without a limit, never tries again by itself, and never sets headers of its own', () => {
    expect(clientOptions('http://127.0.0.1/', 700)).toMatchObject({
      timeout: 700,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    });
    expect(clientOptions('http://127.0.0.1/', 700)).not.toHaveProperty('headers');
  });
});

describe('who asks', () => {
  it('is nobody, so no event waits: the bot asks who it is once, when it starts', async () => {
    const { slack } = await versusHere();
    slack.faults.api('auth.test', { kind: 'hang', isStored: false }, { times: 9 });
    theCard(await slack.as('Ada').mention('#general', QUESTION));
    theCard(await slack.as('Ada').command('#general', '/versus help'));
    expect(slack.log.calls('auth.test')).toHaveLength(1);
  });
});

describe('loops', () => {
  it('cannot begin: the bot hears neither itself, nor its edits, nor other bots', async () => {
    const handled: string[] = [];
    const { slack } = await versusHere({
      host: (host) => ({
        take: (delivery, way) => {
          handled.push(delivery.arrival.type);
          return host.take(delivery, way);
        },
        answer: (delivery) => {
          handled.push(delivery.arrival.type);
          return host.answer(delivery);
        },
      }),
    });
    const ada = slack.as('Ada');
    const card = theCard(await ada.mention('#general', 'migrations', { patienceMs: 5000 }));
    const edited = theCard(await ada.press(card, 'How do Django migrations work?'));
    expect(edited.isEdited).toBe(true);
    const bot = slack.world.addPerson({ workspace: ada.person.workspace, name: 'Helper', isGuest: false, bot: 'B9' });
    const me = slack.app.installIn(ada.person.workspace)?.user.id ?? '';
    slack.world.post({ channel: card.channel, by: bot.id, text: `<@${me}> ${QUESTION}` });
    slack.world.post({ channel: card.channel, thread: card.thread, by: bot.id, text: QUESTION });
    await ada.edit({ channel: card.channel, ts: card.thread ?? '' }, 'changed', { patienceMs: 50 });
    expect(handled).toEqual(['mention', 'mention', 'press']);
    expect(postedIn(slack, '#general')).toHaveLength(1);
  });
});

describe('an answer that takes long', () => {
  const slowly = (ms: number) => (host: Host) => ({
    answer: async (delivery: Parameters<Host['answer']>[0]) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return host.answer(delivery);
    },
  });

  it('to a command is acknowledged in time, and comes afterwards', async () => {
    const { slack } = await versusHere({ host: slowly(250), timing: { acknowledgeMs: 60 } });
    const seen = await slack.as('Ada').command('#general', '/versus help');
    expect(seen.acknowledged).toBe('acknowledged');
    expect(theCard(seen)).toMatchObject({ isPrivate: true, shown: expect.stringContaining('Ask me') });
  });

  it('to a form shows that it comes, and then the answer', async () => {
    const { slack } = await versusHere({ host: slowly(250), timing: { acknowledgeMs: 60 } });
    const ada = slack.as('Ada');
    const card = theCard(await ada.command('#general', '/versus verdict'));
    const { modal } = await ada.press(card, 'Describe the project');
    if (!modal) throw new Error('No form opened.');
    const submitting = ada.submit(modal, { 'What must it do?': 'live chat, python team' }, { quietMs: 400 });
    await expect.poll(() => ada.modal()?.shown).toBe(PLATFORM_SENTENCES.moment);
    expect((await submitting).modal?.shown).toContain('Leaning to Django');
  });

  it('comes too late for a form to open: the person is told so', async () => {
    const versus = await versusHere({ host: slowly(120), server: { deadlines: { triggerMs: 50 } } });
    const ada = versus.slack.as('Ada');
    const card = theCard(await ada.command('#general', '/versus verdict'));
    const seen = await ada.press(card, 'Describe the project');
    expect(seen.modal).toBeUndefined();
    expect(theCard(seen)).toMatchObject({ isPrivate: true, shown: PLATFORM_SENTENCES.apology });
    expect(troubles(versus.log)).toMatchObject([{ about: { code: 'expired_trigger_id' } }]);
  });
});

describe('an error of the bot', () => {
  const failing = (): Partial<Bot> => ({
    handle: () => Promise.reject(new Error('Zebedee has no room')),
    handleFromMemory: () => {
      throw new Error('Zebedee has no room either');
    },
    isSilentTo: async () => false,
  });

  it.each([
    ['a mention', (slack: SlackServer) => slack.as('Ada').mention('#general', QUESTION)],
    ['a direct message', (slack: SlackServer) => slack.as('Ada').direct(QUESTION)],
    ['a command', (slack: SlackServer) => slack.as('Ada').command('#general', '/versus help')],
    ['Home', (slack: SlackServer) => slack.as('Ada').openHome()],
  ])('in %s is shown as one apology, and logged without words', async (_where, act) => {
    const versus = await versusHere({ bot: failing });
    const seen = await act(versus.slack);
    const shown = [...seen.messages, ...(seen.home ? [seen.home] : [])].map((one) => one.shown);
    expect(shown).toEqual([PLATFORM_SENTENCES.apology]);
    expect(seen.messages.every(({ isPrivate, channel }) => isPrivate || channel.startsWith('D'))).toBe(true);
    const errors = troubles(versus.log).filter(({ level }) => level === 'error');
    expect(errors[0]).toMatchObject({ about: { key: expect.stringMatching(/^slack:T/), error: 'Error' } });
    expect(JSON.stringify(versus.log)).not.toMatch(/Zebedee|websockets|xox/);
  });

  it('in words that nobody meant for it is shown to nobody', async () => {
    const versus = await versusHere({ bot: failing });
    const root = await versus.slack.as('Ada').send('#general', 'So?', { patienceMs: 30 });
    const seen = await versus.slack
      .as('Ada')
      .send('#general', QUESTION, { thread: root.sent?.ts ?? '', patienceMs: 80 });
    expect(seen.messages).toEqual([]);
    await expect.poll(() => messagesOf(versus).at(-1), { timeout: 20_000 }).toBe('a delivery is given up');
    expect(versus.slack.log.calls('chat.postMessage')).toEqual([]);
    expect(versus.slack.log.calls('chat.postEphemeral')).toEqual([]);
  });
});

describe('a private reply', () => {
  it('of which nobody knows whether it arrived is not sent again, and this is logged', async () => {
    const versus = await versusHere();
    const card = theCard(await versus.slack.as('Ada').mention('#general', QUESTION));
    const { url, bodies } = await responseUrl(0);
    expect((await versus.slack.deliver(pressWith(versus.slack, card, url))).kind).toBe('acknowledged');
    await expect.poll(() => messagesOf(versus)).toEqual(['private reply unclear']);
    expect(bodies).toHaveLength(1);
  });

  it('that Slack refuses is logged by its status', async () => {
    const versus = await versusHere();
    const card = theCard(await versus.slack.as('Ada').mention('#general', QUESTION));
    await versus.slack.deliver(pressWith(versus.slack, card, `${versus.slack.origin()}/response/unknown`));
    await expect
      .poll(() => troubles(versus.log))
      .toMatchObject([
        { message: 'a delivery could not be answered', about: { error: 'ResponseRefused404' } },
        { message: 'a sentence could not be said', about: { error: 'ResponseRefused404' } },
      ]);
  });

  function pressWith(slack: SlackServer, card: ReturnType<typeof theCard>, url: string) {
    const { person } = slack.as('Ada');
    return {
      kind: 'interaction',
      name: 'block_actions',
      body: {
        type: 'block_actions',
        user: { id: person.id, name: 'ada', team_id: person.workspace },
        team: { id: person.workspace },
        trigger_id: '1.2.3',
        response_url: url,
        container: { type: 'message', message_ts: card.ts, channel_id: card.channel, thread_ts: card.thread },
        actions: [{ type: 'button', action_id: 'press:1:0', block_id: 'b', value: 'v1:help' }],
      },
    } as const;
  }
});

describe('a shortcut', () => {
  it('on a message without words says so, privately', async () => {
    const { slack, log } = await versusHere();
    const files = [{ name: 'a.png', content: 'a' }];
    const root = await slack.as('Grace').send('#general', '', { files, patienceMs: 30 });
    const seen = await slack
      .as('Ada')
      .useMessageShortcut('Ask Versus about this', { channel: '#general', ts: root.sent?.ts ?? '' });
    expect(theCard(seen)).toMatchObject({ isPrivate: true, shown: PLATFORM_SENTENCES.noWords });
    expect(troubles(log)).toEqual([]);
  });
});

describe('a press in a view', () => {
  it('that changed meanwhile shows nothing and troubles nobody', async () => {
    const versus = await versusHere();
    const ada = versus.slack.as('Ada');
    const { home } = await ada.openHome();
    if (!home) throw new Error('There is no Home.');
    await Promise.all([ada.press(home, 'Real time and async'), ada.press(home, 'Databases')]);
    expect(ada.home()?.shown).not.toBe(home.shown);
    expect(troubles(versus.log)).toEqual([]);
  });

  it('on the thumb of an answer is thanked on top of the card, which stays', async () => {
    const { slack, log } = await versusHere();
    const ada = slack.as('Ada');
    const ask = theCard(await ada.command('#general', '/versus verdict'));
    const { modal } = await ada.press(ask, 'Describe the project');
    const filled = { 'What must it do?': 'five page brochure site for a bakery' };
    const verdict = modal && (await ada.submit(modal, filled)).modal;
    const topics = verdict && (await ada.press(verdict, 'Topics')).modal;
    const topic = topics && (await ada.press(topics, 'Real time and async')).modal;
    const answer = topic && (await ada.press(topic, entry('django-real-time').question)).modal;
    const thanks = answer && (await ada.press(answer, '👍')).modal;
    expect(thanks?.shown).toContain('Thanks, noted');
    expect((await ada.close('top', { patienceMs: 40 })).modal?.shown).toBe(answer?.shown);
    expect(troubles(log)).toEqual([]);
  });
});

it('everything that is logged holds neither words nor tokens, and what is posted carries the key of its delivery', async () => {
  const versus = await versusHere();
  await versus.slack.as('Ada').mention('#general', `${QUESTION} says Zebedee`);
  const [call] = versus.slack.log.calls('chat.postMessage').map(objectIn);
  expect(call).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
  const operation = textIn(objectIn(objectIn(call?.metadata).event_payload).operation);
  expect(operation).toMatch(/^slack:T\w+:C\w+:\d+\.\d+$/);
  expect(JSON.stringify(versus.log)).not.toMatch(/Zebedee|xox|xapp/);
});
