import { z } from 'zod';
import { defineMethod, done, jsonArg, type Method, numberArg, refused, TIER_4, textArg } from './api-method.ts';
import { findPostable } from './chat-methods.ts';
import { CONTENT_ARGS, readContent } from './message-content.ts';
import { fileJson } from './message-json.ts';
import type { Slack } from './slack.ts';
import type { StoredFile } from './world.ts';

/** The two calls around an upload; the bytes themselves go to the address that the first returns. */
export const FILE_METHODS: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': defineMethod({
    scopes: ['files:write'],
    tier: TIER_4,
    args: z.object({ filename: z.string().min(1), length: numberArg, alt_txt: textArg.optional() }),
    run: ({ filename, length }, { install, slack }) => {
      if (length === 0) return refused('invalid_arguments');
      const file = slack.world.keepFile({
        id: slack.ids.next('F'),
        name: filename,
        title: filename,
        by: install.user.id,
        content: undefined,
        bytes: length,
      });
      return done({ upload_url: `${slack.origin()}/upload/${file.id}`, file_id: file.id });
    },
  }),

  'files.completeUploadExternal': defineMethod({
    scopes: ['files:write'],
    tier: TIER_4,
    args: z.object({
      files: jsonArg.pipe(z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1)),
      channel_id: textArg.optional(),
      channels: textArg.optional(),
      thread_ts: textArg.optional(),
      initial_comment: textArg.optional(),
      blocks: CONTENT_ARGS.blocks,
    }),
    run: (args, call) => {
      const { world, ids } = call.slack;
      const found = args.files.map(({ id, title }) => ({ file: world.file(id), title }));
      const files = found.flatMap(({ file, title }) =>
        file?.content === undefined || file.by !== call.install.user.id
          ? []
          : [{ ...file, title: title ?? file.title }],
      );
      if (files.length < found.length) return refused('file_not_found');
      const content = readContent({ text: args.initial_comment, blocks: args.blocks }, {}, ids);
      if (content.kind === 'refused') return content.reply;
      const channels = (args.channel_id ?? args.channels ?? '').split(',').filter((channel) => channel !== '');
      const places = channels.map((channel) => findPostable(channel, args.thread_ts, call));
      for (const place of places) if (place.kind === 'refused') return place.reply;
      for (const file of files) world.keepFile(file);
      for (const place of places) {
        if (place.kind === 'refused') continue;
        const { conversation, thread } = place;
        world.post({ ...content.content, channel: conversation.id, thread, by: call.install.user.id, files });
      }
      return done({ files: files.map(fileJson) });
    },
  }),
};

/** Stores the bytes of an upload; undefined when nobody asked for its address. */
export function storeUpload(id: string, content: Buffer, { world }: Slack): StoredFile | undefined {
  const file = world.file(id);
  return file && file.content === undefined ? world.keepFile({ ...file, content, bytes: content.length }) : undefined;
}
