import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMetrics } from '../../src/ops/metrics.ts';
import { createProcessReader } from '../../src/ops/process-figures.ts';
import { createReadiness, type Dependencies } from '../../src/ops/readiness.ts';
import { type OpsOptions, startOps } from '../../src/ops/start-ops.ts';
import { readVersion } from '../../src/ops/version.ts';
import { openStore } from '../../src/store/open-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { parseExposition } from './exposition.ts';

const WELL: Dependencies = {
  checkStore: async () => undefined,
  platforms: () => [{ name: 'slack', state: 'up' }],
  knowledge: () => ({ packs: [{ id: 'drinks', version: 'abc' }], isLastReloadFailed: false }),
  isStopping: () => false,
};

async function opsWith(options: Partial<OpsOptions> = {}) {
  const said: string[] = [];
  const log = (fields: object, message: string) => void said.push(`${message} ${JSON.stringify(fields)}`);
  const ops = startOps({
    health: { host: '127.0.0.1', port: 0 },
    metrics: createMetrics({ platforms: ['slack'], versions: { version: readVersion(), node: '24' } }),
    dependencies: WELL,
    depths: {
      inbox: async () => ({ count: 1, oldestAt: Date.now() - 2000 }),
      outbox: async () => ({ count: 0, oldestAt: undefined }),
    },
    unreadable: () => ({}),
    log: { info: log, warn: log, error: log },
    secrets: [],
    ...options,
  });
  onTestFinished(ops.close);
  const { port } = options.health ?? {};
  const get = async (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${port || (await ops.listening)}${path}`, { ...init, signal: AbortSignal.timeout(8000) });
  return { ops, said, get };
}

describe('/healthz', () => {
  it('is well while the process turns, whatever became of the store', async () => {
    const { get } = await opsWith({ dependencies: { ...WELL, checkStore: () => new Promise(() => undefined) } });
    const started = performance.now();
    const response = await get('/healthz');
    expect([response.status, await response.text()]).toEqual([200, 'ok\n']);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('/readyz', () => {
  const packs = [{ id: 'drinks', version: 'abc' }];
  for (const [title, change, status, expected] of [
    ['is ready with all it needs', {}, 200, { status: 'ready', stopping: false }],
    [
      'is ready, and says what is missing, while one of two platforms is away',
      {
        platforms: () => [
          { name: 'slack', state: 'up' },
          { name: 'discord', state: 'down' },
        ],
      },
      200,
      { status: 'degraded', dependencies: expect.arrayContaining([{ name: 'discord', state: 'down' }]) },
    ],
    [
      'is ready, and says so, with the packs of before after a reload that failed',
      { knowledge: () => ({ packs, isLastReloadFailed: true }) },
      200,
      {
        status: 'degraded',
        dependencies: expect.arrayContaining([{ name: 'knowledge', state: 'up', packs, lastReloadFailed: true }]),
      },
    ],
    [
      'is not ready while no platform is up',
      { platforms: () => [{ name: 'slack', state: 'starting' }] },
      503,
      { status: 'unready' },
    ],
    [
      'is not ready without packs',
      { knowledge: () => ({ packs: [], isLastReloadFailed: false }) },
      503,
      { dependencies: expect.arrayContaining([expect.objectContaining({ name: 'knowledge', state: 'down' })]) },
    ],
    [
      'is not ready while the store cannot be written to, and says why without a secret',
      { checkStore: () => Promise.reject(new Error('no room for hunter-22')) },
      503,
      { dependencies: expect.arrayContaining([{ name: 'store', state: 'down', reason: 'no room for [redacted]' }]) },
    ],
    [
      'is not ready once the bot was told to stop',
      { isStopping: () => true },
      503,
      { status: 'unready', stopping: true },
    ],
  ] as const satisfies readonly (readonly [string, Partial<Dependencies>, number, object])[]) {
    it(title, async () => {
      const { get } = await opsWith({ dependencies: { ...WELL, ...change }, secrets: ['hunter-22'] });
      const response = await get('/readyz');
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(await response.json()).toMatchObject(expected);
    });
  }

  it('turns false while another process holds the database, and true again by itself', async () => {
    const file = join(temporaryFolder(), 'versus.sqlite');
    const store = await openStore({ file });
    onTestFinished(store.health.close);
    const { get } = await opsWith({
      dependencies: { ...WELL, checkStore: store.health.check },
      depths: { inbox: store.deliveries.depth, outbox: store.outbox.depth },
    });
    expect((await get('/readyz')).status).toBe(200);
    const other = new DatabaseSync(file, { timeout: 20_000 });
    other.exec('begin immediate');
    await sleep(1100);
    const [ready, live] = await Promise.all([get('/readyz'), get('/healthz')]);
    expect([ready.status, live.status]).toEqual([503, 200]);
    const { value } = parseExposition(await (await get('/metrics')).text());
    expect([value('versus_store_up'), value('versus_ready'), value('versus_inbox_depth')]).toEqual([0, 0, 0]);
    other.exec('rollback');
    other.close();
    await expect.poll(async () => (await get('/readyz')).status, { timeout: 20_000, interval: 300 }).toBe(200);
  });

  it('asks the store once, however many ask for it at once', async () => {
    let checks = 0;
    const checkStore = async () => {
      checks += 1;
    };
    const readiness = createReadiness({ ...WELL, checkStore }, 50);
    await Promise.all([readiness(), readiness(), readiness()]);
    await readiness();
    expect(checks).toBe(1);
    await sleep(60);
    await readiness();
    expect(checks).toBe(2);
  });

  it('gives up on a store that never answers', async () => {
    const readiness = createReadiness({ ...WELL, checkStore: () => new Promise(() => undefined) });
    const { status, store } = await readiness();
    expect({ status, store }).toEqual({
      status: 'unready',
      store: { state: 'down', reason: 'the store did not answer in time' },
    });
  });
});

describe('/metrics', () => {
  it('is Prometheus text', async () => {
    const { get } = await opsWith();
    const response = await get('/metrics?x=1');
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const { value } = parseExposition(await response.text());
    expect(value('versus_build_info', { version: readVersion(), node: '24' })).toBe(1);
    expect(value('versus_inbox_oldest_seconds')).toBeGreaterThanOrEqual(2);
    expect(value('process_start_time_seconds')).toBeLessThan(Date.now() / 1000);
  });

  it('is made once a second, however many ask for it', async () => {
    let count = 0;
    const inbox = async () => {
      count += 1;
      return { count, oldestAt: undefined };
    };
    const { get } = await opsWith({ depths: { inbox, outbox: inbox } });
    const depth = async () => parseExposition(await (await get('/metrics')).text()).value('versus_inbox_depth');
    const first = await Promise.all([depth(), depth(), depth()]);
    expect([new Set(first).size, await depth(), count]).toEqual([1, first[0], 2]);
    await expect.poll(depth).toBe(3);
  });

  it('does without the figures of a store that fails or hangs', async () => {
    const { get } = await opsWith({
      depths: { inbox: () => Promise.reject(new Error('gone')), outbox: () => new Promise(() => undefined) },
    });
    const { value } = parseExposition(await (await get('/metrics')).text());
    expect([value('versus_inbox_depth'), value('versus_outbox_depth'), value('versus_ready')]).toEqual([
      undefined,
      undefined,
      1,
    ]);
  });

  it('shows a loop that was blocked, and forgets it later', async () => {
    const reader = createProcessReader(0);
    onTestFinished(reader.close);
    await sleep(50);
    const end = performance.now() + 150;
    while (performance.now() < end);
    await sleep(30);
    expect(reader.read().eventLoopDelayMs.max).toBeGreaterThan(100);
    expect(reader.read().eventLoopDelayMs).toEqual({ p50: 0, p99: 0, max: 0 });
  });
});

describe('the port of health', () => {
  it('answers a wrong path, a wrong method and a page that fails in a line each', async () => {
    const { get, said } = await opsWith({
      unreadable: () => {
        throw new TypeError('words of somebody');
      },
    });
    const [lost, posted, failed, odd] = await Promise.all([
      get('/'),
      get('/healthz', { method: 'POST', body: 'x' }),
      get('/metrics'),
      get('/constructor'),
    ]);
    expect([lost.status, await lost.text()]).toEqual([404, 'there are /healthz, /readyz, /metrics\n']);
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(failed.status).toBe(500);
    expect(odd.status).toBe(404);
    expect(said.join('\n')).toContain('"error":"TypeError"');
    expect(said.join('\n')).not.toContain('somebody');
  });

  it('answers HEAD without a body', async () => {
    const { get } = await opsWith();
    const response = await get('/readyz', { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('survives what is no HTTP', async () => {
    const { get, ops } = await opsWith();
    const socket = connect(await ops.listening, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    socket.write('\0\0\0 nonsense\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve));
    expect((await get('/healthz')).status).toBe(200);
  });

  it('is not kept busy by connections that say nothing', async () => {
    const { get, ops } = await opsWith();
    const port = await ops.listening;
    const silent = Array.from({ length: 64 }, () =>
      connect(port, '127.0.0.1')
        .on('error', () => undefined)
        .resume(),
    );
    await Promise.all(silent.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    const isServed = () =>
      get('/healthz').then(
        () => true,
        () => false,
      );
    expect(await isServed()).toBe(false);
    await expect.poll(isServed, { timeout: 15_000, interval: 200 }).toBe(true);
  });

  it('lets go of a connection after a hundred requests', async () => {
    const { ops } = await opsWith();
    const socket = connect(await ops.listening, '127.0.0.1');
    let heard = '';
    socket.setEncoding('utf8').on('data', (text) => {
      heard += text;
      if (text.includes('ok\n')) socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
    });
    socket.on('error', () => undefined).write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve));
    expect(heard.split('HTTP/1.1 200 OK')).toHaveLength(101);
  });

  it('that is taken is said once, and served as soon as it is free', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { ops, said, get } = await opsWith({ health: { host: '127.0.0.1', port }, retryMs: 20 });
    await sleep(120);
    expect(said).toEqual([expect.stringMatching(/^health and metrics are not served .*EADDRINUSE.*HEALTH_PORT/)]);
    await new Promise((resolve) => other.close(resolve));
    expect(await ops.listening).toBe(port);
    expect((await get('/healthz')).status).toBe(200);
  });

  it('that is taken keeps nothing from ending', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { ops, said } = await opsWith({ health: { host: '127.0.0.1', port }, retryMs: 20 });
    await ops.close();
    const before = said.length;
    await sleep(60);
    expect(said.length - before).toBeLessThanOrEqual(1);
  });

  it('at an address that is not of this machine is said with what to do', async () => {
    const { said } = await opsWith({ health: { host: '192.0.2.1', port: 9 }, retryMs: 10 });
    await expect.poll(() => said).toEqual([expect.stringContaining('HEALTH_HOST is no address of this machine')]);
  });
});
