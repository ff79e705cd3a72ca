import { expect, it } from 'vitest';
import { createRespond } from '../../../src/platforms/slack/response-url.ts';
import { responseUrl } from './response-url.ts';

const NEW = { response_type: 'ephemeral', replace_original: false, text: 'a' } as const;
const CHANGED = { replace_original: true, text: 'a' } as const;
const respond = createRespond(500);

it.each([
  ['a reply', NEW, [200], true, 1],
  ['a reply, of which nobody knows whether it arrived', NEW, [500], false, 1],
  ['a reply, when the connection breaks', NEW, [0], false, 1],
  ['a reply that is sent elsewhere', NEW, [302], false, 1],
  ['a change', CHANGED, [200], true, 1],
  ['a change once more, because it changes the same', CHANGED, [500, 200], true, 2],
  ['a change twice at most', CHANGED, [0, 500, 200], false, 2],
] as const)('sends %s', async (_what, response, statuses, isSent, times) => {
  const { url, bodies } = await responseUrl(...statuses);
  expect(await respond(url, response)).toBe(isSent);
  expect(bodies).toEqual(Array(times).fill(response));
});

it.each([NEW, CHANGED])('says that it was refused, and does not try again', async (response) => {
  const { url, bodies } = await responseUrl(404);
  await expect(respond(url, response)).rejects.toMatchObject({ name: 'ResponseRefused404' });
  expect(bodies).toHaveLength(1);
});
