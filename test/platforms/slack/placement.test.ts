import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SeenMessage } from '../../../src/playground/slack/seen.ts';
import type { SlackServer } from '../../../src/playground/slack/slack-server.ts';
import { entry, openVersus, postedIn, theCard, troubles, type Versus, versusHere } from './versus.ts';

const QUESTION = 'is django any good for websockets?';
const REAL_TIME = entry('django-real-time');
const VAGUE = 'migrations';
const QUIET = { patienceMs: 60 };

let versus: Versus;
let slack: SlackServer;

beforeEach(async () => {
  versus = await openVersus();
  slack = versus.slack;
});
afterEach(async () => {
  expect(troubles(versus.log)).toEqual([]);
  await versus.stop();
});

describe('a button under an answer for everybody', () => {
  it.each([
    ['More', REAL_TIME.more],
    ['Sources', REAL_TIME.source],
    [REAL_TIME.related, REAL_TIME.related],
    ['👍', 'Thanks, noted'],
    ['👎', 'Thanks, noted'],
  ])('"%s" is answered to the person alone, in that thread, and the card stays as it is', async (label, said) => {
    const asked = await slack.as('Ada').mention('#general', QUESTION);
    const card = theCard(asked);
    const reply = theCard(await slack.as('Grace').press(card, label));
    expect(reply).toMatchObject({ isPrivate: true, thread: asked.sent?.ts, shown: expect.stringContaining(said) });
    const seenByAda = slack.as('Ada').readThread({ channel: '#general', ts: asked.sent?.ts ?? '' });
    expect(seenByAda.map(({ ts }) => ts)).toEqual([asked.sent?.ts, card.ts]);
    expect(seenByAda[1]).toEqual(card);
  });

  it('has private next steps that replace what was private, in the same thread', async () => {
    const asked = await slack.as('Ada').mention('#general', QUESTION);
    const more = theCard(await slack.as('Grace').press(theCard(asked), 'More'));
    const sources = theCard(await slack.as('Grace').press(more, 'Sources'));
    expect(sources).toMatchObject({ ts: more.ts, isPrivate: true, isEdited: true, thread: asked.sent?.ts });
    expect(sources.shown).toContain(REAL_TIME.source);
  });
});

describe('the buttons of a verdict for everybody', () => {
  it.each([
    ['Why?', 'How the verdict came about'],
    ['Strongest case against', 'The case against'],
    ['Sources', 'What the verdict rests on'],
  ])('"%s" is answered privately, with the verdict of that thread', async (label, heading) => {
    const asked = await slack.as('Ada').mention('#general', 'verdict: live chat, team knows python');
    const reply = theCard(await slack.as('Grace').press(theCard(asked), label));
    expect(reply).toMatchObject({ isPrivate: true, thread: asked.sent?.ts });
    expect(reply.shown.startsWith(heading)).toBe(true);
    expect(reply.buttons.at(-1)).toBe('Share with the channel');
  });

  it('settle a close call for everybody when the asker presses, and privately for others', async () => {
    const asked = await slack.as('Ada').mention('#general', 'verdict: api, team knows python and js');
    const card = theCard(asked);
    expect(card.buttons.slice(0, 2)).toEqual(['Yes', 'No']);
    const others = theCard(await slack.as('Grace').press(card, 'Yes'));
    expect(others).toMatchObject({ isPrivate: true, thread: asked.sent?.ts });
    const own = theCard(await slack.as('Ada').press(card, 'Yes'));
    expect(own).toMatchObject({ ts: card.ts, isPrivate: false, isEdited: true });
    expect(own.shown).not.toContain('Close call');
  });

  it('open the form, which answers privately what was asked of everybody', async () => {
    const asked = await slack.as('Ada').mention('#general', 'verdict:');
    const before = postedIn(slack, '#general').length;
    const grace = slack.as('Grace');
    const { modal } = await grace.press(theCard(asked), 'Describe the project');
    if (!modal) throw new Error('No form opened.');
    const verdict = await grace.submit(modal, { 'What must it do?': 'live chat, python team' });
    expect(verdict.modal?.shown).toContain('Leaning to Django');
    expect(postedIn(slack, '#general')).toHaveLength(before);
  });
});

