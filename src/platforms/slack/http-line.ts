import { HTTPModuleFunctions, HTTPReceiver } from '@slack/bolt';
import type { Log } from '../platform.ts';
import { silentLogger } from './client.ts';
import { type Intake, type Line, LineError, withIntake } from './line.ts';
import { EVENTS_PATH } from './manifest.ts';
import { within } from './timing.ts';

export type HttpLineOptions = {
  readonly signingSecret: string;
  readonly host?: string | undefined;
  readonly port: number;
  readonly intake: Intake;
  readonly log: Log;
};

/** HTTP mode: Slack posts signed requests to `/slack/events`. */
export function createHttpLine({ signingSecret, host, port, intake, log }: HttpLineOptions): Line {
  const refused = () =>
    log.warn(
      {},
      'a request to /slack/events was refused: its signature is wrong or old, or it cannot be read. If Slack sent it, check SLACK_SIGNING_SECRET',
    );
  const logger = silentLogger(refused);
  const http = new HTTPReceiver({ signingSecret, endpoints: [EVENTS_PATH], logger });
  const { requestListener } = http;
  http.requestListener = (request, response) => void sift(request, response);
  const ended = Promise.withResolvers<void>();
  let server: Pick<Awaited<ReturnType<typeof listen>>, 'closeAllConnections' | 'closeIdleConnections'> | undefined;
  let closing: Promise<void> | undefined;

  return {
    receiver: { init: (app) => http.init(withIntake(app, intake)), start: open, stop: () => close(0) },
    ended: ended.promise,
    pause: () => void stopListening(),
    close,
  };

  /** Bolt would fail on a body that is no object, and never answer. */
  async function sift(...[request, response]: Parameters<typeof requestListener>): Promise<void> {
    try {
      // Bolt takes a body that was read before as it is.
      const buffered = await HTTPModuleFunctions.bufferIncomingMessage(request, HTTPModuleFunctions.defaultBodyLimit);
      if (!isNoObject(buffered)) return requestListener(request, response);
      refused();
      HTTPModuleFunctions.buildNoBodyResponse(response, BAD_REQUEST);
    } catch (error) {
      if (HTTPModuleFunctions.isRawBodyError(error)) {
        refused();
        HTTPModuleFunctions.buildNoBodyResponse(response, error.statusCode);
        return;
      }
      const failure = error instanceof Error ? error : new Error(String(error));
      HTTPModuleFunctions.defaultDispatchErrorHandler({ error: failure, logger, request, response });
    }
  }

  async function open(): Promise<void> {
    try {
      const listening = await listen();
      listening.once('close', () => ended.resolve());
      server = listening;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      throw new LineError(`SLACK_PORT: cannot listen on port ${port} (${code}); free it, or set another`);
    }
  }

  function listen() {
    return http.start({ port, ...(host === undefined ? {} : { host }) }, {});
  }

  async function close(deadlineMs: number): Promise<void> {
    const stopped = stopListening();
    // What was in hand when the listening ended kept its connection, which is idle now.
    server?.closeIdleConnections();
    await within(deadlineMs, stopped);
    server?.closeAllConnections();
    await stopListening();
    ended.resolve();
  }

  function stopListening(): Promise<void> {
    closing ??= server ? http.stop().catch(() => {}) : Promise.resolve();
    return closing;
  }
}

const BAD_REQUEST = 400;

/** What cannot be parsed at all is left to Bolt, which refuses it. */
function isNoObject(request: Parameters<typeof HTTPModuleFunctions.parseHTTPRequestBody>[0]): boolean {
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(request);
    return typeof body !== 'object' || body === null || Array.isArray(body);
  } catch {
    return false;
  }
}
