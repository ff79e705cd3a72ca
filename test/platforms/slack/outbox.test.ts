import { describe, expect, it } from 'vitest';
import { escapeFallback } from '../../../src/platforms/slack/escape.ts';
import { PLATFORM_SENTENCES } from '../../../src/platforms/wording.ts';
import { long } from './long-card.ts';
import { entry, postedIn, posts, theCard, troubles, versusHere } from './versus.ts';

const QUESTION = 'is django any good for websockets?';

describe('a post whose answer was lost', () => {
  it.each([
    ['the connection broke', 'reset'],
    ['Slack broke', 'server-error'],
    ['no answer came in time', 'hang'],
  ] as const)('is found, and not repeated, when %s after it was stored', async (_what, kind) => {
    const versus = await versusHere();
    versus.slack.faults.api('chat.postMessage', { kind, isStored: true });
    theCard(await versus.slack.as('Ada').mention('#general', QUESTION, { quietMs: 800 }));
    expect(postedIn(versus.slack, '#general')).toHaveLength(1);
    expect(versus.slack.log.calls('chat.postMessage')).toHaveLength(1);
    expect(versus.slack.log.calls('conversations.replies')).toHaveLength(1);
    expect(troubles(versus.log)).toEqual([]);
  });

  it('is posted again when it was not stored', async () => {
    const versus = await versusHere();
    versus.slack.faults.api('chat.postMessage', { kind: 'server-error', isStored: false }, { times: 2 });
    theCard(await versus.slack.as('Ada').mention('#general', QUESTION, { quietMs: 300 }));
    expect(versus.slack.log.calls('chat.postMessage')).toHaveLength(3);
    expect(versus.slack.log.calls('conversations.replies')).toHaveLength(2);
  });

  it('is found behind more messages than one page has', async () => {
    const versus = await versusHere();
    const { slack } = versus;
    const root = await slack.as('Grace').send('#general', 'Well?', { patienceMs: 20 });
    const thread = root.sent?.ts ?? '';
    const { channel = '' } = root.sent ?? {};
    for (let count = 0; count < 20; count++)
      slack.world.post({ channel, thread, by: slack.as('Grace').person.id, text: 'me too' });
    slack.faults.api('chat.postMessage', { kind: 'reset', isStored: true });
    theCard(await slack.as('Ada').mention('#general', QUESTION, { thread, quietMs: 300 }));
    expect(slack.log.calls('chat.postMessage')).toHaveLength(1);
    expect(slack.log.calls('conversations.replies')).toHaveLength(2);
  });

  it('is not repeated where there is more than is looked through', async () => {
    const versus = await versusHere();
    const { slack } = versus;
    const root = await slack.as('Grace').send('#general', 'Well?', { patienceMs: 20 });
    const thread = root.sent?.ts ?? '';
    const { channel = '' } = root.sent ?? {};
    slack.faults.api('chat.postMessage', { kind: 'reset', isStored: false });
    const asked = slack.as('Ada').mention('#general', QUESTION, { thread, quietMs: 600 });
    for (let count = 0; count < 90; count++)
      slack.world.post({ channel, thread, by: slack.as('Grace').person.id, text: 'me too' });
    await asked;
    expect(slack.log.calls('chat.postMessage')).toHaveLength(1);
  });

  it('is found in the channel itself, where it was shared', async () => {
    const versus = await versusHere();
    const ada = versus.slack.as('Ada');
    const card = theCard(await ada.command('#general', '/versus cons of node'));
    versus.slack.faults.api('chat.postMessage', { kind: 'reset', isStored: true });
    await ada.press(card, 'Share with the channel', { quietMs: 300 });
    expect(postedIn(versus.slack, '#general')).toHaveLength(1);
    expect(versus.slack.log.calls('conversations.history')).toHaveLength(1);
  });

  it('is not repeated where the bot may not look for it; the person is told that something went wrong', async () => {
    const versus = await versusHere({ mentionsOnly: true });
    versus.slack.faults.api('chat.postMessage', { kind: 'reset', isStored: false });
    const seen = await versus.slack.as('Ada').mention('#general', QUESTION, { quietMs: 200 });
    expect(theCard(seen)).toMatchObject({ isPrivate: true, shown: PLATFORM_SENTENCES.apology });
    expect(versus.slack.log.calls('chat.postMessage')).toHaveLength(1);
    expect(troubles(versus.log).map(({ message }) => message)).toEqual(['a reply was refused']);
  });

  it('is tried again for as long as Slack is broken, and looked for each time', async () => {
    const versus = await versusHere();
    versus.slack.faults.api('chat.postMessage', { kind: 'server-error', isStored: false }, { times: 5 });
    theCard(await versus.slack.as('Ada').mention('#general', QUESTION, { patienceMs: 3000, quietMs: 400 }));
    expect(versus.slack.log.calls('chat.postMessage')).toHaveLength(6);
    expect(versus.slack.log.calls('conversations.replies')).toHaveLength(5);
  });

  it('waits for a token that Slack takes again, and is not lost', async () => {
    const versus = await versusHere();
    versus.slack.faults.api('chat.postMessage', { kind: 'refused', error: 'token_expired' }, { times: 2 });
    theCard(await versus.slack.as('Ada').mention('#general', QUESTION, { patienceMs: 2000, quietMs: 200 }));
    expect(versus.slack.log.calls('chat.postMessage')).toHaveLength(3);
  });

  it('is refused for good: the person is told once that something went wrong', async () => {
    const versus = await versusHere();
    versus.slack.faults.api('chat.postMessage', { kind: 'refused', error: 'msg_blocks_too_long' });
    const seen = await versus.slack.as('Ada').mention('#general', QUESTION, { quietMs: 300 });
    expect(theCard(seen)).toMatchObject({ isPrivate: true, shown: PLATFORM_SENTENCES.apology });
    expect(versus.slack.log.calls('chat.postMessage')).toHaveLength(1);
    expect(versus.facts).toContainEqual({ platform: 'slack', type: 'post refused', reason: 'msg_blocks_too_long' });
  });

  it('has its file uploaded once, also when the answer to the post was lost', async () => {
    const versus = await versusHere({ bot: long(300) });
    versus.slack.faults.api('chat.postMessage', { kind: 'reset', isStored: true });
    const seen = await versus.slack.as('Ada').mention('#general', QUESTION, { patienceMs: 2000, quietMs: 400 });
    expect(seen.messages.map(({ files }) => files.length)).toEqual([0, 1]);
    expect(versus.slack.log.calls('chat.postMessage')).toHaveLength(1);
  });
});