describe('"Did you mean"', () => {
  it('becomes the answer when the asker presses', async () => {
    const card = theCard(await slack.as('Ada').mention('#general', VAGUE, { patienceMs: 5000 }));
    expect(card.buttons.at(-1)).toBe('None of these');
    const seen = theCard(await slack.as('Ada').press(card, 'How do Django migrations work?'));
    expect(seen).toMatchObject({ ts: card.ts, isPrivate: false, isEdited: true });
    expect(seen.shown).toContain('migration');
  });

  it('stays for everybody when somebody else presses, who alone gets the answer', async () => {
    const asked = await slack.as('Ada').mention('#general', VAGUE, { patienceMs: 5000 });
    const card = theCard(asked);
    const seen = theCard(await slack.as('Grace').press(card, 'How do Django migrations work?'));
    expect(seen).toMatchObject({ isPrivate: true, thread: asked.sent?.ts });
    expect(slack.as('Ada').readThread({ channel: '#general', ts: asked.sent?.ts ?? '' })[1]).toEqual(card);
  });
});

describe('in the direct conversation', () => {
  it('buttons are answered below, and a form too', async () => {
    const ada = slack.as('Ada');
    const asked = await ada.direct('verdict:');
    const card = theCard(asked);
    const { modal } = await ada.press(card, 'Describe the project');
    if (!modal) throw new Error('No form opened.');
    const seen = await ada.submit(modal, { 'What must it do?': 'live chat, python team' });
    expect(seen.modal).toBeUndefined();
    expect(theCard(seen)).toMatchObject({ thread: asked.sent?.ts, isPrivate: false });
    const why = theCard(await ada.press(theCard(seen), 'Why?'));
    expect(why).toMatchObject({ thread: asked.sent?.ts, shown: expect.stringContaining('"live chat"') });
    expect(why.buttons).not.toContain('Share with the channel');
  });

  it('a command is answered privately there, and its buttons know the verdict', async () => {
    const ada = slack.as('Ada');
    const { channel = '' } = (await ada.direct('hello')).sent ?? {};
    const card = theCard(await ada.command(channel, '/versus verdict live chat, python team'));
    expect(card).toMatchObject({ isPrivate: true, channel });
    expect(theCard(await ada.press(card, 'Why?'))).toMatchObject({
      ts: card.ts,
      shown: expect.stringContaining('"live chat"'),
    });
  });

  it('knows nothing of what somebody else said in theirs', async () => {
    await slack.as('Ada').direct('verdict: live chat, python team');
    await slack.as('Ada').openPane();
    const { sent } = await slack.as('Grace').direct('hello');
    const seen = theCard(await slack.as('Grace').direct('why?', { thread: sent?.ts ?? '' }));
    expect(seen.shown).not.toContain('live chat');
    await slack.as('Grace').openPane();
    expect(
      new Set(slack.log.calls('assistant.threads.setSuggestedPrompts').map((call) => JSON.stringify(call))).size,
    ).toBe(2);
  });
});

