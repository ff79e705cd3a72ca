import type { App } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackServer } from '../../../src/playground/slack/slack-server.ts';
import { type Connected, connect } from './bolt-app.ts';

const button = (text: string, action: string, value = text) => ({
  type: 'button' as const,
  text: { type: 'plain_text' as const, text },
  action_id: action,
  value,
});
const option = (text: string) => ({ text: { type: 'plain_text' as const, text }, value: text.toLowerCase() });

/** An app that answers every way in. */
function listen(app: App, slack: SlackServer): void {
  app.event('app_mention', async ({ event, say }) => {
    await say({ text: `You said ${event.text.replace(/<@[^>]+>\s*/, '')}`, thread_ts: event.thread_ts ?? event.ts });
  });
  app.message(async ({ message, client }) => {
    if (message.subtype !== undefined || message.channel_type !== 'im' || message.bot_id) return;
    const thread = message.thread_ts ?? message.ts;
    await client.assistant.threads.setStatus({ channel_id: message.channel, thread_ts: thread, status: 'thinks' });
    await client.chat.postMessage({ channel: message.channel, thread_ts: thread, text: `Heard ${message.text}` });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab === 'messages') {
      const prompts: [{ title: string; message: string }] = [{ title: 'Try', message: 'Which one is faster?' }];
      await client.assistant.threads.setSuggestedPrompts({ channel_id: event.channel, prompts });
      return;
    }
    await client.views.publish({
      user_id: event.user,
      view: {
        type: 'home',
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'Topics' } },
          { type: 'actions', elements: [button('Speed', 'topic')] },
        ],
      },
    });
  });
  app.command('/versus', async ({ command, ack }) => {
    if (command.text === 'help') return ack('Ask me anything.');
    await ack({
      text: 'Pick one',
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: `*${command.text}*` } },
        { type: 'actions', elements: [button('Share with the channel', 'share'), button('More', 'more')] },
      ],
    });
  });
  app.action('share', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'Shared', response_type: 'in_channel' });
  });
  app.action('more', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'Here is more', replace_original: true });
  });
  app.action('topic', async ({ ack, body, client }) => {
    await ack();
    if (!('trigger_id' in body)) return;
    await client.views.open({ trigger_id: body.trigger_id, view: form() });
  });
  app.action('size', async ({ ack, action, respond }) => {
    await ack();
    if (action.type !== 'static_select') return;
    await respond({ text: `Size: ${action.selected_option.value}`, replace_original: false });
  });
  app.options('library', async ({ ack, payload }) => {
    await ack({ options: ['Alpha', 'Alphabet'].filter((name) => name.includes(payload.value)).map(option) });
  });
  app.view('project', async ({ ack, view, body, client }) => {
    const name = view.state.values.name?.input?.value ?? '';
    if (name === 'bad') return ack({ response_action: 'errors', errors: { name: 'Not that one.' } });
    await ack();
    const chosen = view.state.values.library?.library?.selected_option?.value ?? 'nothing';
    await client.chat.postMessage({ channel: body.user.id, text: `Saved ${name} with ${chosen}` });
  });
  app.view({ callback_id: 'project', type: 'view_closed' }, async ({ ack }) => ack());
  app.shortcut('ask_about_message', async ({ ack, shortcut, client, respond }) => {
    await ack();
    if (shortcut.type !== 'message_action') return;
    await respond(`About: ${shortcut.message.text}`);
    await client.views.open({ trigger_id: shortcut.trigger_id, view: form() });
  });
  app.shortcut('ask_anywhere', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: form() });
  });
  app.message('board', async ({ message, client }) => {
    const { channel } = message;
    const { ts } = await client.chat.postMessage({
      channel,
      text: 'Board',
      blocks: [
        {
          type: 'section',
          block_id: 'sizes',
          text: { type: 'mrkdwn', text: 'How big?' },
          accessory: { type: 'static_select', action_id: 'size', options: [option('Small'), option('Large')] },
        },
      ],
    });
    await client.files.uploadV2({
      channel_id: channel,
      thread_ts: ts ?? '',
      filename: 'record.md',
      content: '# Record',
    });
    expect(slack.app.id).not.toBe('');
  });
}

function form() {
  return {
    type: 'modal' as const,
    callback_id: 'project',
    notify_on_close: true,
    title: { type: 'plain_text' as const, text: 'Project' },
    submit: { type: 'plain_text' as const, text: 'Save' },
    blocks: [
      {
        type: 'input' as const,
        block_id: 'name',
        label: { type: 'plain_text' as const, text: 'Name' },
        element: { type: 'plain_text_input' as const, action_id: 'input', max_length: 20 },
      },
      {
        type: 'input' as const,
        block_id: 'library',
        optional: true,
        label: { type: 'plain_text' as const, text: 'Library' },
        element: { type: 'external_select' as const, action_id: 'library', min_query_length: 2 },
      },
    ],
  };
}

