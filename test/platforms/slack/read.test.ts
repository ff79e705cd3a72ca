import { describe, expect, it } from 'vitest';
import { isRateNotice, read } from '../../../src/platforms/slack/read.ts';
import { renderForm } from '../../../src/platforms/slack/render-form.ts';
import { renderModal } from '../../../src/platforms/slack/render-view.ts';
import { readWords } from '../../../src/platforms/slack/words.ts';

const NOW = 1_800_000_123_456;
const IDENTITY = { team: 'T1', botUser: 'UBOT' };
const at = (body: unknown) => read(body, IDENTITY, NOW);
const event = (of: object) => ({ type: 'event_callback', event_id: 'Ev1', event: of });
const message = (of: object) =>
  event({ type: 'message', channel: 'C1', user: 'U1', ts: '1800000000.000100', text: 'hi', ...of });
const mention = (of: object = {}) => message({ type: 'app_mention', text: '<@UBOT> hi', ...of });
const command = (text: string) => ({
  command: '/versus',
  channel_id: 'C1',
  user_id: 'U1',
  trigger_id: '1.2.abc',
  response_url: 'https://r',
  text,
});
const press = (of: object, action: object = { action_id: 'press:1:0', block_id: 'b', value: 'v1:help' }) => ({
  type: 'block_actions',
  user: { id: 'U1', name: 'ada' },
  trigger_id: '1.2.abc',
  response_url: 'https://r',
  container: { type: 'message', message_ts: '5.6', channel_id: 'C1', is_ephemeral: false },
  actions: [action],
  ...of,
});
const container = (of: object) => ({ container: { message_ts: '5.6', channel_id: 'C1', ...of } });

describe('a message becomes', () => {
  it.each([
    [
      'a mention',
      mention(),
      { arrival: { type: 'mention' }, thread: 'slack:T1:C1:1800000000.000100', own: 'slack:T1:C1:@U1' },
    ],
    [
      'the same mention, from the other event of the post',
      message({ text: '<@UBOT> hi', channel_type: 'channel' }),
      { arrival: { type: 'mention' }, thread: 'slack:T1:C1:1800000000.000100', own: 'slack:T1:C1:@U1' },
    ],
    [
      'a mention in a thread',
      mention({ thread_ts: '1.2' }),
      { arrival: { type: 'mention' }, thread: 'slack:T1:C1:1.2', own: 'slack:T1:C1:1.2:@U1' },
    ],
    [
      'a direct message',
      message({ channel: 'D1', channel_type: 'im' }),
      {
        arrival: { type: 'direct' },
        thread: 'slack:T1:D1:1800000000.000100',
        own: 'slack:T1:D1:1800000000.000100:@U1',
      },
    ],
    [
      'words overheard in a thread',
      message({ thread_ts: '1.2', channel_type: 'group' }),
      { arrival: { type: 'overheard', mentionsOthers: false }, thread: 'slack:T1:C1:1.2', own: 'slack:T1:C1:1.2:@U1' },
    ],
    [
      'words overheard that are for somebody else',
      message({ thread_ts: '1.2', text: 'hi <!subteam^S1|@devs>' }),
      { arrival: { type: 'overheard', mentionsOthers: true } },
    ],
  ])('%s', (_what, body, delivery) => {
    const key = `slack:T1:${body.event && 'channel' in body.event ? body.event.channel : ''}:1800000000.000100`;
    expect(at(body)).toMatchObject({
      type: 'delivery',
      delivery: { key, person: 'U1', at: 1_800_000_000_000, ...delivery },
    });
  });

  it('the same delivery, whichever of its two events comes', () => {
    const both = [at(mention()), at(message({ text: '<@UBOT> hi' }))];
    const ways = both.map((one) => one?.type === 'delivery' && one.way);
    expect(both[0]).toEqual({ ...both[1], way: ways[0] });
    expect(ways[0]).toEqual({ ...ways[1], isEcho: false });
    expect(ways[1]).toMatchObject({ isEcho: true });
  });

  it.each([
    ['an edit', message({ subtype: 'message_changed' })],
    ['a deletion', message({ subtype: 'message_deleted' })],
    ['a join', message({ subtype: 'channel_join', text: '<@UBOT> has joined' })],
    ['another bot', mention({ bot_id: 'B1' })],
    ['another bot of the old kind', mention({ subtype: 'bot_message' })],
    ['ourselves', mention({ user: 'UBOT' })],
    ['Slackbot', mention({ user: 'USLACKBOT' })],
    ['nobody', mention({ user: null })],
    ['the channel, without a mention', message({ channel_type: 'channel' })],
    ['an event that nobody asked for', event({ type: 'reaction_added', user: 'U1' })],
    ['an event without a channel', event({ type: 'message', user: 'U1', ts: '1.2' })],
    ['a tab that does not exist', event({ type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'about' })],
    ['a closed view', { type: 'view_closed', user: { id: 'U1' }, view: {} }],
    [
      'a form of another app',
      { type: 'view_submission', user: { id: 'U1' }, trigger_id: '1', view: { id: 'V1', callback_id: 'x' } },
    ],
    ['a shortcut of another app', { type: 'message_action', callback_id: 'x' }],
    ['a press on nothing', press({ container: null })],
    ['nothing', undefined],
    ['a number', 7],
    ['a notice of a rate limit', { type: 'app_rate_limited', team_id: 'T1' }],
  ])('nothing, when it is of %s', (_who, body) => {
    expect(at(body)).toBeUndefined();
  });

  it.each(['file_share', 'thread_broadcast'])('what it says, also as %s', (subtype) => {
    expect(at(mention({ subtype }))).toMatchObject({ delivery: { content: { type: 'utterance', text: 'hi' } } });
  });
});

