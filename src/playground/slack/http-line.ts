import { createHmac } from 'node:crypto';
import type { Deadlines } from './deadlines.ts';
import { type Json, parseJson } from './json.ts';
import type { Acknowledgement, Line, Parcel, Try } from './parcel.ts';
import type { WireLog } from './wire-log.ts';

export type HttpLine = Line & {
  /** Tells Slack the app's address; asked once, the app must answer the challenge. */
  readonly verify: () => Promise<boolean>;
  /** Signs the next requests wrongly, or with a timestamp so many seconds off, or rightly again. */
  readonly setSigning: (signing: Signing) => void;
};

export type Signing = {
  readonly hasWrongSecret?: boolean;
  readonly ageSeconds?: number;
};

export type HttpLineOptions = {
  readonly requestUrl: () => string | undefined;
  readonly signingSecret: string;
  readonly now: () => number;
  readonly log: WireLog;
  readonly deadlines: Deadlines;
};

/** HTTP mode: signed requests to the app's address; the answer is the acknowledgement. */
export function createHttpLine({ requestUrl, signingSecret, now, log, deadlines }: HttpLineOptions): HttpLine {
  const underway = new Set<AbortController>();
  let signing: Signing = {};

  return {
    send: (parcel, attempt) => post(...encoded(parcel), parcel.name, attempt),
    verify: async () => {
      const challenge = 'local-challenge';
      const body = JSON.stringify({ type: 'url_verification', challenge, token: 'local-verification-token' });
      const outcome = await post('application/json', body, 'url_verification', { number: 0, reason: undefined });
      if (outcome.kind !== 'acknowledged') return false;
      const { response } = outcome;
      return response === challenge || JSON.stringify(response) === JSON.stringify({ challenge });
    },
    setSigning: (next) => {
      signing = next;
    },
    stop: async () => {
      for (const controller of underway) controller.abort();
    },
  };

  async function post(type: string, body: string, name: string, attempt: Try): Promise<Acknowledgement> {
    const address = requestUrl();
    if (address === undefined) return { kind: 'unreachable' };
    const controller = new AbortController();
    underway.add(controller);
    const timer = setTimeout(() => controller.abort(), deadlines.ackMs);
    log.write({ from: 'slack', over: 'http', name, body: type.includes('json') ? (parseJson(body) ?? body) : body });
    try {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': type, 'user-agent': 'Slackbot 1.0', ...signed(body), ...retryHeaders(attempt) },
        body,
        signal: controller.signal,
      });
      const text = await response.text();
      const reply: Json = text === '' ? null : (parseJson(text) ?? text);
      log.write({ from: 'app', over: 'http', name: 'acknowledgement', body: { status: response.status, body: reply } });
      return response.ok
        ? { kind: 'acknowledged', response: reply ?? undefined }
        : {
            kind: 'failed',
            status: response.status,
            wantsNoRetry: response.headers.get('x-slack-no-retry') === '1',
          };
    } catch {
      return { kind: controller.signal.aborted ? 'timed-out' : 'unreachable' };
    } finally {
      clearTimeout(timer);
      underway.delete(controller);
    }
  }

  function signed(body: string): Record<string, string> {
    const timestamp = String(Math.floor(now() / 1000) - (signing.ageSeconds ?? 0));
    const secret = signing.hasWrongSecret ? `not-${signingSecret}` : signingSecret;
    const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
  }
}

function encoded({ kind, body }: Parcel): [type: string, body: string] {
  switch (kind) {
    case 'event':
      return ['application/json', JSON.stringify(body)];
    case 'command':
      return ['application/x-www-form-urlencoded', new URLSearchParams(formFields(body)).toString()];
    case 'interaction':
      return ['application/x-www-form-urlencoded', new URLSearchParams({ payload: JSON.stringify(body) }).toString()];
  }
}

function formFields(body: Parcel['body']): Record<string, string> {
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, String(value ?? '')]));
}

function retryHeaders({ number, reason }: Try): Record<string, string> {
  return number === 0 ? {} : { 'x-slack-retry-num': String(number), 'x-slack-retry-reason': reason ?? 'http_error' };
}