describe('a command', () => {
  it.each([
    ['/versus', 'Ask me, or describe a project'],
    ['/versus help', 'Ask me, or describe a project'],
    ['/versus HELP', 'Ask me, or describe a project'],
    ['/versus ask is django any good for websockets?', REAL_TIME.question],
    ['/versus Ask: is django any good for websockets?', REAL_TIME.question],
    ['/versus verdict five page brochure site for a bakery', 'Neither:'],
    ['/versus compare real time', 'Which is better for real time?'],
    ['/versus topics', 'What I know about'],
    ['/versus is django any good for websockets?', REAL_TIME.question],
    ['/versus we build a live auction, team knows python, what should we use?', 'Leaning to'],
    ['/versus help me choose: live auction, python team, back office', 'Use both'],
    ['/versus react vs vue', 'That is outside what I know'],
    ['/versus docs and community', 'Did you mean'],
  ])('%s is understood, and answered to the person alone', async (line, heading) => {
    const seen = await slack.as('Ada').command('#general', line);
    expect(seen.acknowledged).toBe('acknowledged');
    expect(theCard(seen)).toMatchObject({ isPrivate: true });
    expect(theCard(seen).shown.startsWith(heading)).toBe(true);
    expect(slack.as('Grace').read('#general')).toEqual([]);
  });

  it('lists the topics in a menu, from which one chooses', async () => {
    const ada = slack.as('Ada');
    const topics = theCard(await ada.command('#general', '/versus topics'));
    expect(topics.selects[0]?.options).toContain('Real time and async');
    const topic = theCard(await ada.choose(topics, 'Choose one', 'Real time and async'));
    expect(topic).toMatchObject({ ts: topics.ts, isPrivate: true });
    expect(topic.buttons).toContain(REAL_TIME.question);
    expect(topic.buttons.slice(-2)).toEqual(['Topics', 'Share with the channel']);
  });

  it('of nobody else is touched by what one does with the own', async () => {
    const [ada, grace] = [slack.as('Ada'), slack.as('Grace')];
    const hers = theCard(await ada.command('#general', '/versus verdict live chat, python team'));
    const other = theCard(await grace.command('#general', '/versus verdict geo maps, python team'));
    expect(theCard(await ada.press(hers, 'Why?')).shown).toContain('"live chat"');
    expect(theCard(await grace.press(other, 'Why?')).shown).not.toContain('live chat');
  });
});

