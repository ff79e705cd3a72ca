import { flatten, mediaOf, type TopLevel } from './components.ts';
import * as limits from './limits.ts';
import type { MessageBody } from './message-body.ts';
import { invalidField, REFUSAL, type Refusal } from './refusals.ts';
import type { Attachment, World } from './world.ts';

/** A file as it came with a request, under its number there. */
export type Upload = {
  readonly number: string;
  readonly filename: string;
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
};

/** Turns uploads into attachments, each with an address it can be fetched from. */
export function attach(
  world: World,
  address: (path: string) => string,
  channelId: string,
  uploads: readonly Upload[],
  about: MessageBody['attachments'],
): Attachment[] | Refusal {
  if (uploads.length > limits.MAX_ATTACHMENTS)
    return invalidField(
      ['attachments'],
      'BASE_TYPE_MAX_LENGTH',
      `Must be ${limits.MAX_ATTACHMENTS} or fewer in length.`,
    );
  if (uploads.some(({ bytes }) => bytes.byteLength > limits.MAX_FILE_BYTES)) return REFUSAL.tooLarge;
  return uploads.map(({ number, filename, contentType, bytes }) => {
    const told = about?.find(({ id }) => id === number);
    const name = (told?.filename ?? filename).replaceAll(/[^\w.-]/g, '_');
    const id = world.ids.timed();
    const url = address(`/attachments/${channelId}/${id}/${name}`);
    const attachment: Attachment = {
      id,
      filename: name,
      url,
      contentType,
      bytes,
      description: told?.description ?? undefined,
    };
    world.files.set(id, attachment);
    return attachment;
  });
}

/** Points the `attachment://` addresses of components at the files they mean; refuses one that means none. */
export function resolveMedia(components: readonly TopLevel[], files: readonly Attachment[]): Refusal | undefined {
  for (const media of components.flatMap(flatten).flatMap(mediaOf)) {
    if (!media.url.startsWith('attachment://')) continue;
    const name = media.url.slice('attachment://'.length).replaceAll(/[^\w.-]/g, '_');
    const file = files.find(({ filename }) => filename === name);
    if (!file)
      return invalidField(
        ['components'],
        'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
        'The referenced attachment was not found',
      );
    media.url = file.url;
    media.proxy_url = file.url;
    media.attachment_id = file.id;
    if (file.contentType !== undefined) media.content_type = file.contentType;
  }
  return undefined;
}
