import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { createRespond } from '../../../src/platforms/slack/response-url.ts';
import { parseJson } from '../../../src/playground/slack/json.ts';

/** A response_url that answers with these statuses, one after the other; 0 breaks the connection. */
async function urlWith(...statuses: readonly number[]) {
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const status = statuses[bodies.length] ?? 200;
      bodies.push(parseJson(Buffer.concat(parts).toString()));
      if (status === 0) response.destroy();
      else response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`, bodies };
}

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
  const { url, bodies } = await urlWith(...statuses);
  expect(await respond(url, response)).toBe(isSent);
  expect(bodies).toEqual(Array(times).fill(response));
});

it.each([NEW, CHANGED])('says that it was refused, and does not try again', async (response) => {
  const { url, bodies } = await urlWith(404);
  await expect(respond(url, response)).rejects.toMatchObject({ name: 'ResponseRefused404' });
  expect(bodies).toHaveLength(1);
});
