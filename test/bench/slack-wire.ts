import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { slackManifest } from '../../src/platforms/slack/manifest.ts';

/** As little of Slack as an app in Socket Mode needs, so that the app is what is measured. */
export type Wire = {
  readonly apiUrl: string;
  readonly connections: () => number;
  /** A mention by somebody new, in a thread of its own; resolves with the milliseconds until the reply is posted. */
  readonly mention: (text: string) => Promise<number>;
  /** A command; resolves with the milliseconds until it is answered in its acknowledgement. */
  readonly command: (text: string) => Promise<number>;
  readonly stop: () => void;
};

/** Conversations in which things are said in turn: a platform posts in order in each. */
const CHANNELS = 64;
const SCOPES = slackManifest({ mentionsOnly: false }).oauth_config.scopes.bot.join(',');
const FIRST_SECOND = 1_700_000_000;

export async function openWire(): Promise<Wire> {
  const sockets = new WebSocketServer({ noServer: true });
  const open: WebSocket[] = [];
  const waiting = new Map<string, () => void>();
  let count = 0;

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const method = request.url?.replace('/api/', '') ?? '';
      const body = Buffer.concat(parts).toString();
      // A command that took too long for its acknowledgement is answered here.
      if (method.startsWith('/response/') && body.includes('"blocks"')) settle(method.slice('/response/'.length));
      const args = new URLSearchParams(body);
      response.writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': SCOPES });
      response.end(JSON.stringify({ ok: true, ...answerTo(method, args) }));
    });
  });
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (one) => {
      open.push(one);
      one.on('close', () => open.splice(open.indexOf(one), 1));
      one.on('message', (data) => {
        const { envelope_id: id, payload } = JSON.parse(String(data));
        if (payload?.blocks) settle(id);
      });
      one.send(JSON.stringify({ type: 'hello', num_connections: open.length, connection_info: { app_id: 'A1' } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    connections: () => open.length,
    mention: (text) => {
      const { ts, channel, user } = next();
      const event = { type: 'app_mention', channel, user, ts, event_ts: ts, text: `<@UBOT> ${text}`, team: 'T1' };
      const payload = {
        type: 'event_callback',
        team_id: 'T1',
        api_app_id: 'A1',
        event_id: `Ev${ts}`,
        event_time: 1,
        event,
      };
      return timed(
        ts,
        'events_api',
        { ...payload, authorizations: [{ team_id: 'T1', enterprise_id: null, is_bot: true }] },
        ts,
      );
    },
    command: (text) => {
      const { ts, channel, user } = next();
      const payload = {
        command: '/versus',
        text,
        team_id: 'T1',
        channel_id: channel,
        user_id: user,
        user_name: 'ada',
        api_app_id: 'A1',
        is_enterprise_install: 'false',
        trigger_id: `1.2.${ts}`,
        response_url: `http://127.0.0.1:${port}/response/${ts}`,
      };
      return timed(ts, 'slash_commands', payload, ts);
    },
    stop: () => {
      for (const one of open) one.terminate();
      server.close();
      server.closeAllConnections();
    },
  };

  function answerTo(method: string, args: URLSearchParams): object {
    switch (method) {
      case 'auth.test':
        return { team_id: 'T1', user_id: 'UBOT', bot_id: 'B1' };
      case 'apps.connections.open':
        return { url: `ws://127.0.0.1:${port}/link` };
      case 'chat.postMessage': {
        const thread = args.get('thread_ts') ?? '';
        settle(thread);
        return { channel: args.get('channel'), ts: `${thread}1`, message: {} };
      }
    }
    return {};
  }

  function next() {
    count += 1;
    const ts = `${FIRST_SECOND + count}.000100`;
    return { ts, channel: `C${count % CHANNELS}`, user: `U${count}` };
  }

  function timed(key: string, type: string, payload: object, id: string): Promise<number> {
    return new Promise((resolve) => {
      const start = performance.now();
      waiting.set(key, () => resolve(performance.now() - start));
      const socket = open[count % open.length];
      socket?.send(JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: type !== 'events_api' }));
    });
  }

  function settle(key: string): void {
    waiting.get(key)?.();
    waiting.delete(key);
  }
}
