import { describe, expect, it, vi } from 'vitest';
import { PLATFORM_SENTENCES } from '../../../src/platforms/wording.ts';
import { type SeenMessage, shownMessage } from '../../../src/playground/discord/driver.ts';
import { REFUSAL } from '../../../src/playground/discord/refusals.ts';
import { ACME, changing, channel, type HostOptions, realHost, startOn, startStage, threadOf, waiting } from './bot.ts';

const WEBSOCKETS = 'is django any good for websockets?';
const ANSWER = 'Can Django do real time?';
const ask = { question: WEBSOCKETS };
const CALLBACK = /\/callback/;
const FOLLOW_UP = /^\/webhooks\/\d+\/[^/?]+(?:\?|$)/;
const SHARE = 'Share with the channel';
/** Longer than the bot waits before it says that an answer is coming. */
const SLOW_MS = 1600;

/** A host whose answers take their time while `isSlow` says so. */
function slowly(isSlow: () => boolean): HostOptions {
  const change = waiting(() => new Promise((resolve) => setTimeout(resolve, isSlow() ? SLOW_MS : 0)));
  return { change, timing: { storeMs: 10_000 } };
}

// Each of these waits for as long as the bot does before it says that an answer is coming.
describe('an answer that takes long', () => {
  it('is announced, and comes as privately and in the place as one that was quick', async () => {
    let isSlow = false;
    const { server, logged } = await startStage(slowly(() => isSlow));
    const ann = server.person('ann');
    const general = ann.channel('general');
    const own = shownMessage(await general.command('versus ask', ask));
    const changing = shownMessage(await general.command('versus ask', ask));
    const shared = shownMessage(await general.command('versus ask', ask));
    const asks = await (await general.mention('migrations')).answer();
    const open = await (await general.mention(WEBSOCKETS)).answer();
    const question = await (await general.mention('verdict:')).answer();
    const direct = await (await ann.direct().send(WEBSOCKETS)).answer();
    isSlow = true;
    const [commanded, alone, thanked, changed, edited, aside, formless, below] = await Promise.all([
      general.command('versus ask', ask),
      ann.direct().command('versus ask', ask),
      own.press('👍'),
      changing.press('More'),
      asks.press(asks.buttons[0]?.label ?? ''),
      open.press('More'),
      question.press('Describe the project'),
      direct.press('More'),
      shared.press(SHARE),
    ]);
    expect(shownMessage(commanded)).toMatchObject({ isEphemeral: true, usesComponentsV2: true });
    expect(shownMessage(commanded).text).toContain(ANSWER);
    expect(shownMessage(alone)).toMatchObject({ isEphemeral: false });
    expect(shownMessage(thanked)).toMatchObject({ isEphemeral: true, text: 'Thanks, noted: this answer helped.' });
    expect([changed.kind, shownMessage(changed).id]).toEqual(['updated', changing.id]);
    expect([edited.kind, shownMessage(edited).id]).toEqual(['updated', asks.id]);
    expect([aside.kind, shownMessage(aside).isEphemeral]).toEqual(['message', true]);
    // A form can only be the first answer: the card says in words what it would have asked.
    expect(shownMessage(formless).text).toContain('Write "verdict:"');
    expect([below.kind, shownMessage(below).isEphemeral]).toEqual(['message', false]);
    expect(server.person('ben').channel('general').messages().at(-1)?.text).toContain('Shared by ann');
    expect(shared.now()?.text).toContain('Shared: everybody here can see it now.');
    expect(logged).toEqual([]);
  });

  it('that fails in the end says so, in the place where it was announced', async () => {
    const { server } = await startStage({
      changeHost: () => ({
        answer: async () => {
          await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
          throw new Error('secret words');
        },
      }),
    });
    const general = server.person('ann').channel('general');
    const card = shownMessage(await general.command('versus ask', ask));
    expect(card).toMatchObject({ text: PLATFORM_SENTENCES.apology, isEphemeral: true, isThinking: false });
    expect(general.messages()).toHaveLength(1);
  });
});

