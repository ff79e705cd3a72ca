import type { App } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeenMessage, SeenView } from '../../../src/playground/slack/seen.ts';
import type { SlackServer } from '../../../src/playground/slack/slack-server.ts';
import { type Connected, connect } from './bolt-app.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
const divider = { type: 'divider' as const };
const input = {
  type: 'input' as const,
  block_id: 'step',
  label: plain('Step'),
  element: { type: 'plain_text_input' as const, action_id: 'step' },
};

function page(title: string) {
  return { type: 'modal' as const, callback_id: 'steps', title: plain(title), submit: plain('Go'), blocks: [input] };
}

const tools = [
  {
    type: 'actions' as const,
    block_id: 'tools',
    elements: [
      { type: 'overflow' as const, action_id: 'menu', options: [option('Quiet'), option('Listen')] },
      { type: 'checkboxes' as const, action_id: 'boxes', options: [option('Red'), option('Blue')] },
      { type: 'multi_users_select' as const, action_id: 'people', placeholder: plain('Who'), max_selected_items: 2 },
      { type: 'datepicker' as const, action_id: 'day', placeholder: plain('When') },
      {
        type: 'button' as const,
        action_id: 'drop',
        text: plain('Drop'),
        confirm: { title: plain('Sure?'), text: plain('It is gone then.'), confirm: plain('Yes'), deny: plain('No') },
      },
    ],
  },
  {
    type: 'context_actions' as const,
    elements: [
      {
        type: 'feedback_buttons' as const,
        action_id: 'feedback',
        positive_button: { text: plain('Good'), value: 'good' },
        negative_button: { text: plain('Bad'), value: 'bad' },
      },
    ],
  },
];

function listen(app: App): void {
  app.shortcut('ask_anywhere', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: page('First') });
  });
  app.view('steps', async ({ ack, view }) => {
    const step = view.state.values.step?.step?.value ?? '';
    if (step === 'update') return ack({ response_action: 'update', view: page('Updated') });
    if (step === 'push') return ack({ response_action: 'push', view: page('Pushed') });
    if (step === 'clear') return ack({ response_action: 'clear' });
    if (step === 'broken') return ack({ response_action: 'update', view: { ...page('x'.repeat(25)) } });
    if (step === 'nowhere') return ack({ response_action: 'errors', errors: { elsewhere: 'no' } });
    await ack();
  });
  app.command('/versus', async ({ ack }) => ack({ text: 'Tools', blocks: [divider, ...tools] }));
  app.action(/.*/, async ({ ack, action, respond }) => {
    await ack();
    await respond({ text: JSON.stringify(action), replace_original: false });
  });
  app.event('agent_session_stopped', async ({ event, client }) => {
    await client.chat.postMessage({ channel: event.channel, thread_ts: event.thread_ts, text: 'Stopped' });
  });
  app.event('app_context_changed', async ({ event, client }) => {
    await client.chat.postMessage({ channel: event.channel, text: 'You look elsewhere' });
  });
  app.message('secret', async ({ say }) => {
    await say('Heard in private');
  });
}

let connected: Connected;
let slack: SlackServer;

beforeAll(async () => {
  const channels = [{ name: 'general' }, { name: 'den', isPrivate: true, members: ['Ada'] }];
  const workspaces = [
    { name: 'Acme', people: ['Ada', 'Grace'], channels },
    { name: 'Other', people: ['Ada'], channels: [{ name: 'general' }] },
  ];
  connected = await connect({ server: { workspaces }, listen });
  slack = connected.slack;
});
afterAll(() => connected.stop());

async function first(): Promise<SeenView> {
  const { modal } = await slack.as('Ada').useShortcut('Ask');
  if (!modal) throw new Error('There is no modal.');
  return modal;
}

