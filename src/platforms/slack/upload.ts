import type { webApi } from '@slack/bolt';
import type { Log } from '../platform.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { loggable } from './client.ts';

/** Puts what was cut of an answer into a file in its thread. Never rejects: the answer stands there without it. */
export type Upload = (channel: string, thread: string, content: string, key: string) => Promise<void>;

/** Uploads files. */
export function createUpload(client: webApi.WebClient, log: Log): Upload {
  return async (channel, thread, content, key) => {
    try {
      await client.files.uploadV2({
        channel_id: channel,
        thread_ts: thread,
        filename: PLATFORM_SENTENCES.restFile,
        content,
        initial_comment: PLATFORM_SENTENCES.rest,
      });
    } catch (error) {
      log.warn({ key, ...loggable(error) }, 'the rest of an answer could not be uploaded');
    }
  };
}
