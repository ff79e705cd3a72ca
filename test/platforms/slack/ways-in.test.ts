import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackServer } from '../../../src/playground/slack/slack-server.ts';
import { entry, openVersus, postedIn, theCard, troubles, type Versus } from './versus.ts';

const QUESTION = 'is django any good for websockets?';
const { question: ASKED, answer: ANSWER } = entry('django-real-time');

describe.each(['socket', 'http'] as const)('in %s mode', (mode) => {
  let versus: Versus;
  let slack: SlackServer;

  beforeAll(async () => {
    versus = await openVersus({ mode });
    slack = versus.slack;
  });
  afterAll(async () => {
    expect(troubles(versus.log)).toEqual([]);
    await versus.stop();
  });

  it('a mention in a channel is answered once, in a thread under it, and Slack sends two events of it', async () => {
    const seen = await slack.as('Ada').mention('#general', QUESTION);
    const card = theCard(seen);
    expect(seen.acknowledged).toBe('acknowledged');
    expect(card).toMatchObject({ by: 'Versus', thread: seen.sent?.ts, isPrivate: false, isEdited: false });
    expect(card.shown.split('\n')[0]).toBe(ASKED);
    expect(card.shown).toContain(ANSWER);
    expect(card.notification.startsWith(ANSWER)).toBe(true);
    expect(card.buttons.slice(-4)).toEqual(['More', 'Sources', '👍', '👎']);
    expect(slack.as('Grace').readThread({ channel: '#general', ts: seen.sent?.ts ?? '' })).toHaveLength(2);
  });

  it('a mention in a thread is answered there', async () => {
    const root = await slack.as('Grace').send('#general', 'What shall we take?', { patienceMs: 40 });
    const thread = root.sent?.ts ?? '';
    const seen = await slack.as('Ada').mention('#general', 'cons of node', { thread });
    expect(theCard(seen)).toMatchObject({ thread, shown: expect.stringContaining(entry('nodejs-cons').question) });
  });

  it('a direct message is answered under it, and each starts a thread of its own', async () => {
    const ada = slack.as('Ada');
    const first = await ada.direct('what are the pros of django');
    const second = await ada.direct('and for node?', { thread: first.sent?.ts ?? '' });
    const third = await ada.direct('and for node?');
    expect(theCard(first)).toMatchObject({
      thread: first.sent?.ts,
      shown: expect.stringContaining(entry('django-pros').question),
    });
    expect(theCard(second)).toMatchObject({
      thread: first.sent?.ts,
      shown: expect.stringContaining(entry('nodejs-pros').question),
    });
    expect(theCard(third)).toMatchObject({ thread: third.sent?.ts });
    expect(theCard(third).shown).not.toContain(entry('nodejs-pros').question);
  });

  it('the agent pane shows what one can ask, and pressing that asks it', async () => {
    const grace = slack.as('Grace');
    const { prompts } = await grace.openPane();
    expect(prompts.map(({ title }) => title)).toHaveLength(4);
    const asked = await grace.direct(prompts[0]?.message ?? '');
    expect(theCard(asked).shown).toContain('Which is better for real time?');
  });

  it('a command is answered to the person alone, and shared by a button', async () => {
    const ada = slack.as('Ada');
    const before = postedIn(slack, '#random').length;
    const card = theCard(
      await ada.command('#random', '/versus verdict live auction, python team, back office for staff'),
    );
    expect(card).toMatchObject({ isPrivate: true, thread: undefined });
    expect(card.buttons).toEqual([
      'Why?',
      'Strongest case against',
      'What if…',
      'Change weights',
      'Sources',
      'Share with the channel',
    ]);
    expect(postedIn(slack, '#random')).toHaveLength(before);

    const shared = await ada.press(card, 'Share with the channel');
    const [posted, aside] = shared.messages;
    expect(posted).toMatchObject({
      isPrivate: false,
      thread: undefined,
      buttons: ['Why?', 'Strongest case against', 'What if…', 'Change weights', 'Sources'],
    });
    expect(posted?.shown.startsWith('Use both, one for each half')).toBe(true);
    expect(posted?.shown.endsWith('Shared by ada')).toBe(true);
    expect(aside).toMatchObject({ ts: card.ts, shown: 'Shared: everybody here can see it now.', buttons: [] });

    if (!posted) throw new Error('Nothing was posted.');
    const why = theCard(await slack.as('Grace').press(posted, 'Why?'));
    expect(why).toMatchObject({ isPrivate: true, shown: expect.stringContaining('"live auction"') });
  });

  it('the shortcut answers what is in a message, to the person alone', async () => {
    const theirs = await slack.as('Grace').send('#general', QUESTION, { patienceMs: 40 });
    const where = { channel: '#general', ts: theirs.sent?.ts ?? '' };
    const card = theCard(await slack.as('Ada').useMessageShortcut('Ask Versus about this', where));
    expect(card).toMatchObject({ isPrivate: true, shown: expect.stringContaining(ANSWER) });
    expect(card.buttons).toContain('Share with the channel');
  });

  it('a form opens, is filled in, and becomes the verdict', async () => {
    const ada = slack.as('Ada');
    const card = theCard(await ada.command('#general', '/versus verdict'));
    const { modal } = await ada.press(card, 'Describe the project');
    if (!modal) throw new Error('No form opened.');
    expect(modal).toMatchObject({ title: 'Your project', submit: 'Get a verdict' });
    const filled = { 'What must it do?': 'live chat, python team' };
    const verdict = (await ada.submit(modal, filled)).modal;
    if (!verdict) throw new Error('The form closed.');
    expect(verdict.shown).toContain('Leaning to Django');
    expect(verdict.buttons).toEqual([
      'Why?',
      'Strongest case against',
      'What if…',
      'Change weights',
      'Sources',
      'Share with the channel',
    ]);
    const why = (await ada.press(verdict, 'Why?')).modal;
    expect(why?.shown).toContain('Real time: "live chat"');
    await ada.close('all', { patienceMs: 40 });
  });

  it('an answer is challenged in a form, kept for the maintainer, and thanked for privately', async () => {
    const ada = slack.as('Ada');
    const answer = theCard(await slack.as('Grace').mention('#general', QUESTION));
    const sources = theCard(await ada.press(answer, 'Sources'));
    const { modal } = await ada.press(sources, 'Challenge this');
    if (!modal) throw new Error('No form opened.');
    expect(modal).toMatchObject({ title: 'Challenge this answer', submit: 'Send' });
    const before = postedIn(slack, '#general').length;
    const thanks = (await ada.submit(modal, { 'What is wrong?': 'Channels\nmoved on' })).modal;
    expect(thanks?.shown).toContain('Thanks, noted.');
    expect(postedIn(slack, '#general')).toHaveLength(before);
    const kept = (await versus.store.notes.since(0)).filter(({ kind }) => kind === 'challenge');
    expect(kept).toEqual([
      expect.objectContaining({ entry: 'django-real-time', text: 'Channels\nmoved on', thread: expect.any(String) }),
    ]);
    expect(kept[0]).not.toHaveProperty('link');
    await ada.close('all', { patienceMs: 40 });
  });

  it('Home tells what it knows, by topic, down to the answer and back', async () => {
    const grace = slack.as('Grace');
    const { home } = await grace.openHome();
    if (!home) throw new Error('There is no Home.');
    expect(home.buttons).toContain('Real time and async');
    expect(home.buttons).not.toContain('All topics');
    const topic = (await grace.press(home, 'Real time and async')).home;
    expect(topic?.buttons).toContain(ASKED);
    const answer = topic && (await grace.press(topic, ASKED)).home;
    expect(answer?.shown).toContain(ANSWER);
    expect(answer?.buttons.slice(-5)).toEqual(['More', 'Sources', '👍', '👎', 'All topics']);
    const back = answer && (await grace.press(answer, 'All topics')).home;
    expect(back?.shown).toBe(home.shown);
    expect(back?.buttons).toEqual(home.buttons);
  });
});