describe('a submitted form', () => {
  it('is replaced, or covered by another, or cleared away with all below', async () => {
    const ada = slack.as('Ada');
    const opened = await first();
    const updated = await ada.submit(opened, { Step: 'update' });
    expect(updated.modal).toMatchObject({ id: opened.id, title: 'Updated' });
    const pushed = await ada.submit(opened, { Step: 'push' });
    expect(pushed.modal).toMatchObject({ title: 'Pushed' });
    if (!pushed.modal) throw new Error('There is no modal.');
    expect((await ada.submit(pushed.modal, { Step: 'done' })).modal?.id).toBe(opened.id);
    expect((await ada.submit(opened, { Step: 'clear' })).modal).toBeUndefined();
  });

  it.each(['broken', 'nowhere'])('stays when what the app answers is %s', async (step) => {
    const opened = await first();
    const seen = await slack.as('Ada').submit(opened, { Step: step });
    expect(seen.notices).toEqual(['We had some trouble connecting. Try again?']);
    expect(seen.modal?.id).toBe(opened.id);
  });

  it('says which labels there are when a person looks for another', async () => {
    await expect(slack.as('Ada').submit(await first(), { Stop: 'a' })).rejects.toThrow(
      'no input "Stop"; there are: "Step"',
    );
  });
});

describe('what can be pressed and chosen in a message', () => {
  async function card(): Promise<SeenMessage> {
    const [message] = (await slack.as('Ada').command('#general', '/versus tools')).messages;
    if (!message) throw new Error('There is no card.');
    return message;
  }
  const shown = ({ messages }: { readonly messages: readonly SeenMessage[] }) => messages[0]?.shown ?? '';

  it('sends the option of an overflow menu, and the side of a feedback', async () => {
    const ada = slack.as('Ada');
    const message = await card();
    expect(message.buttons).toEqual(['Quiet', 'Listen', 'Drop', 'Good', 'Bad']);
    expect(shown(await ada.press(message, 'Listen'))).toContain(
      '"selected_option":{"text":{"type":"plain_text","text":"Listen"}',
    );
    expect(shown(await ada.press(message, 'Bad'))).toContain('"value":"bad"');
  });

  it('asks before it sends what must be confirmed', async () => {
    const ada = slack.as('Ada');
    const message = await card();
    const refused = await ada.press(message, 'Drop', { confirms: false, patienceMs: 50 });
    expect(refused).toMatchObject({ acknowledged: undefined, messages: [] });
    expect(shown(await ada.press(message, 'Drop'))).toContain('"action_id":"drop"');
  });

  it('sends several options, people and days', async () => {
    const ada = slack.as('Ada');
    const message = await card();
    expect(shown(await ada.choose(message, 'boxes', ['Red', 'Blue']))).toContain('"value":"blue"');
    expect(shown(await ada.choose(message, 'Who', ['Grace']))).toContain(slack.as('Grace').person.id);
    expect(shown(await ada.choose(message, 'When', '2026-11-22'))).toContain('"selected_date":"2026-11-22"');
    await expect(ada.choose(message, 'Who', ['Ada', 'Grace', 'Versus'])).rejects.toThrow('At most 2');
  });

  it('says which buttons there are when a person looks for another', async () => {
    const message = await card();
    await expect(slack.as('Ada').press(message, 'Keep')).rejects.toThrow(
      'There is no button "Keep"; there are: "Quiet", "Listen"',
    );
  });
});

describe('other places', () => {
  it('stops the agent and looks at another channel beside its pane', async () => {
    const ada = slack.as('Ada');
    const { sent } = await ada.direct('work', { patienceMs: 50 });
    expect((await ada.stopAgent(sent?.ts ?? '')).messages).toMatchObject([{ shown: 'Stopped', thread: sent?.ts }]);
    expect((await ada.lookAt('#general')).messages).toMatchObject([{ shown: 'You look elsewhere' }]);
  });

  it('keeps a private channel to its members', async () => {
    const seen = await slack.as('Ada').send('#den', 'a secret');
    expect(seen.messages).toMatchObject([{ shown: 'Heard in private' }]);
    expect(() => slack.as('Grace').read('#den')).toThrow('Grace is not in #den');
  });

  it('keeps workspaces apart', () => {
    expect(slack.botToken('Acme')).not.toBe(slack.botToken('Other'));
    expect(slack.as('Ada', 'Other').person.id).not.toBe(slack.as('Ada', 'Acme').person.id);
    expect(slack.as('Ada', 'Other').read('#general')).toEqual([]);
  });
});
