// One app in a process of its own: "bare", Bolt with a finished card, or "versus". Started by slack.ts.
import { App, LogLevel } from '@slack/bolt';
import { respond } from '../../src/core/respond.ts';
import { EMPTY_THREAD } from '../../src/core/thread.ts';
import { renderCard } from '../../src/platforms/slack/render.ts';
import { createSlack } from '../../src/platforms/slack/slack.ts';
import { library, runOn } from './running.ts';

const [contender, apiUrl = '', question = ''] = process.argv.slice(2);
const tokens = { botToken: 'xoxb-bench', appToken: 'xapp-bench' };

if (contender === 'bare') await startBare();
else await startVersus();

// Nobody asks any more.
process.on('disconnect', () => process.exit());
process.on('message', () => {
  process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage().rss });
});
process.send?.('ready');

async function startBare(): Promise<void> {
  const { card } = respond({ content: { type: 'utterance', text: question } }, EMPTY_THREAD, library, '2026-11-22');
  const { text, blocks } = renderCard(card);
  const app = new App({
    token: tokens.botToken,
    appToken: tokens.appToken,
    socketMode: true,
    clientOptions: { slackApiUrl: apiUrl },
    logLevel: LogLevel.ERROR,
  });
  app.event('app_mention', async ({ event, client }) => {
    await client.chat.postMessage({ channel: event.channel, thread_ts: event.ts, text, blocks, unfurl_links: false });
  });
  app.command('/versus', async ({ ack }) => {
    await ack({ response_type: 'ephemeral', text, blocks });
  });
  await app.start();
}

async function startVersus(): Promise<void> {
  const connection = { type: 'socket', appToken: tokens.appToken } as const;
  await runOn(createSlack({ botToken: tokens.botToken, connection, apiUrl }));
}
