import { type App, SocketModeReceiver } from '@slack/bolt';
import * as z from 'zod';
import type { Log } from '../platform.ts';
import { clientOptions, failureOf, silentLogger } from './client.ts';
import { type Intake, type Line, LineError, unreachable, withIntake } from './line.ts';
import { isRateNotice } from './read.ts';
import { createSleep, type Timing, within } from './timing.ts';

/** Connections at once, so that a refresh of one loses nothing. */
const CONNECTIONS = 2;

export type SocketLineOptions = {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly intake: Intake;
  /** Told of each connection that is lost and opened again. */
  readonly reconnecting: () => void;
  readonly log: Log;
  readonly timing: Timing;
};

type Client = SocketModeReceiver['client'];
type Connection = { readonly closed: Promise<void>; readonly openedAtMs: number };

/** Socket Mode over several connections. Each is opened again by us when it closes; Bolt's receivers never do so on their own. */
export function createSocketLine({ appToken, apiUrl, intake, reconnecting, log, timing }: SocketLineOptions): Line {
  const ended = Promise.withResolvers<void>();
  const closing = new AbortController();
  const sleep = createSleep(closing.signal);
  /** Clients that are open, or being opened, each with its opening. */
  const clients = new Map<Client, Promise<unknown>>();
  let app: App | undefined;
  // Nobody may be listening yet when it ends.
  ended.promise.catch(() => {});

  return {
    receiver: {
      init: (bolt) => {
        app = withIntake(bolt, intake);
      },
      start: async () => {
        const first = await connect().catch((error: unknown) => {
          throw fatal(error) ?? unreachable(apiUrl, error);
        });
        void keep(first);
        for (let more = 1; more < CONNECTIONS; more++) void keep(undefined);
      },
      stop: () => close(timing.closeMs),
    },
    ended: ended.promise,
    pause: () => {},
    close,
  };

  async function connect(): Promise<Connection> {
    const receiver = new SocketModeReceiver({
      appToken,
      autoReconnectEnabled: false,
      clientPingTimeout: timing.pongMs,
      logger: silentLogger(),
      installerOptions: { clientOptions: clientOptions(apiUrl, timing.callMs, { signal: closing.signal }) },
    });
    const { client } = receiver;
    if (app) receiver.init(app);
    guard(client, log);
    const closed = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    const opening = receiver.start();
    clients.set(client, opening);
    try {
      const isOpen = (await within(timing.callMs, opening)) !== undefined;
      if (!isOpen || closing.signal.aborted) throw new Error('no hello came in time');
    } catch (error) {
      void shut(client, opening);
      throw error;
    }
    void closed.then(() => clients.delete(client));
    return { closed, openedAtMs: performance.now() };
  }

  /** Keeps one connection open, from the one given or from none, until the line is closed or can never be open again. */
  async function keep(first: Connection | undefined): Promise<void> {
    let connection = first;
    let failures = 0;
    while (!closing.signal.aborted) {
      try {
        connection ??= await connect();
        await connection.closed;
        if (performance.now() - connection.openedAtMs >= timing.shortLivedMs) failures = 0;
        connection = undefined;
        log.debug({}, 'slack connection closed');
        if (!closing.signal.aborted) reconnecting();
        if (failures > 0) await pause(failures, 0);
        failures++;
      } catch (error) {
        if (closing.signal.aborted) return;
        const end = fatal(error);
        if (end) return fail(end);
        failures++;
        const failure = failureOf(error);
        log.warn({ ...failure, failures }, 'no slack connection; it is tried again');
        await pause(failures, (failure.type === 'limited' && failure.retryAfterMs) || 0).catch(() => {});
      }
    }
  }

  function pause(failures: number, atLeastMs: number): Promise<void> {
    const backoffMs = Math.min(timing.longestReconnectMs, timing.reconnectMs * 2 ** (failures - 1));
    return sleep(Math.max(backoffMs, atLeastMs));
  }

  function fail(error: LineError): void {
    ended.reject(error);
    void close(timing.closeMs);
  }

  async function close(deadlineMs: number): Promise<void> {
    closing.abort();
    const all = [...clients].map(([client, opening]) => shut(client, opening));
    await within(deadlineMs, Promise.all(all));
    ended.resolve();
  }

  /** Closes a connection for good, also one that is still being opened. */
  async function shut(client: Client, opening: Promise<unknown>): Promise<void> {
    if (client.websocket) await goodbye(client);
    // What opens after all is closed again: nobody counts on it any more.
    const opened = opening.then(() => goodbye(client)).catch(() => {});
    await opened;
    clients.delete(client);
  }

  /** Who does not answer a goodbye is cut off. */
  async function goodbye(client: Client): Promise<void> {
    if (client.websocket?.readyState === undefined) return;
    const gone = client.disconnect().then(() => true);
    if (!(await within(timing.closeMs, gone))) void client.disconnect();
  }
}

/**
 * Bolt's client handles a message in a promise that nobody watches: one that it cannot read, such as the notice of a rate
 * limit, would end the process. Here it is acknowledged, so that it does not come again, and the client goes on.
 */
function guard(client: Client, log: Log): void {
  const [pump] = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', async (data: unknown, isBinary: unknown) => {
    try {
      await pump?.(data, isBinary);
    } catch {
      const envelope = ENVELOPE.safeParse(data).data;
      if (envelope?.envelope_id !== undefined) {
        client.websocket?.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload: {} }), () => {});
      }
      if (isRateNotice(envelope?.payload)) log.warn({}, RATE_NOTICE);
      else log.warn({}, 'slack sent something that could not be read; it was passed over');
    }
  });
}

/** Slack sent so much that it holds back the rest. */
export const RATE_NOTICE = 'slack holds events back for a minute, because there are more than it allows';

const ENVELOPE = z
  .string()
  .transform((text, context) => {
    try {
      const parsed: unknown = JSON.parse(text);
      return parsed;
    } catch {
      context.addIssue('no JSON');
      return z.NEVER;
    }
  })
  .pipe(z.object({ envelope_id: z.string().optional(), payload: z.unknown().optional() }));

/** Refusals that no second try can mend. */
const FINAL: ReadonlySet<string> = new Set([
  'account_inactive',
  'invalid_auth',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'team_disabled',
  'token_expired',
  'token_revoked',
  'user_removed_from_team',
]);

function fatal(error: unknown): LineError | undefined {
  if (error instanceof LineError) return error;
  const failure = failureOf(error);
  if (failure.type !== 'refused') return undefined;
  if (failure.code === 'forbidden_request') {
    return new LineError(
      `SLACK_APP_TOKEN: Socket Mode is off for this app (${failure.code}); turn it on under "Socket Mode", or set SLACK_SIGNING_SECRET instead`,
    );
  }
  return FINAL.has(failure.code)
    ? new LineError(
        `SLACK_APP_TOKEN: Slack refused it (${failure.code}); it must be an App-Level Token (xapp-…) with connections:write, from "Basic Information"`,
      )
    : undefined;
}
