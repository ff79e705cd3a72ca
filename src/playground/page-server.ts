import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Asset, readAssets } from './assets.ts';
import { type Gesture, gestureSchema } from './gesture.ts';
import type { Outcome, PageEvent, PageState, Platform, WireEntry } from './protocol.ts';

/** What the page is about. */
export type PageHost = {
  readonly state: () => PageState;
  readonly act: (gesture: Gesture) => Promise<Outcome>;
  readonly wire: (platform: Platform) => readonly WireEntry[];
  readonly file: (
    platform: Platform,
    id: string,
  ) => { readonly name: string; readonly content: Uint8Array } | undefined;
};

/** Serves the page on this machine only: its files, a stream of what happens, and a door for gestures. */
export type PageServer = {
  /** Listens on the port, or on the next one that is free; resolves with the one it took. */
  readonly start: (port: number) => Promise<number>;
  readonly stop: () => Promise<void>;
  /** Tells every open page. */
  readonly tell: (event: PageEvent) => void;
};

const LOOPBACK = '127.0.0.1';
/** How many ports are tried. */
const PORTS_TRIED = 50;
const MAX_BODY_BYTES = 256 * 1024;
/** Most pages that are told what happens; more of them are no people. */
const MAX_STREAMS = 50;
/** A page that is further behind than this is let go: it connects again, and gets the state as it is then. */
const MAX_BEHIND_BYTES = 8 * 1024 * 1024;
/** So often an idle stream says that it lives. */
const PULSE_MS = 15_000;

const HEADERS = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

export function createPageServer(host: PageHost): PageServer {
  const assets = readAssets();
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else refuse(response, 500, error instanceof Error ? error.message : String(error));
    });
  });
  const pulse = setInterval(() => {
    for (const stream of streams) hand(stream, ': still here\n\n');
  }, PULSE_MS);
  pulse.unref();
  let events = 0;
  let port = 0;

  return {
    start: async (first) => {
      port = await listen(server, first);
      return port;
    },
    stop: async () => {
      clearInterval(pulse);
      for (const stream of streams) stream.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
    tell: (event) => {
      events += 1;
      for (const stream of streams) write(stream, event);
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOwn(request)) return refuse(response, 403, 'This page is for this machine alone.');
    const [path = '/'] = (request.url ?? '/').split('?');
    if (request.method === 'POST' && path === '/act') return act(request, response);
    if (request.method !== 'GET') return refuse(response, 405, 'Nothing is taken here.');
    if (path === '/events') return stream(request, response);
    const asset = assets.get(path);
    if (asset) return send(request, response, asset);
    const [, what = '', platform = '', id = '', ...others] = path.split('/');
    if ((platform === 'slack' || platform === 'discord') && others.length === 0) {
      if (what === 'wire' && id === '') return json(response, 200, host.wire(platform));
      // Ids are letters and digits, so that nothing has to be decoded.
      if (what === 'files') return sendFile(response, host.file(platform, id));
    }
    refuse(response, 404, 'There is nothing here.');
  }

  /** No other page may drive this one or read from it, whatever name its address was given; a link to it may be followed. */
  function isOwn({ method, url, headers }: IncomingMessage): boolean {
    const names = [`${LOOPBACK}:${port}`, `localhost:${port}`];
    const { host: name = '', origin } = headers;
    const site = headers['sec-fetch-site'];
    const isFollowed =
      method === 'GET' &&
      url === '/' &&
      headers['sec-fetch-mode'] === 'navigate' &&
      headers['sec-fetch-dest'] === 'document';
    return (
      names.includes(name) &&
      (origin === undefined || origin === `http://${name}`) &&
      (site === undefined || site === 'same-origin' || site === 'none' || isFollowed)
    );
  }

  async function act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers['content-type'] !== 'application/json') return refuse(response, 415, 'Gestures are JSON.');
    const body = await bodyOf(request);
    if (body === undefined) {
      // What else would still come is not read.
      response.setHeader('connection', 'close');
      return refuse(response, 413, `A gesture has at most ${MAX_BODY_BYTES} bytes.`);
    }
    const gesture = gestureSchema.safeParse(parsed(body));
    if (!gesture.success) return refuse(response, 400, 'This is no gesture.');
    try {
      json(response, 200, await host.act(gesture.data));
    } catch (error) {
      // What the person's own client would not let them do.
      refuse(response, 422, error instanceof Error ? error.message : String(error));
    }
  }

  function stream(request: IncomingMessage, response: ServerResponse): void {
    if (streams.size >= MAX_STREAMS) {
      refuse(response, 503, `Only ${MAX_STREAMS} pages are told what happens: close some of them.`);
      return;
    }
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream', connection: 'keep-alive' });
    // A page that lost the stream gets the whole state anew, whatever it has seen.
    write(response, { type: 'state', state: host.state() });
    streams.add(response);
    request.once('close', () => streams.delete(response));
  }

  function write(response: ServerResponse, event: PageEvent): void {
    hand(response, `id: ${events}\ndata: ${JSON.stringify(event)}\n\n`);
  }
}

function hand(response: ServerResponse, text: string): void {
  if (response.writableLength > MAX_BEHIND_BYTES) response.destroy();
  else response.write(text);
}

function listen(server: Server, first: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let port = first;
    server.on('error', (error: NodeJS.ErrnoException) => {
      port += 1;
      if (error.code === 'EADDRINUSE' && first > 0 && port < first + PORTS_TRIED) server.listen(port, LOOPBACK);
      else reject(error);
    });
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function send(request: IncomingMessage, response: ServerResponse, { type, body, zipped }: Asset): void {
  const takesZipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  response.writeHead(200, {
    ...HEADERS,
    'content-type': type,
    ...(takesZipped ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(takesZipped ? zipped : body);
}

/** Files of messages are only ever kept, never shown as a page. */
function sendFile(
  response: ServerResponse,
  file: { readonly name: string; readonly content: Uint8Array } | undefined,
): void {
  if (!file) {
    refuse(response, 404, 'There is no such file.');
    return;
  }
  const image = /\.(png|jpe?g|gif|webp)$/i.exec(file.name)?.[1]?.toLowerCase();
  const type = image ? `image/${image === 'jpg' ? 'jpeg' : image}` : 'application/octet-stream';
  const name = encodeURIComponent(file.name.toWellFormed());
  response.writeHead(200, {
    ...HEADERS,
    'content-type': type,
    'content-disposition': `${image ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
  });
  response.end(file.content);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, error: string): void {
  json(response, status, { error });
}

/** What came; undefined where that is too much. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return undefined;
  for await (const part of request) {
    const chunk = Buffer.from(part);
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return undefined;
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
