import type { App, Receiver } from '@slack/bolt';
import { failureOf } from './client.ts';

/** The way on which Slack sends to us. */
export type Line = {
  /** For Bolt; its `start` opens the line, and rejects when that cannot be. */
  readonly receiver: Receiver;
  /** Resolves once the line is closed; rejects when it can never be open again. */
  readonly ended: Promise<void>;
  /** Lets nothing new in; what came is still acknowledged. */
  readonly pause: () => void;
  /** Never rejects. */
  readonly close: (deadlineMs: number) => Promise<void>;
};

/** Takes what a receiver got, before Bolt does; `pass` hands it on. */
export type Intake = (event: ReceivedEvent, pass: (event: ReceivedEvent) => Promise<void>) => Promise<void>;

export type ReceivedEvent = Parameters<App['processEvent']>[0];

/** The app as receivers see it: whatever they hand over goes through the intake first. */
export function withIntake(app: App, intake: Intake): App {
  const processEvent = (event: ReceivedEvent) => intake(event, (passed) => app.processEvent(passed));
  return Object.create(app, { processEvent: { value: processEvent } });
}

/** The line cannot be opened, or not go on; the message says why and what to do. */
export class LineError extends Error {
  override readonly name = 'LineError';
}

/** The line cannot be opened because Slack does not answer as it should. */
export function unreachable(apiUrl: string, error: unknown): LineError {
  const failure = failureOf(error);
  const code = failure.type === 'limited' ? 'ratelimited' : failure.code;
  return new LineError(
    failure.type === 'unclear'
      ? `SLACK_API_URL: Slack cannot be reached at ${apiUrl} (${code}); check the network, a proxy, and this address`
      : `Slack refuses to connect (${code}); wait a minute and start again`,
  );
}
