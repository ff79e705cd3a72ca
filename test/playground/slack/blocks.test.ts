import { webApi } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/playground/slack/json.ts';
import { createSlackServer } from '../../../src/playground/slack/slack-server.ts';
import { BLOCK_CASES } from './block-cases.ts';
import { actions, button, input, many, plain, text } from './block-parts.ts';
import { quietLogger } from './bolt-app.ts';
import { ELEMENT_CASES } from './element-cases.ts';

const slack = createSlackServer();
let client: webApi.WebClient;

beforeAll(async () => {
  await slack.start();
  client = new webApi.WebClient(slack.botToken(), { slackApiUrl: slack.apiUrl(), logger: quietLogger([]) });
});
afterAll(() => slack.stop());

describe('blocks', () => {
  it.each([...ELEMENT_CASES, ...BLOCK_CASES])(
    'takes the largest legal %s and refuses the next',
    async (_name, legal, illegal, said) => {
      expect(await post([legal])).toMatchObject({ ok: true });
      const refusal = await post([illegal]);
      expect(refusal).toMatchObject({ ok: false, error: 'invalid_blocks' });
      expect(JSON.stringify(refusal)).toContain(said);
    },
  );

  it('takes 50 blocks in a message and refuses 51', async () => {
    expect(await post(many(50, () => ({ type: 'divider' })))).toMatchObject({ ok: true });
    expect(await post(many(51, () => ({ type: 'divider' })))).toMatchObject({ error: 'invalid_blocks' });
  });

  it('refuses two blocks with one block_id', async () => {
    const twins = many(2, () => ({ type: 'divider', block_id: 'same' }));
    expect(JSON.stringify(await post(twins))).toContain('already exists');
  });

  it('counts markdown blocks together', async () => {
    const refusal = await post(many(2, () => ({ type: 'markdown', text: text(6_001) })));
    expect(refusal).toMatchObject({ error: 'invalid_blocks' });
  });

  it('refuses blocks that are legal alone and together more than a message holds', async () => {
    expect(await post(many(4, () => ({ type: 'section', text: plain(2_835) })))).toMatchObject({ ok: true });
    expect(await post(many(4, () => ({ type: 'section', text: plain(2_836) })))).toMatchObject({
      error: 'msg_blocks_too_long',
    });
    const wordy = many(45, () => actions(button({ value: text(250) })));
    expect(await post(wordy)).toMatchObject({ error: 'msg_blocks_too_long' });
  });

  it('says where a problem is, as a JSON pointer', async () => {
    expect(await post([{ type: 'divider' }, { type: 'header', text: plain(151) }])).toMatchObject({
      response_metadata: {
        messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/1/text/text]'],
      },
    });
  });

  it('refuses blocks that are no array', async () => {
    expect(await answer('chat.postMessage', { channel: general(), blocks: '{"type":"divider"}' })).toMatchObject({
      error: 'invalid_blocks_format',
    });
  });
});

describe('views', () => {
  const home = (blocks: readonly JsonObject[]) => ({ type: 'home', blocks: [...blocks] });

  it.each([
    ['takes 100 blocks', home(many(100, () => ({ type: 'divider' }))), undefined],
    ['refuses 101 blocks', home(many(101, () => ({ type: 'divider' }))), 'no more than 100'],
    ['refuses no blocks', home([]), 'no less than 1'],
    ['refuses a block of messages only', home([{ type: 'markdown', text: 'a' }]), 'unsupported type: markdown'],
    [
      'refuses long private_metadata',
      { ...home([{ type: 'divider' }]), private_metadata: text(3001) },
      'less than 3001',
    ],
    ['refuses a long callback_id', { ...home([{ type: 'divider' }]), callback_id: text(256) }, 'less than 256'],
    ['refuses a modal', { type: 'modal', title: plain(24), blocks: [{ type: 'divider' }] }, 'must be home'],
  ])('publishing Home %s', async (_name, view, said) => {
    const user = slack.as('Ada').person.id;
    const result = await answer('views.publish', { user_id: user, view: JSON.stringify(view) });
    expect(result).toMatchObject(said === undefined ? { ok: true } : { ok: false, error: 'invalid_arguments' });
    expect(JSON.stringify(result)).toContain(said ?? 'root_view_id');
  });

  it.each([
    ['a long title', { title: plain(25) }, 'less than 25'],
    ['a long submit', { submit: plain(25) }, 'less than 25'],
    ['an input without submit', { blocks: [input({ type: 'plain_text_input' })] }, 'must have submit'],
    [
      'two focused inputs',
      { submit: plain(4), blocks: many(2, () => input({ type: 'plain_text_input', focus_on_load: true })) },
      'focus_on_load',
    ],
    ['a long alert', { blocks: [{ type: 'alert', text: plain(201) }] }, 'less than 201'],
  ])('refuse a modal with %s', async (_name, fields, said) => {
    const view = { type: 'modal', title: plain(24), blocks: [{ type: 'divider' }], ...fields };
    const result = await answer('views.open', { trigger_id: '1.2.3', view: JSON.stringify(view) });
    expect(result).toMatchObject({ ok: false, error: 'invalid_arguments' });
    expect(JSON.stringify(result)).toContain(said);
  });
});

function general(): string {
  return slack.world.conversations(slack.as('Ada').person.workspace)[0]?.id ?? '';
}

function post(blocks: readonly JsonObject[]): Promise<unknown> {
  return answer('chat.postMessage', { channel: general(), text: 'a', blocks: JSON.stringify(blocks) });
}

/** What the real client got: the answer, or the answer inside its error. */
async function answer(method: string, args: Record<string, unknown>): Promise<unknown> {
  try {
    return await client.apiCall(method, args);
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError) return error.data;
    throw error;
  }
}
