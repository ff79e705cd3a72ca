import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault, RequestFaults } from './faults.ts';
import { overHeaders, type RateLimits, type Standing } from './rate-limits.ts';
import { readBody } from './read-body.ts';
import { isRefusal, REFUSAL, type Refusal } from './refusals.ts';
import type { RestAnswer } from './route.ts';
import type { Matched, Router } from './router.ts';
import type { Traffic } from './traffic.ts';
import type { World } from './world.ts';

const API_PREFIX = '/api/v10';

type Reply = { readonly answer: RestAnswer; readonly headers: Readonly<Record<string, string>> };

/** Serves Discord's REST API and the files of messages. */
export function createRest(given: {
  readonly world: World;
  readonly token: string;
  readonly router: Router;
  readonly rateLimits: RateLimits;
  readonly faults: RequestFaults;
  readonly traffic: Traffic;
}): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { world, token, router, rateLimits, faults, traffic } = given;

  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const method = request.method ?? 'GET';
    // No bot sends an origin, and every browser does with what it posts: no page may speak for the bot.
    if (request.headers.origin !== undefined) return void response.writeHead(403).end();
    if (url.pathname.startsWith('/attachments/')) return sendFile(url, response);
    const path = url.pathname.startsWith(`${API_PREFIX}/`) ? url.pathname.slice(API_PREFIX.length) : undefined;
    const read = await readBody(request);
    const number = traffic.record({
      kind: 'request',
      method,
      path: url.pathname.slice(API_PREFIX.length) + url.search,
      json: isRefusal(read) ? '' : read.json,
      files: isRefusal(read) ? [] : read.uploads.map(({ filename }) => filename),
    });
    const fault = path === undefined ? undefined : faults.take(method, path);
    if (fault?.kind === 'reset') return void request.socket.destroy();
    if (fault?.kind === 'hang' && !fault.isDone) return;
    if (fault?.kind === 'delay') await wait(fault.ms);
    const reply = refusedByFault(fault) ?? (await handle());
    if (fault?.kind === 'hang') return;
    const last =
      fault?.kind === 'doneButAnswered'
        ? { ...reply, answer: { ...REFUSAL.serverError, refusedWith: fault.status } }
        : reply;
    send(response, last, number);

    async function handle(): Promise<Reply> {
      const matched = path === undefined ? undefined : router.match(method, path);
      if (!matched) return bare(REFUSAL.notFound);
      if (matched === 'otherMethod') return bare(REFUSAL.methodNotAllowed);
      if (matched.route.needsToken && request.headers.authorization !== `Bot ${token}`)
        return bare(REFUSAL.unauthorized);
      const standing = rateLimits.count(`${method} ${matched.route.path}`, majorOf(matched), matched.route.group);
      if (standing.isOver) return { answer: tooMany(standing), headers: standing.headers };
      if (isRefusal(read)) return { answer: read, headers: standing.headers };
      const answer = matched.route.handle({
        param: (name) => matched.params.get(name) ?? '',
        query: url.searchParams,
        body: read.body,
        uploads: read.uploads,
      });
      return { answer, headers: standing.headers };
    }
  };

  function send(response: ServerResponse, { answer, headers }: Reply, number: number): void {
    const status = isRefusal(answer) ? answer.refusedWith : answer.status;
    const json = bodyOf(answer);
    traffic.record({ kind: 'response', to: number, status, json });
    const hasBody = status !== 204;
    response.writeHead(status, { ...(hasBody ? { 'content-type': 'application/json' } : {}), ...headers });
    response.end(hasBody ? json : undefined);
  }

  /** The files of messages, as Discord's own file server gives them. */
  function sendFile(url: URL, response: ServerResponse): void {
    const file = world.files.get(url.pathname.split('/')[3] ?? '');
    if (file) {
      response.writeHead(200, {
        'content-type': file.contentType ?? 'application/octet-stream',
        'content-length': file.bytes.byteLength,
        'x-content-type-options': 'nosniff',
      });
      response.end(file.bytes);
    } else {
      response.writeHead(404).end();
    }
  }
}

function bodyOf(answer: RestAnswer): string {
  if (!isRefusal(answer)) return answer.body === undefined ? '' : JSON.stringify(answer.body);
  const { refusedWith: _, ...body } = answer;
  return JSON.stringify(body);
}

function bare(answer: RestAnswer): Reply {
  return { answer, headers: {} };
}

function tooMany({ retryAfterMs, isGlobal }: Pick<Standing, 'retryAfterMs' | 'isGlobal'>): Refusal {
  return tooManyRequests(retryAfterMs / 1000, isGlobal);
}

function refusedByFault(fault: Fault | undefined): Reply | undefined {
  if (fault?.kind === 'refuse') return bare(fault.with);
  if (fault?.kind !== 'rateLimit') return undefined;
  const { retryAfterMs, scope = 'user' } = fault;
  const headers =
    retryAfterMs === undefined ? {} : { ...overHeaders(retryAfterMs, scope === 'global'), 'x-ratelimit-scope': scope };
  return {
    answer: tooManyRequests(retryAfterMs === undefined ? undefined : retryAfterMs / 1000, scope === 'global'),
    headers,
  };
}

function tooManyRequests(retryAfterSeconds: number | undefined, isGlobal: boolean): Refusal & Record<string, unknown> {
  return {
    refusedWith: 429,
    code: 0,
    message: 'You are being rate limited.',
    ...(retryAfterSeconds === undefined ? {} : { retry_after: retryAfterSeconds }),
    global: isGlobal,
  };
}

/** What Discord counts apart within a route: the channel, the guild, or the webhook. */
function majorOf({ params }: Matched): string {
  return [params.get('channel'), params.get('guild'), params.get('token')]
    .filter((part) => part !== undefined)
    .join(' ');
}