describe('a command becomes', () => {
  it.each([
    ['', 'help', ''],
    ['  ', 'help', ''],
    ['help', 'help', ''],
    ['Topics', 'topics', ''],
    ['topics of django', 'ask', 'topics of django'],
    ['help me choose', 'ask', 'help me choose'],
    ['ask why?', 'ask', 'why?'],
    ['ask', 'ask', ''],
    ['verdict: live chat', 'verdict', 'live chat'],
    ['verdict\nlive\nchat', 'verdict', 'live\nchat'],
    ['compare real time', 'compare', 'real time'],
    ['compare-and-swap in node', 'ask', 'compare-and-swap in node'],
    ['comparing things', 'ask', 'comparing things'],
    ['is a &lt; b &amp;amp; c?', 'ask', 'is a < b &amp; c?'],
    ['a <b> c', 'ask', 'a <b> c'],
  ])('"%s" the command %s', (said, name, text) => {
    expect(at(command(said))).toEqual({
      type: 'delivery',
      way: { type: 'command', thread: undefined, responseUrl: 'https://r' },
      delivery: {
        key: 'slack:T1:1.2.abc',
        thread: 'slack:T1:C1:main',
        own: 'slack:T1:C1:@U1',
        person: 'U1',
        at: NOW,
        arrival: { type: 'command' },
        content: { type: 'command', name, text },
      },
    });
  });
});

describe('a press stands', () => {
  it.each([
    ['in a thread', container({ thread_ts: '1.2' }), 'public', 'slack:T1:C1:1.2', 'slack:T1:C1:1.2:@U1'],
    ['in a channel', {}, 'public', 'slack:T1:C1:5.6', 'slack:T1:C1:@U1'],
    ['on a private card', container({ is_ephemeral: true }), 'private', 'slack:T1:C1:main', 'slack:T1:C1:@U1'],
    [
      'on a private card in a thread',
      container({ is_ephemeral: true, thread_ts: '1.2' }),
      'private',
      'slack:T1:C1:1.2',
      'slack:T1:C1:1.2:@U1',
    ],
    [
      'in a direct conversation',
      container({ channel_id: 'D1', thread_ts: '1.2' }),
      'direct',
      'slack:T1:D1:1.2',
      'slack:T1:D1:1.2:@U1',
    ],
    [
      'on a private card in a direct conversation',
      container({ channel_id: 'D1', is_ephemeral: true }),
      'private',
      'slack:T1:D1:main',
      'slack:T1:D1:@U1',
    ],
    ['on the home tab', { view: { id: 'V1', type: 'home', hash: 'h' } }, 'page', 'slack:T1:U1:home', 'slack:T1:U1:@U1'],
    [
      'in a modal opened from a thread',
      modal({ on: 'public', channel: 'C1', thread: '1.2', part: '1.2', responseUrl: undefined }),
      'private',
      'slack:T1:C1:1.2',
      'slack:T1:C1:1.2:@U1',
    ],
    [
      'in a modal opened from the home tab',
      modal({ on: 'page', channel: 'U1', thread: undefined, part: 'home', responseUrl: undefined }),
      'page',
      'slack:T1:U1:home',
      'slack:T1:U1:@U1',
    ],
    [
      'in a modal that nobody can read',
      { view: { id: 'V1', type: 'modal', hash: 'h', private_metadata: '{"on":7' } },
      'page',
      'slack:T1:U1:home',
      'slack:T1:U1:@U1',
    ],
  ])('%s', (_where, of, on, thread, own) => {
    expect(at(press(of))).toMatchObject({
      delivery: { key: 'slack:T1:1.2.abc', thread, own, person: 'U1', at: NOW, arrival: { type: 'press', on } },
    });
  });

  it('on a shared card in the exchange that its blocks carry', () => {
    const action = { action_id: 'press:1:0', block_id: 'thread:shared-1.2.abc:3', value: 'v1:why:1' };
    expect(at(press(container({ thread_ts: '1.2' }), action))).toMatchObject({
      delivery: { thread: 'slack:T1:C1:shared-1.2.abc', own: 'slack:T1:C1:1.2:@U1' },
    });
  });

  it.each([
    ['the value of a button', { action_id: 'a', value: 'v1:help' }, { type: 'press', id: 'v1:help' }],
    [
      'the option of a menu',
      { action_id: 'a', selected_option: { value: 'v1:topics' } },
      { type: 'press', id: 'v1:topics' },
    ],
    ['nothing where it has none', { action_id: 'a' }, { type: 'press', id: '' }],
  ])('with %s', (_what, action, content) => {
    expect(at(press({}, action))).toMatchObject({ delivery: { content } });
  });

  function modal(origin: Parameters<typeof renderModal>[1]) {
    const { private_metadata } = renderModal({ elements: [{ type: 'note', text: 'a' }] }, origin);
    return { view: { id: 'V1', type: 'modal', hash: 'h', private_metadata } };
  }
});

