import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiFaults } from './api-faults.ts';
import type { Deadlines, Timers } from './deadlines.ts';
import { storeUpload } from './file-methods.ts';
import { isObject, type Json, type JsonObject, parseJson, parseJsonObject, textIn } from './json.ts';
import type { OAuth } from './oauth.ts';
import { respond } from './respond.ts';
import type { Slack } from './slack.ts';
import type { ApiReply, WebApi } from './web-api.ts';
import type { WireLog } from './wire-log.ts';

/** The one HTTP server that the app talks to: Web API, uploads, response_urls, OAuth, and WebSocket upgrades. */
export type FrontDoor = {
  readonly start: () => Promise<number>;
  readonly stop: () => Promise<void>;
  /** Requests that have no answer yet, those that a fault lets hang left out. */
  readonly underway: () => number;
  /** How many requests have been answered. */
  readonly answered: () => number;
};

export type FrontDoorOptions = {
  readonly slack: Slack;
  readonly api: WebApi;
  readonly oauth: OAuth;
  readonly faults: ApiFaults;
  readonly log: WireLog;
  readonly timers: Timers;
  readonly deadlines: Deadlines;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
};

type Reply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: JsonObject | string;
};

const MAX_BODY_BYTES = 64 * 1024 * 1024;
const NOT_FOUND: Reply = { status: 404, body: { ok: false, error: 'not_found' } };

export function createFrontDoor({
  slack,
  api,
  oauth,
  faults,
  log,
  timers,
  deadlines,
  upgrade,
}: FrontDoorOptions): FrontDoor {
  let open = 0;
  let closed = 0;
  const server = createServer((request, response) => {
    open += 1;
    answer(request, response)
      .catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        log.write({ from: 'slack', over: 'api', name: 'broken', body: message });
        send(response, { status: 500, body: { ok: false, error: 'fatal_error', message } });
      })
      .finally(() => {
        open -= 1;
        closed += 1;
      });
  });
  server.on('upgrade', upgrade);

  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => {
          const address = server.address();
          resolve(typeof address === 'object' && address ? address.port : 0);
        });
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    underway: () => open,
    answered: () => closed,
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // No app sends an origin, and every browser does with what it posts: no page may speak for the app.
    if (request.headers.origin !== undefined) return send(response, NOT_FOUND);
    const url = new URL(request.url ?? '/', slack.origin());
    const body = await readBody(request);
    const [, area = '', name = ''] = url.pathname.split('/');
    if (area === 'api') return callApi(name, request, body, response);
    if (area === 'response') return send(response, useResponseUrl(url.pathname, body));
    if (area === 'upload') return send(response, await upload(name, request, body));
    if (area === 'oauth') return send(response, authorize(url));
    return send(response, NOT_FOUND);
  }

  async function callApi(
    method: string,
    request: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
  ): Promise<void> {
    const args = readArgs(request, body);
    const token = request.headers.authorization?.replace(/^Bearer /i, '') ?? textIn(args.token);
    log.write({ from: 'app', over: 'api', name: method, body: args });
    const { isCarriedOut, answer: kind } = faults.treat(method, args);
    const own = isCarriedOut ? callMethod(method, request, args, token) : undefined;
    switch (kind.kind) {
      case 'own':
        if (kind.afterMs > 0) await new Promise<void>((resolve) => timers.after(kind.afterMs, resolve));
        return reply(method, own ?? { status: 200, headers: {}, body: {} }, response);
      case 'instead':
        return reply(method, kind.reply, response);
      case 'never':
        timers.after(deadlines.hangMs, () => response.destroy());
        return;
      case 'reset':
        response.destroy();
        return;
    }
  }

  function callMethod(method: string, request: IncomingMessage, args: JsonObject, token: string): ApiReply {
    return method === 'oauth.v2.access'
      ? { status: 200, headers: {}, body: oauth.exchange(args, request.headers.authorization ?? '') }
      : api.answer(method, args, token);
  }

  function reply(method: string, made: ApiReply, response: ServerResponse): void {
    log.write({ from: 'slack', over: 'api', name: method, body: { status: made.status, body: made.body } });
    send(response, made);
  }

  function useResponseUrl(path: string, body: Buffer): Reply {
    const content = parseJsonObject(body.toString()) ?? {};
    log.write({ from: 'app', over: 'response-url', name: path, body: content });
    const made = exchange();
    log.write({ from: 'slack', over: 'response-url', name: path, body: { status: made.status, body: made.body } });
    return made;

    function exchange(): Reply {
      const ticket = slack.tickets.useResponseUrl(path);
      switch (ticket.kind) {
        case 'unknown':
          return NOT_FOUND;
        case 'expired':
          return { status: 404, body: { ok: false, error: 'expired_url' } };
        case 'used':
          return { status: 404, body: { ok: false, error: 'used_url' } };
        case 'exchanged': {
          const result = respond(content, ticket.thing, slack);
          return result.ok === true ? { status: 200, body: 'ok' } : { status: 400, body: result };
        }
      }
    }
  }

  async function upload(id: string, request: IncomingMessage, body: Buffer): Promise<Reply> {
    const content = await uploadedBytes(request.headers['content-type'] ?? '', body);
    const file = storeUpload(id, content, slack);
    log.write({ from: 'app', over: 'upload', name: id, body: { bytes: content.length, isKnown: file !== undefined } });
    return file ? { status: 200, body: `OK - ${content.length}` } : NOT_FOUND;
  }

  function authorize(url: URL): Reply {
    log.write({ from: 'app', over: 'oauth', name: url.pathname, body: Object.fromEntries(url.searchParams) });
    const location = oauth.authorize(url.searchParams);
    return location === undefined
      ? { status: 400, body: { ok: false, error: 'bad_client_id_or_redirect_uri' } }
      : { status: 302, headers: { location }, body: '' };
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const chunk = Buffer.from(part);
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('The body is too large.');
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

/** Fields that hold JSON inside a form. */
const JSON_FIELDS = new Set(['blocks', 'view', 'metadata', 'files', 'chunks', 'prompts', 'attachments']);

function readArgs(request: IncomingMessage, body: Buffer): JsonObject {
  const text = body.toString();
  const query = Object.fromEntries(new URL(request.url ?? '/', 'http://127.0.0.1').searchParams);
  if (request.headers['content-type']?.startsWith('application/json')) {
    const value = parseJson(text);
    return { ...query, ...(isObject(value) ? value : {}) };
  }
  const fields = [...new URLSearchParams(text)].map(([key, value]): [string, Json] => [
    key,
    JSON_FIELDS.has(key) ? (parseJson(value) ?? value) : value,
  ]);
  return { ...query, ...Object.fromEntries(fields) };
}

async function uploadedBytes(type: string, body: Buffer): Promise<Buffer> {
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const part of form.values()) {
    if (typeof part !== 'string') return Buffer.from(await part.arrayBuffer());
  }
  const [first] = form.values();
  return Buffer.from(typeof first === 'string' ? first : '');
}

function send(response: ServerResponse, { status, headers = {}, body }: Reply): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json; charset=utf-8', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}
