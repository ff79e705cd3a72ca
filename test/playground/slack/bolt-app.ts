import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import {
  createSlackServer,
  type SlackServer,
  type SlackServerOptions,
} from '../../../src/playground/slack/slack-server.ts';

/** A local Slack with an unmodified Bolt app connected to it. */
export type Connected = {
  readonly slack: SlackServer;
  readonly app: App;
  /** Errors that reached the app's error handler: their messages. */
  readonly errors: readonly string[];
  readonly stop: () => Promise<void>;
};

export type ConnectOptions = {
  readonly mode?: 'socket' | 'http';
  readonly server?: SlackServerOptions;
  /** Gives the app its listeners, before it starts. */
  readonly listen: (app: App, slack: SlackServer) => void;
};

/** Starts both, in Socket Mode unless told, and connects them. */
export async function connect({ mode = 'socket', server = {}, listen }: ConnectOptions): Promise<Connected> {
  const slack = createSlackServer(server);
  await slack.start();
  const errors: string[] = [];
  const shared = {
    token: slack.botToken(),
    clientOptions: { slackApiUrl: slack.apiUrl(), retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
    logLevel: LogLevel.ERROR,
    logger: quietLogger(errors),
  };
  const app =
    mode === 'socket'
      ? new App({ ...shared, socketMode: true, appToken: slack.app.appToken })
      : new App({
          ...shared,
          receiver: new HTTPReceiver({ signingSecret: slack.app.signingSecret, logger: quietLogger([]) }),
        });
  app.error(async (error) => {
    errors.push(error.message);
  });
  listen(app, slack);
  if (mode === 'socket') {
    await app.start();
    await slack.connected(1);
  } else {
    const http = await app.start({ port: 0, host: '127.0.0.1' });
    slack.sendTo(`http://127.0.0.1:${portOf(http)}/slack/events`);
  }
  return {
    slack,
    app,
    errors,
    stop: async () => {
      await app.stop();
      await slack.stop();
    },
  };
}

function portOf(server: unknown): number {
  if (typeof server !== 'object' || server === null || !('address' in server)) throw new Error('No HTTP server.');
  const { address } = server;
  const found: unknown = typeof address === 'function' ? address.call(server) : undefined;
  if (typeof found !== 'object' || found === null || !('port' in found)) throw new Error('The server does not listen.');
  return Number(found.port);
}

/** A logger that keeps errors and says nothing. */
export function quietLogger(errors: string[]) {
  const nothing = () => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (...parts: readonly unknown[]) => {
      errors.push(parts.map(String).join(' '));
    },
    setLevel: nothing,
    getLevel: () => LogLevel.ERROR,
    setName: nothing,
  };
}