describe('an answer that Discord refuses where it was announced', () => {
  it('leaves an apology there, and nobody waits for ever', async () => {
    const { server } = await startStage(slowly(() => true));
    const refusal = { refusedWith: 400, code: 50035, message: 'Invalid Form Body' };
    server.faults.onRequest({ method: 'PATCH', path: /original$/, fault: { kind: 'refuse', with: refusal } });
    const general = server.person('ann').channel('general');
    const card = shownMessage(await general.command('versus ask', ask));
    expect(card).toMatchObject({ text: PLATFORM_SENTENCES.apology, isThinking: false });
    expect(general.messages()).toHaveLength(1);
  });
});

describe('an answer that is lost on its way', () => {
  // The fault takes as long as the bot waits for one callback.
  it('because the request hangs, is sent again in time', async () => {
    const { server, logged } = await startStage();
    server.faults.onRequest({ path: CALLBACK, fault: { kind: 'hang', isDone: false } });
    const card = shownMessage(await server.person('ann').channel('general').command('versus ask', ask));
    expect(card.text).toContain(ANSWER);
    expect(logged).toEqual([]);
  });

  it.each([
    ['the request was done and never answered', { kind: 'hang', isDone: true } as const],
    ['the request was done and answered with 500', { kind: 'doneButAnswered', status: 500 } as const],
  ])('because %s, is known to have arrived, and what comes after it goes on', async (_, fault) => {
    const { server, logged } = await startStage();
    const general = server.person('ann').channel('general');
    const card = shownMessage(await general.command('versus ask', ask));
    server.faults.onRequest({ path: CALLBACK, fault });
    await card.press(SHARE);
    await vi.waitFor(() => expect(card.now()?.text).toContain('Shared'), 3000);
    expect(server.person('ben').channel('general').messages()).toHaveLength(1);
    expect(logged).toEqual([]);
  });

  it('because Discord fails, is sent again', async () => {
    const { server } = await startStage();
    server.faults.onRequest({ path: CALLBACK, times: 2, fault: { kind: 'refuse', with: REFUSAL.serverError } });
    const card = shownMessage(await server.person('ann').channel('general').command('versus ask', ask));
    expect(card.text).toContain(ANSWER);
  });

  it('and cannot be sent again by an operation id, is sent once: a private reply', async () => {
    let isSlow = false;
    const { server, logged } = await startStage(slowly(() => isSlow));
    const open = await (await server.person('ann').channel('general').mention(WEBSOCKETS)).answer();
    isSlow = true;
    server.faults.onRequest({ path: FOLLOW_UP, fault: { kind: 'doneButAnswered', status: 500 } });
    const card = shownMessage(await open.press('More'));
    expect(card.isEphemeral).toBe(true);
    await vi.waitFor(() => expect(logged.map(({ message }) => message)).toEqual(['private reply unclear']));
    expect(server.traffic.countRequests('POST', FOLLOW_UP)).toBe(1);
  });

  it('and cannot be sent again by an operation id, is sent once: a shared card of a user install', async () => {
    const guilds = [{ name: 'Elsewhere', people: ['ann', 'ben'], channels: [{ name: 'lobby' }], hasBot: false }];
    const { server, logged } = await startStage({ guilds });
    server.person('ann').installApp();
    const lobby = server.person('ann').channel('lobby');
    const card = shownMessage(await lobby.command('versus ask', ask));
    server.faults.onRequest({ path: FOLLOW_UP, fault: { kind: 'reset' } });
    await card.press(SHARE);
    await vi.waitFor(() => expect(lobby.messages().at(-1)?.text).toContain(PLATFORM_SENTENCES.shareUnclear));
    expect(logged.map(({ message }) => message)).toEqual(['shared card unclear']);
    expect(server.person('ben').channel('lobby').messages()).toEqual([]);
  });

  it('is posted once for everybody, however often it must be sent', async () => {
    const { server } = await startStage();
    const general = server.person('ann').channel('general');
    const card = shownMessage(await general.command('versus ask', ask));
    const path = /^\/channels\/\d+\/messages$/;
    server.faults.onRequest({ path, times: 2, fault: { kind: 'doneButAnswered', status: 500 } });
    await card.press(SHARE);
    await vi.waitFor(() => expect(card.now()?.text).toContain('Shared'));
    expect(server.person('ben').channel('general').messages()).toHaveLength(1);
    expect(server.traffic.countRequests('POST', path)).toBe(3);
  });
});

