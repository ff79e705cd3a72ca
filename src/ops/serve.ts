import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Log } from './log.ts';

export type Page = { readonly status: number; readonly type: string; readonly body: string };

export type PageServer = {
  /** Resolves with the port once it listens; never where it is closed before. */
  readonly listening: Promise<number>;
  /** Frees the port; never rejects. */
  readonly close: () => Promise<void>;
};

export type PageServerOptions = {
  readonly host: string;
  readonly port: number;
  /** By path. A page that rejects is answered with 500. */
  readonly pages: Readonly<Record<string, () => Page | Promise<Page>>>;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** How long it waits before it tries again to listen. */
  readonly retryMs?: number;
};

const RETRY_MS = 5000;
/** Whoever sends or reads more slowly than this is cut off. */
const REQUEST_TIMEOUT_MS = 5000;
/** How often it is looked who that is. */
const CHECK_CONNECTIONS_MS = 1000;
const MAX_CONNECTIONS = 64;
const MAX_REQUESTS_PER_CONNECTION = 100;
const MAX_HEADER_BYTES = 8192;

/**
 * Serves a few pages to GET and HEAD. Where it cannot listen, it says so once and tries again, and the bot goes on: when one
 * process takes over from another, the port becomes free a little later.
 */
export function servePages({ host, port, pages, log, retryMs = RETRY_MS }: PageServerOptions): PageServer {
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_CONNECTIONS_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    (request, response) => void answer(request, response),
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_CONNECTION;
  const listening = Promise.withResolvers<number>();
  let retry: NodeJS.Timeout | undefined;
  let said: string | undefined;
  let isClosed = false;
  server.on('error', (error) => {
    const code = 'code' in error ? String(error.code) : error.name;
    // The same reason again is no news.
    if (code !== said) log.warn({ host, port, code, todo: adviceOn(code) }, 'health and metrics are not served');
    said = code;
    if (isClosed) return;
    retry = setTimeout(() => server.listen(port, host), retryMs).unref();
  });
  server.on('listening', () => {
    const address = server.address();
    const actual = typeof address === 'object' && address ? address.port : port;
    log.info({ host, port: actual }, 'health and metrics are served');
    listening.resolve(actual);
  });
  server.listen(port, host);
  return {
    listening: listening.promise,
    close: async () => {
      isClosed = true;
      clearTimeout(retry);
      if (!server.listening) return;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, type, body } = await pageFor(request);
    const isHead = request.method === 'HEAD';
    response.writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(status === METHOD_NOT_ALLOWED ? { allow: 'GET, HEAD' } : {}),
    });
    response.end(isHead ? undefined : body);
  }

  async function pageFor({ method, url = '/' }: IncomingMessage): Promise<Page> {
    if (method !== 'GET' && method !== 'HEAD') return plainPage(METHOD_NOT_ALLOWED, 'only GET and HEAD');
    const [path = '/'] = url.split('?');
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    if (!page) return plainPage(NOT_FOUND, `there are ${Object.keys(pages).join(', ')}`);
    try {
      return await page();
    } catch (error) {
      log.error({ path, error: error instanceof Error ? error.name : typeof error }, 'a page of health failed');
      return plainPage(FAILED, 'failed; the log says more');
    }
  }
}

/** A line of text. */
export function plainPage(status: number, line: string): Page {
  return { status, type: 'text/plain; charset=utf-8', body: `${line}\n` };
}

const NOT_FOUND = 404;
const METHOD_NOT_ALLOWED = 405;
const FAILED = 500;

function adviceOn(code: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return 'another process has this port: stop it, or set HEALTH_PORT; it is tried again';
    case 'EACCES':
      return 'this port needs more rights: set HEALTH_PORT to 1024 or more';
    case 'EADDRNOTAVAIL':
      return 'HEALTH_HOST is no address of this machine';
  }
  return 'set HEALTH_PORT and HEALTH_HOST to where the bot may listen, or HEALTH_PORT=off';
}
