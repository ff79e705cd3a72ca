import type { webApi } from '@slack/bolt';
import type { Card } from '../../core/card.ts';
import type { DrawCard, Log } from '../platform.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { loggable } from './client.ts';

/** Puts what was cut of an answer into a file in its thread. Never rejects: the answer stands there without it. */
export type Upload = (channel: string, thread: string, content: string, key: string) => Promise<void>;

/** Puts the picture of a card into the thread of that card. Never rejects: the words stand there without it. */
export type UploadPicture = (channel: string, thread: string, card: Card, key: string) => Promise<void>;

/** Draws and uploads pictures; does nothing where nothing can be drawn. */
export function createUploadPicture(client: webApi.WebClient, draw: DrawCard | undefined, log: Log): UploadPicture {
  return async (channel, thread, card, key) => {
    const picture = await draw?.(card);
    if (!picture) return;
    try {
      await client.files.uploadV2({
        channel_id: channel,
        thread_ts: thread,
        filename: PLATFORM_SENTENCES.pictureFile,
        file: Buffer.from(picture.png),
        alt_text: clipped(picture.alt),
      });
    } catch (error) {
      log.warn({ key, ...loggable(error) }, 'the picture of a card could not be uploaded');
    }
  };
}

/** What Slack takes as the words of a picture. */
const MAX_ALT_CHARS = 1000;

function clipped(alt: string): string {
  return alt.length > MAX_ALT_CHARS ? `${alt.slice(0, MAX_ALT_CHARS - 1)}…` : alt;
}

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