describe('a share that fails', () => {
  it('leaves the card as it is, to be pressed again, and says so', async () => {
    const { server } = await startStage();
    const general = server.person('ann').channel('general');
    const card = shownMessage(await general.command('versus ask', ask));
    const refusal = { refusedWith: 400, code: 50035, message: 'Invalid Form Body' };
    server.faults.onRequest({ path: /^\/channels\/\d+\/messages$/, fault: { kind: 'refuse', with: refusal } });
    const outcome = shownMessage(await card.press(SHARE));
    expect(outcome.text).toBe(PLATFORM_SENTENCES.apology);
    expect(card.now()?.text).toBe(card.text);
    await card.press(SHARE);
    await vi.waitFor(() => expect(card.now()?.text).toContain('Shared'));
  });

  it('because the bot lost the permission, goes through the interaction', async () => {
    const { server, logged } = await startStage();
    const general = server.person('ann').channel('general');
    const card = shownMessage(await general.command('versus ask', ask));
    const path = /^\/channels\/\d+\/messages$/;
    server.faults.onRequest({ path, fault: { kind: 'refuse', with: REFUSAL.missingPermissions } });
    await card.press(SHARE);
    await vi.waitFor(() => expect(card.now()?.text).toContain('Shared'));
    expect(server.person('ben').channel('general').messages()).toHaveLength(1);
    expect(logged).toEqual([]);
  });
});

describe('an interaction', () => {
  it('that is delivered twice is answered once', async () => {
    const { server, handled, logged } = await startStage();
    const general = server.person('ann').channel('general');
    await general.command('versus ask', ask);
    expect(server.faults.redeliver('INTERACTION_CREATE')).toBe(true);
    await (await server.person('ann').direct().send('hello')).answer();
    expect(handled).toHaveLength(2);
    expect(server.traffic.countRequests('POST', CALLBACK)).toBe(1);
    expect(logged).toEqual([]);
  });

  it('that two processes hear of is answered by one, and the other is silent', async () => {
    const first = await startStage();
    const { server } = first;
    const second = await realHost();
    await startOn(server, second.host);
    const general = server.person('ann').channel('general');
    const card = shownMessage(await general.command('versus ask', ask));
    expect(card.text).toContain(ANSWER);
    await vi.waitFor(() => expect(server.traffic.countRequests('POST', CALLBACK)).toBe(2));
    expect(general.messages()).toHaveLength(1);
    await vi.waitFor(() => expect([...first.logged, ...second.logged]).toHaveLength(1));
    expect([...first.logged, ...second.logged]).toMatchObject([
      { level: 'info', message: 'interaction is over', about: { error: 'DiscordAPIError[40060]' } },
    ]);
  });

  it('that is too old is left, without a word to anybody', async () => {
    const { server, logged } = await startStage({ times: { acknowledgeMs: 30 } });
    server.faults.holdEvents();
    const outcome = server.person('ann').channel('general').command('versus ask', ask);
    expect(await outcome).toMatchObject({ kind: 'failed' });
    server.faults.releaseEvents();
    await vi.waitFor(() =>
      expect(logged).toMatchObject([{ level: 'info', about: { error: 'DiscordAPIError[10062]' } }]),
    );
    expect(server.person('ann').channel('general').messages()).toEqual([]);
  });

  it('whose own channel is over when the answer is ready is left', async () => {
    const { server, logged } = await startStage({
      ...slowly(() => true),
      times: { tokenMs: 1550 },
      patienceMs: 300,
    });
    await server.person('ann').channel('general').command('versus ask', ask);
    await vi.waitFor(
      () =>
        expect(logged).toMatchObject([{ message: 'interaction is over', about: { error: 'DiscordAPIError[50027]' } }]),
      3000,
    );
  });

  it('that cannot be accepted is answered with an apology, because nothing comes again', async () => {
    const { server, handled, logged } = await startStage({
      changeHost: () => ({
        take: async () => Promise.reject(new Error('the store is away')),
        answer: async () => Promise.reject(new Error('the store is away')),
      }),
    });
    const ann = server.person('ann');
    const card = shownMessage(await ann.channel('general').command('versus ask', ask));
    expect(card).toMatchObject({ text: PLATFORM_SENTENCES.apology, isEphemeral: true });
    const answer = await (await ann.direct().send(WEBSOCKETS)).answer();
    expect(answer.text).toBe(PLATFORM_SENTENCES.apology);
    expect(handled).toEqual([]);
    expect(logged.map(({ message }) => message)).toEqual(['could not answer', 'could not answer']);
  });

  it('is answered with an apology when the bot fails', async () => {
    const { server, logged } = await startStage({
      changeHost: () => ({ answer: async () => Promise.reject(new TypeError('secret words')) }),
    });
    const general = server.person('ann').channel('general');
    const card = shownMessage(await general.command('versus ask', ask));
    expect(card).toMatchObject({ text: PLATFORM_SENTENCES.apology, isEphemeral: true });
    expect(logged).toMatchObject([{ level: 'error', message: 'could not answer', about: { error: 'TypeError' } }]);
    expect(JSON.stringify(logged)).not.toContain('secret');
  });

  it('is answered without the bot where somebody asks more than a minute allows', async () => {
    const { server } = await startStage({
      change: changing(() => ({ place: 'nowhere' })),
    });
    const direct = server.person('ann').direct();
    expect(shownMessage(await direct.command('versus help')).text).toBe(PLATFORM_SENTENCES.tooMany);
  });

  it('of a hundred at once is not held by the limit on requests', async () => {
    const { server, logged } = await startStage();
    const general = server.person('ann').channel('general');
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => general.command('versus help')));
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 100 }, () => 'message'));
    expect(logged).toEqual([]);
  });
});

