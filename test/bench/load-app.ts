// The bot on one platform in a process of its own. Started by load.ts.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createDiscord } from '../../src/platforms/discord/discord.ts';
import { createSlack } from '../../src/platforms/slack/slack.ts';
import { runOn, UNHELD } from './running.ts';

const [platform, apiUrl = '', discordToken = ''] = process.argv.slice(2);
const delay = monitorEventLoopDelay({ resolution: 10 });
let groups = 0;
let writes = 0;

await runOn(
  platform === 'slack'
    ? createSlack({ botToken: 'xoxb-load', connection: { type: 'socket', appToken: 'xapp-load' }, apiUrl })
    : createDiscord({ token: discordToken, apiUrl, requestsPerSecond: UNHELD }),
  {
    wrote: ({ count }) => {
      groups += 1;
      writes += count;
    },
  },
);
delay.enable();

// Nobody asks any more.
process.on('disconnect', () => process.exit());
process.on('message', () => {
  // Started with --expose-gc, so that memory is what is in use.
  globalThis.gc?.();
  const { rss, heapUsed: heap } = process.memoryUsage();
  const [loopP99Ms, loopMaxMs] = [delay.percentile(99) / 1e6, delay.max / 1e6];
  process.send?.({ rss, heap, loopP99Ms, loopMaxMs, groups, writes });
  delay.reset();
  [groups, writes] = [0, 0];
});
process.send?.('ready');
