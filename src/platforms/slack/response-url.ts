import type { types } from '@slack/bolt';

/** What is sent to a response_url, or along with the acknowledgement of a command. */
export type ResponseBody = {
  readonly response_type?: 'ephemeral' | 'in_channel';
  readonly replace_original?: boolean;
  readonly thread_ts?: string;
  readonly text: string;
  readonly blocks?: readonly types.KnownBlock[];
};

/** Sends to a response_url. False when it is not known whether it arrived; rejects when it was refused. */
export type Respond = (url: string, response: ResponseBody) => Promise<boolean>;

/** Most uses of one response_url (docs: handling-user-interaction). */
export const MAX_RESPONSES = 5;

/** A reply is tried once, because nobody can look whether it arrived; only what replaces something is tried again. */
export function createRespond(timeoutMs: number, limited: () => void = () => {}): Respond {
  return async (url, response) => {
    const isSent = await once(url, response);
    return isSent || response.replace_original !== true ? isSent : once(url, response);
  };

  async function once(url: string, response: ResponseBody): Promise<boolean> {
    const status = await statusOf(url, response);
    if (status === 429) limited();
    if (status !== undefined && status >= 400 && status < 500) throw new ResponseRefusedError(status);
    return status !== undefined && status < 400;
  }

  async function statusOf(url: string, response: ResponseBody): Promise<number | undefined> {
    try {
      const { status, body } = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(response),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await body?.cancel();
      return status;
    } catch {
      return undefined;
    }
  }
}

/** Slack refused what was sent to a response_url: it was used too often or too late, or what was sent is not valid. */
class ResponseRefusedError extends Error {
  override readonly name: string;
  constructor(status: number) {
    super(`a response_url answered ${status}`);
    this.name = `ResponseRefused${status}`;
  }
}