describe('what is logged', () => {
  it('holds no token, no address of an interaction and nobody’s words, whatever fails', async () => {
    const { server, logged } = await startStage({
      guilds: [{ ...ACME, channels: [channel('general', 'text', ['CreatePublicThreads'])] }],
      times: { acknowledgeMs: 300 },
    });
    const general = server.person('ann').channel('general');
    const card = shownMessage(await general.command('versus verdict', { project: 'hush-hush live chat' }));
    for (const fault of [
      { kind: 'refuse', with: { refusedWith: 400, code: 50035, message: 'hush-hush' } },
      { kind: 'refuse', with: REFUSAL.unknownInteraction },
    ] as const) {
      server.faults.onRequest({ path: CALLBACK, fault });
      await card.press('Why?');
    }
    server.faults.onRequest({ path: /messages$/, times: 2, fault: { kind: 'refuse', with: REFUSAL.serverError } });
    await general.mention('hush-hush live chat').then((asked) => asked.answer());
    server.faults.onRequest({ path: /messages$/, times: 3, fault: { kind: 'refuse', with: REFUSAL.emptyMessage } });
    await general.mention('hush-hush live chat');
    await vi.waitFor(() => expect(logged.map(({ message }) => message)).toContain('could not apologise'), 5000);
    const all = JSON.stringify(logged);
    expect(all).not.toContain(server.token);
    expect(all).not.toMatch(/aW50ZXJhY3Rpb24|hush|webhooks\/|callback/);
    for (const { about } of logged)
      for (const value of Object.values(about)) expect(typeof value).toMatch(/string|number|boolean/);
  });
});

describe('the presses of one card', () => {
  it('by many people at once are each answered, and the card for everybody stays as it is', async () => {
    const { server } = await startStage();
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    const answer = await asked.answer();
    const seen = ['ann', 'ben', 'cleo'].flatMap((name) =>
      seenBy(server.person(name).channel('general').threads(), answer),
    );
    const outcomes = await Promise.all(
      seen.flatMap((one) => ['More', 'Sources', '👍'].map((label) => one.press(label))),
    );
    expect(outcomes.map((outcome) => shownMessage(outcome).isEphemeral)).toEqual(Array.from({ length: 9 }, () => true));
    expect(
      threadOf(asked)
        .messages()
        .filter(({ isEphemeral }) => !isEphemeral),
    ).toHaveLength(2);
  });
});

function seenBy(threads: readonly { readonly messages: () => SeenMessage[] }[], message: SeenMessage): SeenMessage[] {
  return threads.flatMap((thread) => thread.messages()).filter(({ id }) => id === message.id);
}
