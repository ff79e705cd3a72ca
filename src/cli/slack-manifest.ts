import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { startersOf } from '../core/library.ts';
import { loadLibrary } from '../pack/load-knowledge.ts';
import { slackManifest } from '../platforms/slack/manifest.ts';
import { parsed, UsageError } from './usage.ts';

/** `versus slack-manifest`: prints the manifest of the Slack app as JSON, which Slack takes under "From a manifest". */
export function slackManifestCommand(args: readonly string[]): number {
  const { positionals, values } = parsed(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'mentions-only': { type: 'boolean', default: false }, url: { type: 'string' } },
    }),
  );
  const { 'mentions-only': mentionsOnly, url } = values;
  if (positionals.length > 0) throw new UsageError('slack-manifest takes --mentions-only and --url <https address>');
  if (url !== undefined && URL.parse(url)?.protocol !== 'https:')
    throw new UsageError(`--url expects the https address at which Slack reaches the bot; got "${url}"`);
  const prompts = startersOf(loadLibrary(readConfig(process.env).knowledgeDir));
  const manifest = slackManifest({ mentionsOnly, prompts, ...(url === undefined ? {} : { url }) });
  console.log(JSON.stringify(manifest, undefined, 2));
  return 0;
}
