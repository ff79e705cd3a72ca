import { DefaultRestOptions, type RESTOptions } from 'discord.js';
import { systemCode, UNCLEAR } from './faults.ts';

/** The first answer to an interaction is worth nothing after 3 s: a request that hangs is made again in time. */
export const CALLBACK_TIMEOUT_MS = 1200;
const UPLOAD_TIMEOUT_MS = 30_000;
const USUAL_TIMEOUT_MS = 6000;

/** How the library makes its requests. */
export type Requests = {
  readonly makeRequest: RESTOptions['makeRequest'];
  /**
   * Whether an answer to this interaction was sent before and its fate is unknown, so that "answered already" is our own
   * doing. Forgets it.
   */
  readonly takeUnclear: (interactionId: string) => boolean;
  /** Breaks off what is under way, and refuses what comes after. */
  readonly end: () => void;
};

/**
 * Requests with time limits of their own. What has no operation id is made once: after an unclear failure it is not
 * repeated. `onUnauthorized` is called when Discord takes the bot's token no longer.
 */
export function createRequests(onUnauthorized: () => void): Requests {
  /** Interactions whose callback failed in a way that leaves open whether it was done. */
  const unclear = new Set<string>();
  const running = new Set<AbortController>();
  let isOver = false;

  return {
    makeRequest: async (url, init) => {
      if (isOver) throw new Error(OVER);
      const kind = kindOf(url, init.method, init.body);
      const response = await timed(TIMEOUTS_MS[kind.type], async (signal) =>
        wholeResponse(await DefaultRestOptions.makeRequest(url, { ...(await inBytes(init)), signal })),
      ).catch((error: unknown) => {
        failed(kind, error);
        if (isOver) throw new Error(OVER, { cause: error });
        throw isLost(error) ? new Error(REPEATED, { cause: error }) : error;
      });
      if (response.status === 401 && isAuthorized(init.headers)) onUnauthorized();
      if (response.status >= 500) failed(kind, undefined);
      return response;
    },
    takeUnclear: (interactionId) => unclear.delete(interactionId),
    end: () => {
      isOver = true;
      for (const controller of running) controller.abort();
    },
  };

  /** Runs the work, aborted when it takes too long; the library knows an abort without a reason for a time-out. */
  async function timed<Result>(timeoutMs: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const controller = new AbortController();
    running.add(controller);
    const timer = setTimeout(() => controller.abort(), timeoutMs);
    try {
      return await work(controller.signal);
    } finally {
      clearTimeout(timer);
      running.delete(controller);
    }
  }

  /** Keeps the library from repeating what must not be made twice, by an error that it does not know. */
  function failed(kind: Kind, error: unknown): void {
    if (NEVER_SENT.has(systemCode(error))) return;
    if (kind.type === 'callback') remember(kind.interactionId);
    if (kind.type !== 'once') return;
    const unclearError = new Error('A request that must not be made twice failed, and may have been done.');
    unclearError.name = UNCLEAR;
    throw unclearError;
  }

  function remember(interactionId: string): void {
    unclear.add(interactionId);
    const [oldest] = unclear;
    if (unclear.size > MAX_UNCLEAR && oldest !== undefined) unclear.delete(oldest);
  }
}

type Init = Parameters<RESTOptions['makeRequest']>[1];

/** A form as bytes: another platform may bring a request library of its own, which does not know this one's forms. */
async function inBytes(init: Init): Promise<Init> {
  if (!(init.body instanceof FormData)) return init;
  const form = new Response(init.body);
  const headers = new Headers(Object.entries(init.headers ?? {}));
  headers.set('content-type', form.headers.get('content-type') ?? '');
  return { ...init, headers: Object.fromEntries(headers), body: new Uint8Array(await form.arrayBuffer()) };
}

/** The message of a request that was broken off by ourselves. */
const OVER = 'The connection is over.';
const MAX_UNCLEAR = 1000;
/** Failures of requests that cannot have reached Discord. */
const NEVER_SENT: ReadonlySet<string | undefined> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** Failures of one connection, which the library does not know as such; the next connection may hold. */
const LOST: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT', 'ECONNREFUSED', 'EPIPE']);
/** An error with this in its message is one after which the library repeats a request. */
const REPEATED = 'ECONNRESET';

type Kind =
  | { readonly type: 'callback'; readonly interactionId: string }
  /** A message sent through an interaction's own channel, where Discord knows no operation ids. */
  | { readonly type: 'once' }
  | { readonly type: 'upload' }
  | { readonly type: 'usual' };

const TIMEOUTS_MS = {
  callback: CALLBACK_TIMEOUT_MS,
  once: USUAL_TIMEOUT_MS,
  upload: UPLOAD_TIMEOUT_MS,
  usual: USUAL_TIMEOUT_MS,
} as const satisfies Record<Kind['type'], number>;

function kindOf(url: string, method: string | undefined, body: unknown): Kind {
  const interactionId = /\/interactions\/(\d+)\/[^/]+\/callback/.exec(url)?.[1];
  if (interactionId !== undefined) return { type: 'callback', interactionId };
  if (method === 'POST' && /\/webhooks\/\d+\/[^/?]+(?:\?|$)/.test(url)) return { type: 'once' };
  return { type: body instanceof FormData ? 'upload' : 'usual' };
}

/** The response with its body at hand: the library reads it without a time limit, and keeps others waiting meanwhile. */
async function wholeResponse(response: Awaited<ReturnType<RESTOptions['makeRequest']>>): Promise<Response> {
  const { status, statusText } = response;
  const bytes = await response.arrayBuffer();
  const headers = new Headers([...response.headers]);
  // A response without content may not have even an empty body.
  return new Response(bytes.byteLength === 0 ? null : bytes, { status, statusText, headers });
}

function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && LOST.has(error.code)) || isLost(error.cause);
}

function isAuthorized(headers: unknown): boolean {
  return typeof headers === 'object' && headers !== null && 'Authorization' in headers;
}
