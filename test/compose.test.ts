import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseDotenv } from 'dotenv';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { readConfig } from '../src/config.ts';
import { createMetrics } from '../src/ops/metrics.ts';
import { startOps } from '../src/ops/start-ops.ts';
import { EVENTS_PATH } from '../src/platforms/slack/manifest.ts';
import { runNode } from './child.ts';
import { freePort } from './cli/doctor-bench.ts';
import { temporaryFolder } from './temporary-folder.ts';

const ROOT = join(import.meta.dirname, '..');
const BOTS = ['bot-1', 'bot-2'] as const;
const HEALTH_PORT = 9464;
const TOKENS = {
  POSTGRES_PASSWORD: 'hunter22',
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'abc',
  DISCORD_TOKEN: 'a.b.c',
};

/** What this file uses of Compose's format, and nothing else of it. */
const service = z.strictObject({
  image: z.string(),
  build: z.string().optional(),
  pull_policy: z.literal('never').optional(),
  profiles: z.array(z.string()).optional(),
  restart: z.literal('unless-stopped'),
  init: z.boolean().optional(),
  stop_grace_period: z.string().optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).optional(),
  healthcheck: z
    .strictObject({
      test: z.tuple([z.literal('CMD')], z.string()),
      interval: z.string(),
      timeout: z.string(),
      start_period: z.string(),
    })
    .optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string()).optional(),
  configs: z.array(z.strictObject({ source: z.string(), target: z.string() })).optional(),
  volumes: z.array(z.string()).optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
});
const schema = z.strictObject({
  name: z.string(),
  'x-bot': z.unknown(),
  'x-settings': z.unknown(),
  services: z.strictObject({ 'bot-1': service, 'bot-2': service, database: service, balancer: service }),
  configs: z.strictObject({ balancer: z.strictObject({ content: z.string() }) }),
  volumes: z.record(z.string(), z.null()),
});

const source = readFileSync(join(ROOT, 'compose.yaml'), 'utf8');

