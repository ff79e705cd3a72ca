import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAssets } from '../../src/playground/assets.ts';
import { createPageServer, type PageServer } from '../../src/playground/page-server.ts';
import type { PageState } from '../../src/playground/protocol.ts';

const STATE: PageState = {
  people: ['Ada'],
  slack: {
    workspace: 'Acme',
    app: { id: 'U1', name: 'Versus' },
    people: [],
    channels: [],
    commands: [],
    messageShortcuts: [],
    messages: [],
    views: {},
    homes: {},
    prompts: {},
    statuses: {},
  },
  discord: {
    guild: 'Acme',
    app: { id: '1', name: 'Versus' },
    people: [],
    channels: [],
    commands: { guild: [], direct: [] },
    messages: [],
    modals: {},
    typing: [],
  },
  bot: { state: 'up', pid: 1, starts: 1 },
  tours: [],
  playing: undefined,
  exchanges: [],
};
const KILL = JSON.stringify({ on: 'bot', do: 'kill' });
/** What a browser says when somebody follows a link on another page. */
const FOLLOWED = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const MAX_BYTES = 100 * 1024;

describe('the server of the page', () => {
  let server: PageServer;
  let port = 0;
  const acted: unknown[] = [];
  beforeAll(async () => {
    server = createPageServer({
      state: () => STATE,
      act: async (gesture) => {
        acted.push(gesture);
        return {};
      },
      wire: () => [],
      file: (_, id) =>
        id === 'F1' ? { name: 'page.html', content: Buffer.from('<script>alert(1)</script>') } : undefined,
    });
    port = await server.start(0);
  });
  afterAll(() => server.stop());

  /** `fetch` sets some headers itself, so requests are made by hand. */
  function ask(method: string, path: string, headers: Readonly<Record<string, string>> = {}, body = '') {
    return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
        );
      });
      asked.on('error', reject).end(body);
    });
  }

  const json = { 'content-type': 'application/json' };
  for (const [title, method, path, headers, body, status] of [
    ['serves the page', 'GET', '/', {}, '', 200],
    ['takes a gesture of its own page', 'POST', '/act', { ...json }, KILL, 200],
    ['refuses another name of this machine', 'GET', '/', { host: 'rebound.example:1' }, '', 403],
    ['refuses the stream under another name', 'GET', '/events', { host: 'rebound.example:1' }, '', 403],
    ['refuses a gesture of another page', 'POST', '/act', { ...json, origin: 'https://evil.example' }, KILL, 403],
    ['refuses a gesture of a page without an origin', 'POST', '/act', { ...json, origin: 'null' }, KILL, 403],
    [
      'refuses what a browser says comes from another site',
      'POST',
      '/act',
      { ...json, 'sec-fetch-site': 'cross-site' },
      KILL,
      403,
    ],
    ['refuses what a form could send', 'POST', '/act', { 'content-type': 'text/plain' }, KILL, 415],
    ['refuses what is no gesture', 'POST', '/act', { ...json }, '{"on":"bot","do":"format"}', 400],
    ['refuses what is no JSON', 'POST', '/act', { ...json }, '{', 400],
    ['refuses more than a gesture can be', 'POST', '/act', { ...json }, ' '.repeat(300_000), 413],
    ['refuses a gesture nested without end', 'POST', '/act', { ...json }, '['.repeat(200_000), 400],
    ['refuses keys that no gesture has', 'POST', '/act', { ...json }, '{"on":"bot","do":"kill","__proto__":{}}', 400],
    ['refuses other methods', 'DELETE', '/', {}, '', 405],
    ['may be followed to from another page', 'GET', '/', FOLLOWED, '', 200],
    ['may not be framed by another page', 'GET', '/', { ...FOLLOWED, 'sec-fetch-dest': 'iframe' }, '', 403],
    ['is not read from by another page', 'GET', '/wire/slack', FOLLOWED, '', 403],
    ['refuses the stream to another page', 'GET', '/events', { 'sec-fetch-site': 'same-site' }, '', 403],
    ['refuses an address of another port', 'GET', '/', { host: '127.0.0.1:1' }, '', 403],
    ['is not confused by an address without a path', 'GET', '//', {}, '', 404],
    ['is not confused by half a character', 'GET', '/files/slack/%', {}, '', 404],
    ['has no way out of its files', 'GET', '/files/slack/..%2f..%2fpackage.json', {}, '', 404],
    ['has no file of every object', 'GET', '/page/constructor', {}, '', 404],
    ['has no other files', 'GET', '/page/../host.ts', {}, '', 404],
    ['has no file that is not there', 'GET', '/files/slack/F2', {}, '', 404],
  ] as const) {
    it(title, async () => {
      const before = acted.length;
      expect((await ask(method, path, { host: `127.0.0.1:${port}`, ...headers }, body)).status).toBe(status);
      expect(acted.length - before).toBe(path === '/act' && status === 200 ? 1 : 0);
    });
  }

  it('lets the page load nothing from elsewhere, and nobody frame it', async () => {
    const { headers } = await ask('GET', '/');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  it('gives files to be kept, never as a page', async () => {
    const { status, headers } = await ask('GET', '/files/slack/F1');
    expect([status, headers['content-type'], headers['x-content-type-options']]).toEqual([
      200,
      'application/octet-stream',
      'nosniff',
    ]);
    expect(headers['content-disposition']).toMatch(/^attachment/);
  });

  it('tells some pages what happens, not any number of them', async () => {
    const open = Array.from({ length: 60 }, () => {
      const asked = request({ host: '127.0.0.1', port, path: '/events', headers: { host: `127.0.0.1:${port}` } });
      asked.end();
      asked.on('error', () => {});
      return new Promise<{ readonly status: number; readonly close: () => void }>((resolve) => {
        asked.on('response', ({ statusCode = 0 }) => resolve({ status: statusCode, close: () => asked.destroy() }));
      });
    });
    const streams = await Promise.all(open);
    expect(streams.filter(({ status }) => status === 200)).toHaveLength(50);
    expect(streams.filter(({ status }) => status === 503)).toHaveLength(10);
    for (const { close } of streams) close();
  });

  it('takes the next port where one is taken', async () => {
    const other = createPageServer({
      state: () => STATE,
      act: async () => ({}),
      wire: () => [],
      file: () => undefined,
    });
    const next = await other.start(port);
    expect(next).toBeGreaterThan(port);
    await other.stop();
  });

  it('is small: all of the page under 100 KB', () => {
    const assets = [...readAssets().values()];
    expect(assets.reduce((sum, { zipped }) => sum + zipped.length, 0)).toBeLessThan(MAX_BYTES);
  });

  it('serves scripts without types and without bare names', () => {
    for (const [path, { type, zipped }] of readAssets()) {
      if (type.startsWith('text/javascript'))
        expect(gunzipSync(zipped).toString(), path).not.toMatch(/from ?["']preact|^import type/m);
    }
  });
});