describe('sharing', () => {
  it('in a thread posts there, and neither the thread nor its older cards forget what they knew', async () => {
    const [ada, grace] = [slack.as('Ada'), slack.as('Grace')];
    const asked = await ada.mention('#general', 'verdict: live chat, team knows python');
    const open = theCard(asked);
    const why = theCard(await grace.press(open, 'Why?'));
    const { messages } = await grace.press(why, 'Share with the channel');
    const posted = messages.find(({ isPrivate }) => !isPrivate);
    expect(posted).toMatchObject({ thread: asked.sent?.ts, shown: expect.stringContaining('Shared by grace') });
    if (!posted) throw new Error('Nothing was posted.');
    expect(theCard(await ada.press(posted, 'Strongest case against'))).toMatchObject({
      isPrivate: true,
      thread: asked.sent?.ts,
      shown: expect.stringContaining('The case against Django'),
    });
    expect(theCard(await ada.press(open, 'Why?')).shown).toContain('"live chat"');
    const next = theCard(await ada.mention('#general', 'why?', { thread: asked.sent?.ts ?? '' }));
    expect(next.shown).toContain('"live chat"');
  });

  it('of a close call in a thread is settled in place by who shared it, for everybody, and goes on from there', async () => {
    const [ada, grace] = [slack.as('Ada'), slack.as('Grace')];
    const asked = await ada.mention('#general', 'verdict: live chat, team knows python');
    const theirs = await grace.send('#general', 'verdict: api, team knows python and js', {
      thread: asked.sent?.ts ?? '',
      ...QUIET,
    });
    const where = { channel: '#general', ts: theirs.sent?.ts ?? '' };
    const close = theCard(await grace.useMessageShortcut('Ask Versus about this', where));
    const { messages } = await grace.press(close, 'Share with the channel');
    const posted = messages.find(({ isPrivate }) => !isPrivate);
    if (!posted) throw new Error('Nothing was posted.');
    const settled = theCard(await grace.press(posted, 'Yes'));
    expect(settled).toMatchObject({ ts: posted.ts, isPrivate: false, isEdited: true, thread: asked.sent?.ts });
    expect(settled.shown).not.toContain('Close call');
    const why = theCard(await ada.press(settled, 'Why?'));
    expect(why.shown).toContain('you answered yes');
    expect(why.shown).not.toContain('live chat');
  });

  it('from a modal posts where the form was opened', async () => {
    const ada = slack.as('Ada');
    const card = theCard(await ada.command('#random', '/versus verdict'));
    const { modal } = await ada.press(card, 'Describe the project');
    const filled = { 'What must it do?': 'live chat, python team' };
    const verdict = modal && (await ada.submit(modal, filled)).modal;
    if (!verdict) throw new Error('No verdict.');
    const shared = await ada.press(verdict, 'Share with the channel');
    expect(shared.modal?.shown).toBe('Shared: everybody here can see it now.');
    expect(postedIn(slack, '#random')).toHaveLength(1);
    const posted = theCard(shared);
    expect(theCard(await slack.as('Grace').press(posted, 'Why?')).shown).toContain('"live chat"');
  });

  it('puts the picture of a scoreboard into the thread of the card, once that stands', async () => {
    const drawing = await versusHere({ draw: async () => ({ png: new Uint8Array([1, 2, 3]), alt: 'Bars.' }) });
    const ada = drawing.slack.as('Ada');
    const card = theCard(await ada.command('#random', '/versus verdict live chat, python team'));
    const { messages } = await ada.press(card, 'Share with the channel', { quietMs: 400 });
    expect(messages.flatMap(({ files }) => files.map(({ name }) => name))).toEqual(['scoreboard.png']);
    const [upload] = drawing.slack.log.calls('files.getUploadURLExternal');
    expect(upload).toMatchObject({ alt_text: 'Bars.' });
  });

  it('stands without its picture where that cannot be uploaded', async () => {
    const drawing = await versusHere({ draw: async () => ({ png: new Uint8Array([1]), alt: 'Bars.' }) });
    drawing.slack.faults.api('files.getUploadURLExternal', { kind: 'refused', error: 'missing_scope' });
    const ada = drawing.slack.as('Ada');
    const card = theCard(await ada.command('#random', '/versus verdict live chat, python team'));
    await ada.press(card, 'Share with the channel', { quietMs: 400 });
    expect(postedIn(drawing.slack, '#random')).toHaveLength(1);
    expect(drawing.log).toContainEqual(expect.objectContaining({ level: 'warn' }));
  });

  it('is done once, however often the button is pressed', async () => {
    const ada = slack.as('Ada');
    const card = theCard(await ada.command('#random', '/versus what are the pros of node'));
    const before = postedIn(slack, '#random').length;
    await Promise.all(Array.from({ length: 4 }, () => ada.press(card, 'Share with the channel')));
    expect(postedIn(slack, '#random')).toHaveLength(before + 1);
  });

  it('goes on in the thread that starts there', async () => {
    const ada = slack.as('Ada');
    const card = theCard(await ada.command('#general', '/versus what are the pros of django'));
    const { messages } = await ada.press(card, 'Share with the channel');
    const thread = messages.find(({ isPrivate }) => !isPrivate)?.ts ?? '';
    const next = theCard(await ada.send('#general', 'and for node?', { thread }));
    expect(next).toMatchObject({ thread, shown: expect.stringContaining(entry('nodejs-pros').question) });
  });

  it.each(['in a channel', 'from a modal'])(
    'works %s where the bot is no member, and the buttons go on working',
    async (from) => {
      slack.setMember('#random', false);
      const [ada, grace] = [slack.as('Ada'), slack.as('Grace')];
      const command = theCard(await ada.command('#random', '/versus verdict: live chat, python team'));
      const shared =
        from === 'in a channel' ? await ada.press(command, 'Share with the channel') : await sharedFromModal();
      const posted = shared.messages.find(({ isPrivate }) => !isPrivate);
      if (!posted) throw new Error('Nothing was posted.');
      expect(posted.shown).toContain('Shared by ada');
      for (let times = 0; times < 2; times++) {
        const why = theCard(await grace.press(posted, 'Why?'));
        expect(why).toMatchObject({ isPrivate: true, shown: expect.stringContaining('"live chat"') });
      }

      async function sharedFromModal() {
        const ask = theCard(await ada.command('#random', '/versus verdict'));
        const { modal } = await ada.press(ask, 'Describe the project');
        const filled = { 'What must it do?': 'live chat, python team' };
        const verdict = modal && (await ada.submit(modal, filled)).modal;
        if (!verdict) throw new Error('No verdict.');
        return ada.press(verdict, 'Share with the channel');
      }
    },
  );
});