describe.each(['socket', 'http'] as const)('a person in a local Slack, with an app in %s mode', (mode) => {
  let connected: Connected;
  let slack: SlackServer;

  beforeAll(async () => {
    connected = await connect({ mode, listen });
    slack = connected.slack;
  });
  afterAll(async () => {
    expect(connected.errors).toEqual([]);
    await connected.stop();
  });

  it('mentions the app and sees the answer in a thread under the message', async () => {
    const seen = await slack.as('Ada').mention('#general', 'is <it> fast & good?');
    expect(seen.acknowledged).toBe('acknowledged');
    expect(seen.messages).toMatchObject([{ by: 'Versus', isByApp: true, shown: 'You said is <it> fast & good?' }]);
    expect(seen.messages[0]?.thread).toBe(seen.sent?.ts);
    expect(slack.as('Grace').readThread({ channel: '#general', ts: seen.sent?.ts ?? '' })).toHaveLength(2);
  });

  it('mentions the app inside a thread and sees the answer there', async () => {
    const root = await slack.as('Grace').send('#general', 'Which one?', { patienceMs: 50 });
    const seen = await slack.as('Ada').mention('#general', 'help her', { thread: root.sent?.ts ?? '' });
    expect(seen.messages[0]).toMatchObject({ thread: root.sent?.ts, shown: 'You said help her' });
  });

  it('writes directly, where every message is a thread root of its own, and sees what the app is doing', async () => {
    const ada = slack.as('Ada');
    const first = await ada.direct('one');
    const second = await ada.direct('two');
    expect(first.statuses).toEqual(['thinks']);
    expect(second.messages).toMatchObject([{ thread: second.sent?.ts, shown: 'Heard two' }]);
    expect(ada.readDirect().map(({ shown }) => shown)).toEqual(['one', 'Heard one', 'two', 'Heard two']);
  });

  it('opens the agent pane and sees the suggested prompts', async () => {
    const seen = await slack.as('Grace').openPane();
    expect(seen.prompts).toEqual([{ title: 'Try', message: 'Which one is faster?' }]);
  });

  it('uses a command and alone sees its answer', async () => {
    const seen = await slack.as('Ada').command('#general', '/versus help');
    expect(seen.messages).toMatchObject([{ shown: 'Ask me anything.', isPrivate: true }]);
    expect(
      slack
        .as('Grace')
        .read('#general')
        .map(({ shown }) => shown),
    ).not.toContain('Ask me anything.');
  });

  it('shares a private answer with the channel by a button', async () => {
    const ada = slack.as('Ada');
    const [card] = (await ada.command('#random', '/versus a verdict')).messages;
    if (!card) throw new Error('There is no card.');
    expect(card).toMatchObject({
      shown: '*a verdict*',
      buttons: ['Share with the channel', 'More'],
      notification: 'Pick one',
    });
    await ada.press(card, 'Share with the channel');
    expect(
      slack
        .as('Grace')
        .read('#random')
        .map(({ shown }) => shown),
    ).toEqual(['Shared']);
  });

  it('presses a button of a private card and sees the card replaced', async () => {
    const ada = slack.as('Ada');
    const [card] = (await ada.command('#general', '/versus again')).messages;
    if (!card) throw new Error('There is no card.');
    const seen = await ada.press(card, 'More');
    expect(seen.messages).toMatchObject([{ ts: card.ts, shown: 'Here is more', isPrivate: true, buttons: [] }]);
  });

  it('hears from Slack that a command does not exist', async () => {
    const seen = await slack.as('Ada').command('#general', '/nope');
    expect(seen.notices).toEqual(['/nope is not a valid command.']);
  });

  it('opens Home, presses a button there and fills in the form that opens', async () => {
    const ada = slack.as('Ada');
    const { home } = await ada.openHome();
    if (!home) throw new Error('There is no Home tab.');
    expect(home).toMatchObject({ shown: 'Topics', buttons: ['Speed'] });
    const { modal } = await ada.press(home, 'Speed');
    if (!modal) throw new Error('There is no modal.');
    expect(modal).toMatchObject({ title: 'Project', submit: 'Save' });

    const empty = await ada.submit(modal, {});
    expect(empty.errors).toEqual({ Name: 'Please complete this required field.' });
    const long = await ada.submit(modal, { Name: 'x'.repeat(21) });
    expect(long.errors).toEqual({ Name: 'Please shorten this text.' });
    const refused = await ada.submit(modal, { Name: 'bad' });
    expect(refused.errors).toEqual({ Name: 'Not that one.' });
    expect(refused.modal?.id).toBe(modal.id);

    expect(await ada.suggest(modal, 'Library', 'Alpha')).toEqual(['Alpha', 'Alphabet']);
    expect(await ada.suggest(modal, 'Library', 'A')).toEqual([]);
    const saved = await ada.submit(modal, { Name: 'good', Library: 'Alphabet' });
    expect(saved.modal).toBeUndefined();
    expect((await ada.waitFor(({ shown }) => shown.startsWith('Saved'))).shown).toBe('Saved good with alphabet');
  });

  it('uses a shortcut on a message of anybody', async () => {
    const theirs = await slack.as('Grace').send('#general', 'Slow queries!', { patienceMs: 50 });
    const ada = slack.as('Ada');
    const where = { channel: '#general', ts: theirs.sent?.ts ?? '' };
    const seen = await ada.useMessageShortcut('Ask about this', where);
    expect(seen.messages).toMatchObject([{ shown: 'About: Slow queries!', isPrivate: true }]);
    const modal = seen.modal ?? (await ada.useShortcut('Ask')).modal;
    expect(modal?.title).toBe('Project');
    expect((await ada.close('all', { patienceMs: 100 })).modal).toBeUndefined();
  });

  it('chooses in a select of a message, and reads the file in its thread', async () => {
    const ada = slack.as('Ada');
    const seen = await ada.send('#random', 'board please', { quietMs: 200 });
    const [board, file] = seen.messages;
    if (!board) throw new Error('There is no board.');
    expect(board.selects).toEqual([{ labels: ['How big?', 'size'], options: ['Small', 'Large'] }]);
    expect(file).toMatchObject({ thread: board.ts, files: [{ name: 'record.md', content: '# Record' }] });
    const chosen = await ada.choose(board, 'How big?', 'Large');
    expect(chosen.messages).toMatchObject([{ shown: 'Size: large', isPrivate: true }]);
  });

  it('keeps tokens out of its log', () => {
    expect(slack.log.calls('auth.test').length).toBeGreaterThan(0);
    expect(JSON.stringify(slack.log.entries())).not.toContain(slack.botToken());
  });
});
