import type { App, SlackAction, SlackShortcut, SlackViewAction } from '@slack/bolt';
import { type DrawCard, type Host, type Platform, type Running, START_TIMEOUT_MS } from '../platform.ts';
import { createClient, loggable } from './client.ts';
import { createApp, identify } from './connect.ts';
import { createDesk, type Task } from './desk.ts';
import { createHttpLine } from './http-line.ts';
import { type Line, LineError } from './line.ts';
import { COMMAND } from './manifest.ts';
import { createOutbox } from './outbox.ts';
import { channelAddress, createPoster } from './post.ts';
import { ASK_ABOUT } from './read.ts';
import { FORM } from './render-form.ts';
import { createRespond } from './response-url.ts';
import { createSender } from './send.ts';
import { createSocketLine } from './socket-line.ts';
import { createSleep, SLACK_TIMING, type Timing, within } from './timing.ts';
import { createUpload, createUploadPicture } from './upload.ts';

export type SlackOptions = {
  readonly botToken: string;
  /** Without a host, HTTP mode listens on every address of the machine. */
  readonly connection:
    | { readonly type: 'socket'; readonly appToken: string }
    | { readonly type: 'http'; readonly signingSecret: string; readonly host?: string; readonly port: number };
  /** With a slash at its end. */
  readonly apiUrl: string;
  /** Draws what goes with a card that is shared; without it the words go alone. */
  readonly draw?: DrawCard;
};

/** One workspace of Slack, over Socket Mode or HTTP. */
export function createSlack(options: SlackOptions, timing: Timing = SLACK_TIMING): Platform {
  return { name: 'slack', channelAddress, start: (host) => start(options, timing, host) };
}

/** What comes is read; words are kept and acknowledged, everything else is answered at once. */
async function start(
  { botToken, connection, apiUrl, draw }: SlackOptions,
  timing: Timing,
  host: Host,
): Promise<Running> {
  const { log } = host;
  const startedAtMs = performance.now();
  const limited = () => host.rateLimited('slack');
  const client = createClient(botToken, apiUrl, timing.callMs, limited);
  const identity = await identify(client, apiUrl, log);
  const stopping = new AbortController();
  const outbox = createOutbox(client, createSleep(stopping.signal), timing);
  const upload = createUpload(client, log);
  const uploadPicture = createUploadPicture(client, draw, log);
  const respond = createRespond(timing.callMs, limited);
  const sender = createSender({ client, outbox, upload, uploadPicture, respond, team: identity.team, log });
  const desk = createDesk({ identity, host, client, sender, timing });
  const shared = { intake: desk.intake, reconnecting: () => host.reconnecting('slack'), log, timing, apiUrl };
  const line =
    connection.type === 'socket'
      ? createSocketLine({ ...connection, ...shared })
      : createHttpLine({ ...connection, ...shared });
  const app = createApp(botToken, identity, apiUrl, timing.callMs, line);
  listen(app, desk.attend);
  app.error(async (error) => log.error(loggable(error), 'bolt failed'));
  await openInTime(app, line, START_TIMEOUT_MS - START_MARGIN_MS - (performance.now() - startedAtMs), apiUrl);
  return {
    ended: line.ended,
    post: createPoster({ client, outbox, upload, log, timing }),
    stop: async (deadlineMs) => {
      const endMs = performance.now() + deadlineMs;
      line.pause();
      await within(Math.max(0, deadlineMs - timing.closeMs), desk.close());
      stopping.abort();
      await line.close(Math.max(0, endMs - performance.now()));
    },
  };
}

/** Left of the time for a start, to say in time that it failed. */
const START_MARGIN_MS = 1000;

async function openInTime(app: App, line: Line, ms: number, apiUrl: string): Promise<void> {
  const opening = app.start().then(() => true);
  if (await within(ms, opening)) return;
  opening.catch(() => {});
  void line.close(0);
  throw new LineError(
    `SLACK_API_URL: Slack did not open a connection in time at ${apiUrl}; check the network and this address`,
  );
}

/** Everything that is answered at once; words are taken before Bolt sees them. */
function listen(app: App, attend: (task: Task) => Promise<void>): void {
  app.event<'app_home_opened', Task>('app_home_opened', ({ context }) => attend(context));
  app.command<Task>(COMMAND, ({ context }) => attend(context));
  app.shortcut<SlackShortcut, Task>(ASK_ABOUT, ({ context }) => attend(context));
  app.action<SlackAction, Task>(/^/, ({ context }) => attend(context));
  app.view<SlackViewAction, Task>(FORM, ({ context }) => attend(context));
}