describe('words in a thread without a mention', () => {
  async function answered(): Promise<string> {
    return (await slack.as('Ada').mention('#general', 'what are the pros of django')).sent?.ts ?? '';
  }
  const silent = (messages: readonly SeenMessage[]) => expect(messages.filter(({ isByApp }) => isByApp)).toEqual([]);

  it('are answered when they come from whom the bot answered last, and are sure', async () => {
    const thread = await answered();
    const seen = theCard(await slack.as('Ada').send('#general', 'what are the cons of node', { thread }));
    expect(seen).toMatchObject({ thread, shown: expect.stringContaining(entry('nodejs-cons').question) });
    expect(seen.buttons).toContain('Be quiet here');
  });

  it.each([
    ['come from somebody else', 'Grace', 'what are the cons of node'],
    ['mention somebody else', 'Ada', '@Grace what are the cons of node'],
    ['call everybody', 'Ada', '@here what are the cons of node'],
    ['are not sure', 'Ada', 'sounds good, lunch?'],
  ])('are left alone when they %s', async (_why, name, text) => {
    const thread = await answered();
    silent((await slack.as(name).send('#general', text, { thread, ...QUIET })).messages);
  });

  it('are left alone in a thread where the bot said nothing, and in the channel itself', async () => {
    const root = await slack.as('Ada').send('#general', 'what are the cons of node', QUIET);
    silent(root.messages);
    silent(
      (await slack.as('Ada').send('#general', 'what are the cons of node', { thread: root.sent?.ts ?? '', ...QUIET }))
        .messages,
    );
  });

  it('are left alone after "Be quiet here", and heard again after "Listen here"', async () => {
    const thread = await answered();
    const ada = slack.as('Ada');
    const card = theCard(await ada.send('#general', 'what are the cons of node', { thread }));
    const quiet = theCard(await ada.press(card, 'Be quiet here'));
    expect(quiet).toMatchObject({ isPrivate: true, buttons: ['Listen here'] });
    silent((await ada.send('#general', 'what are the cons of django', { thread, ...QUIET })).messages);
    expect(theCard(await ada.mention('#general', 'cons of django', { thread })).shown).toContain(
      entry('django-cons').question,
    );
    expect(theCard(await ada.press(quiet, 'Listen here'))).toMatchObject({
      isPrivate: true,
      buttons: ['Be quiet here'],
    });
    expect(theCard(await ada.send('#general', 'what are the cons of node', { thread })).shown).toContain(
      'cons of Node.js',
    );
  });
});

it('with the least events and scopes the bot lives on mentions, commands and shortcuts', async () => {
  const { slack: least, log } = await versusHere({ mentionsOnly: true });
  const asked = await least.as('Ada').mention('#general', QUESTION);
  expect(theCard(asked).thread).toBe(asked.sent?.ts);
  expect(theCard(await least.as('Grace').press(theCard(asked), 'More')).isPrivate).toBe(true);
  expect(theCard(await least.as('Ada').direct('hello')).shown).toContain('Hello!');
  const overheard = await least.as('Ada').send('#general', 'cons of node', { thread: asked.sent?.ts ?? '', ...QUIET });
  expect(overheard.messages).toEqual([]);
  expect(troubles(log)).toEqual([]);
});