it('a form brings back its id, its fields, and where it was opened', () => {
  const origin = { on: 'direct', channel: 'D1', thread: '1.2', part: '1.2', responseUrl: 'https://r' } as const;
  const field = { id: 'project', label: 'What?', hint: 'This', maxChars: 100, isOptional: false, isLong: true };
  const view = renderForm({ id: 'v1:describe:3', title: 'Project', submit: 'Go', fields: [field] }, origin);
  const state = { values: { project: { field: { type: 'plain_text_input', value: 'live chat' } } } };
  expect(
    at({ type: 'view_submission', user: { id: 'U1' }, trigger_id: '1.2.abc', view: { ...view, id: 'V1', state } }),
  ).toEqual({
    type: 'delivery',
    way: { type: 'form', origin, view: 'V1' },
    delivery: {
      key: 'slack:T1:1.2.abc',
      thread: 'slack:T1:D1:1.2',
      own: 'slack:T1:D1:1.2:@U1',
      person: 'U1',
      at: NOW,
      arrival: { type: 'press', on: 'direct' },
      content: { type: 'submission', id: 'v1:describe:3', fields: { project: 'live chat' } },
    },
  });
});

describe('the shortcut', () => {
  const shortcut = (of: object) => ({
    type: 'message_action',
    callback_id: 'ask_about',
    trigger_id: '1.2.abc',
    response_url: 'https://r',
    user: { id: 'U1' },
    channel: { id: 'C1' },
    message: { ts: '3.4', text: 'why <@U2>?', ...of },
  });

  it.each([
    ['in the channel', {}, undefined, 'slack:T1:C1:3.4', 'slack:T1:C1:@U1'],
    ['on the first message of a thread', { thread_ts: '3.4' }, undefined, 'slack:T1:C1:3.4', 'slack:T1:C1:@U1'],
    ['in a thread', { thread_ts: '1.2' }, '1.2', 'slack:T1:C1:1.2', 'slack:T1:C1:1.2:@U1'],
  ])('asks about a message %s', (_where, of, answeredIn, thread, own) => {
    expect(at(shortcut(of))).toMatchObject({
      way: { type: 'shortcut', thread: answeredIn },
      delivery: { thread, own, arrival: { type: 'about' }, content: { type: 'utterance', text: 'why @U2?' } },
    });
  });

  it.each([[null], [''], ['<@UBOT>']])('has nothing to ask about a message that says %j', (text) => {
    expect(at(shortcut({ text }))).toMatchObject({ type: 'no words' });
  });
});

describe('words', () => {
  it.each([
    ['<@UBOT> is it?', 'is it?'],
    ['<@UBOT>: is it?', 'is it?'],
    ['hey <@UBOT|versus>, is it?', 'hey is it?'],
    ['is it, <@UBOT>', 'is it,'],
    ['ask <@U2> or <@U3|bob>', 'ask @U2 or @bob'],
    ['in <#C1|general> and <#C2|> and <#C3>', 'in #general and #C2 and #C3'],
    ['<!here> <!channel> <!subteam^S1|@devs> <!subteam^S2>', '@here @channel @devs @S2'],
    ['<!date^1392734382^{date}|18 Feb>', '18 Feb'],
    ['<https://a.example/?b=1&amp;c|a &lt;label&gt;>', 'a <label>'],
    ['<https://a.example/?b=1&amp;c>', 'https://a.example/?b=1&c'],
    ['<mailto:a@b.example|a@b.example> <mailto:c@d.example>', 'a@b.example c@d.example'],
    ['a &lt; b &amp;&amp; c &gt; d', 'a < b && c > d'],
    ['&lt;!channel&gt; &amp;lt;', '<!channel> &lt;'],
    ['one\ntwo\0', 'one\ntwo'],
    ['<>', ''],
  ])('%j are read as %j', (raw, text) => {
    expect(readWords(raw, 'UBOT').text).toBe(text);
  });

  it.each([
    ['<@UBOT> hi', true, false],
    ['<@UBOT2> hi', false, true],
    ['<!here> <@UBOT>', true, true],
    ['<#C1|general> <https://a.example>', false, false],
    ['&lt;@U1&gt; &lt;!here&gt;', false, false],
  ])('%j mention the bot: %j, others: %j', (raw, mentionsBot, mentionsOthers) => {
    expect(readWords(raw, 'UBOT')).toMatchObject({ mentionsBot, mentionsOthers });
  });
});

it('a notice of a rate limit is told from everything else', () => {
  expect(isRateNotice({ type: 'app_rate_limited', team_id: 'T1' })).toBe(true);
  for (const other of [mention(), command('help'), undefined, 'app_rate_limited'])
    expect(isRateNotice(other)).toBe(false);
});
