/** What came of asking a platform something. */
export type Asked =
  | {
      readonly type: 'answered';
      readonly status: number;
      readonly headers: Headers;
      /** What the body holds as JSON; undefined where it is none. */
      readonly body: unknown;
      /** By how much our clock is ahead of the server's, 0 where they may agree; undefined where it said no time. */
      readonly aheadMs: number | undefined;
    }
  | { readonly type: 'unreachable'; readonly reason: string };

const TIMEOUT_MS = 10_000;
/** A date in a header has no milliseconds. */
const DATE_STEP_MS = 999;

/** Asks once. A redirection is an answer like any other: a token follows none. */
export async function ask(
  url: string,
  { method = 'GET', authorization }: { readonly method?: 'GET' | 'POST'; readonly authorization?: string },
  now: () => number,
): Promise<Asked> {
  const sentAt = now();
  try {
    const response = await fetch(url, {
      method,
      headers: { 'user-agent': 'versus doctor', ...(authorization === undefined ? {} : { authorization }) },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const receivedAt = now();
    const text = await response.text();
    const { status, headers } = response;
    return {
      type: 'answered',
      status,
      headers,
      body: parsedJson(text),
      aheadMs: aheadOf(headers.get('date'), sentAt, receivedAt),
    };
  } catch (error) {
    return { type: 'unreachable', reason: reasonOf(error) };
  }
}

/** How far the clock that read `sentAt` and `receivedAt` is ahead of the one that wrote `date` in between. */
export function aheadOf(date: string | null, sentAt: number, receivedAt: number): number | undefined {
  const written = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(written)) return undefined;
  const least = sentAt - (written + DATE_STEP_MS);
  const most = receivedAt - written;
  if (least > 0) return least;
  return most < 0 ? most : 0;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(cause.code)) return cause.code;
  }
  return error.name;
}