describe('a rate limit', () => {
  it('of one channel holds back what comes there, in its order, and nothing else', async () => {
    const { slack } = await versusHere();
    const [general] = slack.world.conversations(slack.as('Ada').person.workspace);
    slack.faults.api(
      'chat.postMessage',
      { kind: 'rate-limited', retryAfterSeconds: 1 },
      { channel: general?.id ?? '' },
    );
    const start = performance.now();
    const held = Promise.all([
      slack.as('Ada').mention('#general', 'cons of node', { patienceMs: 1500, quietMs: 300 }),
      slack.as('Ada').mention('#general', 'cons of django', { patienceMs: 1500, quietMs: 300 }),
    ]);
    const other = await slack.as('Grace').mention('#random', QUESTION);
    expect(theCard(other).shown).toContain('Django');
    expect(performance.now() - start).toBeLessThan(900);
    expect(postedIn(slack, '#general')).toEqual([]);
    await held;
    await posts(slack, '#general', 2);
    expect(performance.now() - start).toBeGreaterThan(990);
    const [first, second] = postedIn(slack, '#general');
    const cons = escapeFallback(entry('nodejs-cons').answer);
    expect([first?.startsWith(cons), second?.startsWith(cons)]).toEqual([true, false]);
  });

  it('that does not say how long it lasts is waited for, a little longer each time', async () => {
    const versus = await versusHere();
    versus.slack.faults.api('chat.postMessage', { kind: 'rate-limited' }, { times: 3 });
    theCard(await versus.slack.as('Ada').mention('#general', QUESTION, { quietMs: 500 }));
    const times = versus.slack.log.entries().filter(({ from, name }) => from === 'app' && name === 'chat.postMessage');
    const pauses = times.slice(1).map(({ atMs }, index) => atMs - (times[index]?.atMs ?? 0));
    expect(pauses).toHaveLength(3);
    for (const [index, pause] of pauses.entries()) expect(pause).toBeGreaterThanOrEqual(60 * 2 ** index - 5);
    expect(troubles(versus.log)).toEqual([]);
  });
});
