import { type Logger, LogLevel, webApi } from '@slack/bolt';
import * as z from 'zod';

/** Options of any client of the Web API: one try, no pause of other calls, a time limit, and an end when the signal says so. */
export function clientOptions(
  apiUrl: string,
  timeoutMs: number,
  { signal, limited = () => {} }: { readonly signal?: AbortSignal; readonly limited?: () => void } = {},
): webApi.WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silentLogger(),
    fetch: guardedFetch(signal, limited),
  };
}

/** Calls the Web API with the bot's token; `limited` is told of each call that a rate limit refused. */
export function createClient(
  botToken: string,
  apiUrl: string,
  timeoutMs: number,
  limited: () => void,
): webApi.WebClient {
  return new webApi.WebClient(botToken, clientOptions(apiUrl, timeoutMs, { limited }));
}

/** Why a call failed. What is unclear may have happened all the same. */
export type Failure =
  | { readonly type: 'refused'; readonly code: string }
  /** Too many calls; Slack may have said when to come back. */
  | { readonly type: 'limited'; readonly retryAfterMs: number | undefined }
  | { readonly type: 'unclear'; readonly code: string };

/** What an error of a call means; whatever is not known is unclear. */
export function failureOf(error: unknown): Failure {
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { type: 'limited', retryAfterMs: error.retryAfter > 0 ? error.retryAfter * 1000 : undefined };
  }
  if (error instanceof webApi.WebAPIPlatformError) {
    const { error: code } = error.data;
    if (!/^[a-z_]{1,60}$/.test(code)) return { type: 'unclear', code: 'unreadable_answer' };
    return BROKEN.has(code) ? { type: 'unclear', code } : { type: 'refused', code };
  }
  if (error instanceof webApi.WebAPIHTTPError) {
    const code = `http_${error.statusCode}`;
    return error.statusCode < 500 ? { type: 'refused', code } : { type: 'unclear', code };
  }
  return { type: 'unclear', code: causeOf(error) };
}

/** What may stand in a log of an error: its name and its code, never a message or a payload. */
export function loggable(error: unknown): { readonly error: string; readonly code?: string } {
  const name = error instanceof Error ? error.name : typeof error;
  if (!(error instanceof webApi.SlackError)) return { error: name };
  const failure = failureOf(error);
  return { error: name, code: failure.type === 'limited' ? 'ratelimited' : failure.code };
}

/** Says nothing: what Bolt would say may hold words and payloads. */
export function silentLogger(warn: () => void = () => {}): Logger {
  const nothing = () => {};
  return {
    debug: nothing,
    info: nothing,
    warn,
    error: nothing,
    setLevel: nothing,
    getLevel: () => LogLevel.ERROR,
    setName: nothing,
  };
}

/** Errors with which Slack says that something broke on its own side. */
const BROKEN: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

/** A code that the system gave, such as ECONNREFUSED, from as deep as it is. */
function causeOf(error: unknown): string {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; depth++) {
    const code = CODED.safeParse(cause).data?.code;
    if (code !== undefined) return code;
    if (cause.name === 'TimeoutError') return 'timeout';
    cause = cause instanceof webApi.WebAPIRequestError ? cause.original : cause.cause;
  }
  return 'no_answer';
}

const CODED = z.object({ code: z.string().regex(/^(?:E[A-Z]+|UND_ERR_[A-Z_]+|CERT_[A-Z_]+|[A-Z_]*CERT[A-Z_]*)$/) });

/** A client gives up on a 429 without the header, in words that nobody can rely on; here it says "0 seconds", which is none. */
function guardedFetch(signal: AbortSignal | undefined, limited: () => void): webApi.FetchFunction {
  return async (url, init) => {
    const signals = [signal, init?.signal].flatMap((one) => one ?? []);
    const response = await fetch(url, signals.length > 1 ? { ...init, signal: AbortSignal.any(signals) } : init);
    if (response.status !== 429) return response;
    limited();
    if (response.headers.has('retry-after')) return response;
    return new Response(await response.text(), { status: 429, headers: { 'retry-after': '0' } });
  };
}