describe('compose.yaml', () => {
  it('uses only variables that .env.example explains', () => {
    const explained = parseDotenv(readFileSync(join(ROOT, '.env.example'), 'utf8'));
    expect(variables().length).toBeGreaterThan(5);
    expect(variables().filter((name) => !(name in explained))).toEqual([]);
  });

  it('says which password is missing, and starts nothing without it', () => {
    expect(() => compose({})).toThrow('POSTGRES_PASSWORD: set it in .env');
  });

  it('holds no secret itself', () => {
    const { environment } = compose(TOKENS).services['bot-1'];
    for (const secret of Object.values(TOKENS)) {
      expect(source).not.toContain(secret);
      expect(JSON.stringify(environment)).toContain(secret);
    }
  });

  it('gives each bot settings that it takes without a warning, for both platforms', () => {
    for (const bot of BOTS) {
      const { warnings, database, slack, discord, health } = readConfig(
        compose(TOKENS).services[bot].environment ?? {},
      );
      expect({ warnings, database, health }).toEqual({
        warnings: [],
        database: { url: 'postgres://versus:hunter22@database/versus' },
        health: { host: '0.0.0.0', port: HEALTH_PORT },
      });
      expect(slack?.connection).toMatchObject({ type: 'http', port: 3000 });
      expect(discord?.shards).toMatchObject({ count: expect.any(Number) });
    }
  });

  it('hands every setting on to the bots, but those that are fixed in the image', () => {
    const { environment = {} } = compose(TOKENS).services['bot-1'];
    const known = Object.keys(parseDotenv(readFileSync(join(ROOT, '.env.example'), 'utf8')));
    const left = known.filter((name) => !(name in environment));
    const playground = ['PLAYGROUND', 'PLAYGROUND_PORT', 'TRACE'];
    expect(left.sort()).toEqual(
      ['DATABASE_FILE', 'KNOWLEDGE_DIR', ...playground, 'POSTGRES_PASSWORD', 'PUBLIC_HOST'].sort(),
    );
  });

  it('leaves each shard of Discord to one bot, and leaves none out', () => {
    const shards = BOTS.map((bot) => readConfig(compose(TOKENS).services[bot].environment ?? {}).discord?.shards);
    const [first] = shards;
    if (first === undefined || first === 'auto') throw new Error('the shards are not said one by one');
    const ids = shards.flatMap((one) => (typeof one === 'object' ? one.ids : []));
    expect(ids.sort()).toEqual(Array.from({ length: first.count }, (_, id) => id));
    expect(shards.map((one) => typeof one === 'object' && one.count)).toEqual([first.count, first.count]);
  });

  it('opens ports of the host for the balancer alone', () => {
    const { services } = compose(TOKENS);
    const open = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
    expect(open.map(([name]) => name)).toEqual(['balancer']);
  });

  it('builds one image, from the Dockerfile that is there, for both bots', () => {
    const { 'bot-1': first, 'bot-2': second } = compose(TOKENS).services;
    expect(existsSync(join(ROOT, first.build ?? '', 'Dockerfile'))).toBe(true);
    expect([second.image, second.build, second.pull_policy]).toEqual([first.image, undefined, 'never']);
  });

  it('lets a signal reach a bot that is just starting, and gives it longer to end than it takes', () => {
    for (const bot of BOTS) {
      const { stop_grace_period: grace, init } = compose(TOKENS).services[bot];
      expect(init).toBe(true);
      expect(Number(/^(\d+)s$/.exec(grace ?? '')?.[1])).toBeGreaterThan(10);
    }
  });

  it('waits for a database of the name, user and volume that it has', () => {
    const { services, volumes } = compose(TOKENS);
    const { environment, healthcheck, volumes: mounts = [] } = services.database;
    expect(environment).toEqual({ POSTGRES_USER: 'versus', POSTGRES_PASSWORD: 'hunter22' });
    expect(healthcheck?.test).toContain('pg_isready');
    const mounted = [...mounts, ...(services.balancer.volumes ?? [])].map((mount) => mount.split(':')[0]);
    expect(mounted).toEqual(Object.keys(volumes));
    for (const bot of BOTS) expect(Object.keys(services[bot].depends_on ?? {})).toEqual(['database']);
  });

  it('looks whether a bot lives at a page that a bot has, with the Node of its image', async () => {
    const [, node, ...args] = compose(TOKENS).services['bot-1'].healthcheck?.test ?? [];
    expect(node).toBe('node');
    const port = await freePort();
    const onPort = args.map((text) => text.replace(String(HEALTH_PORT), String(port)));
    const code = async () => (await runNode(onPort, {}, temporaryFolder())).code;
    expect(await code()).toBe(1);
    const pages = pagesOn(port);
    onTestFinished(pages.close);
    await pages.listening;
    expect(await code()).toBe(0);
  });

  it('lets the balancer send what Slack sends to the bots that say they are ready, and nothing else to anybody', async () => {
    const { services, configs } = compose({ ...TOKENS, PUBLIC_HOST: 'versus.example.com' });
    const { content } = configs.balancer;
    const { SLACK_PORT } = services['bot-1'].environment ?? {};
    expect(services.balancer.configs).toEqual([{ source: 'balancer', target: '/etc/caddy/Caddyfile' }]);
    expect(content).toMatch(/^versus\.example\.com \{\n/);
    expect(content).toContain(`handle ${EVENTS_PATH} {`);
    expect(content).toContain(`reverse_proxy ${BOTS.map((bot) => `${bot}:${SLACK_PORT}`).join(' ')} {`);
    expect(content).toContain(`health_port ${HEALTH_PORT}\n`);
    expect(content).toMatch(/\n\trespond 404\n\}\n$/);
    expect(content.split('{').length).toBe(content.split('}').length);
    const pages = pagesOn(await freePort());
    onTestFinished(pages.close);
    const path = /health_uri (\S+)/.exec(content)?.[1] ?? '';
    const response = await fetch(`http://127.0.0.1:${await pages.listening}${path}`);
    expect([response.status, await response.json()]).toMatchObject([200, { status: 'ready' }]);
  });
});

/** The file with these variables, as Compose reads it: they stand inside of values. */
function compose(variables: Readonly<Record<string, string>>): z.output<typeof schema> {
  return schema.parse(filledIn(load(source, { schema: CORE_SCHEMA.withTags(mergeTag) }), variables));
}

function filledIn(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) return value.map((one) => filledIn(one, variables));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filledIn(one, variables)]));
  if (typeof value !== 'string') return value;
  const text = value.replaceAll(/\$\{(\w+):([-?])([^}]*)\}/g, (_, name: string, sign: string, rest: string) => {
    const given = variables[name] ?? '';
    if (given === '' && sign === '?') throw new Error(`${name}: ${rest}`);
    return given === '' ? rest : given;
  });
  expect(text).not.toContain('$');
  return text;
}

function variables(): readonly string[] {
  return [...new Set([...source.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name))];
}

/** The pages of a bot that is well. */
function pagesOn(port: number) {
  const log = () => undefined;
  const nothing = async () => ({ count: 0, oldestAt: undefined });
  return startOps({
    health: { host: '127.0.0.1', port },
    metrics: createMetrics({ platforms: ['slack'], versions: { version: '1', node: '24' } }),
    dependencies: {
      checkStore: async () => undefined,
      platforms: () => [{ name: 'slack', state: 'up' }],
      knowledge: () => ({ packs: [{ id: 'drinks', version: 'abc' }], isLastReloadFailed: false }),
      isStopping: () => false,
    },
    depths: { inbox: nothing, outbox: nothing },
    unreadable: () => ({}),
    log: { info: log, warn: log, error: log },
    secrets: [],
  });
}
