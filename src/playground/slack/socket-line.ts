import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Deadlines, Timers } from './deadlines.ts';
import type { Ids } from './ids.ts';
import { type Json, parseJson } from './json.ts';
import * as limits from './limits.ts';
import type { Acknowledgement, Line, Parcel, Try } from './parcel.ts';
import type { WireLog } from './wire-log.ts';

/** Why Slack asks a client to connect again. */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'too_many_websockets' | 'link_disabled';

export type SocketLine = Line & {
  /** A WebSocket address for one connection, as apps.connections.open returns it. */
  readonly newAddress: () => string;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly connections: () => number;
  /** Sends `disconnect` over one connection, or over all. */
  readonly disconnect: (reason: DisconnectReason, which: 'one' | 'all') => void;
  /** Cuts one connection, or all, without a word. */
  readonly cut: (which: 'one' | 'all') => void;
  /** Stops answering pings, or goes on. */
  readonly setPongs: (areSent: boolean) => void;
  /** Hears nothing more over the open connections, neither pings nor acknowledgements nor goodbyes, or hears again. */
  readonly setDeaf: (isDeaf: boolean) => void;
  /** Sends any text over one connection, for what no parcel can express. */
  readonly sendRaw: (text: string) => void;
};

export type SocketLineOptions = {
  readonly appId: string;
  readonly origin: () => string;
  readonly ids: Ids;
  readonly log: WireLog;
  readonly timers: Timers;
  readonly deadlines: Deadlines;
};

const ACK = z.looseObject({ envelope_id: z.string(), payload: z.json().optional() });

const ENVELOPE_TYPES: Readonly<Record<Parcel['kind'], string>> = {
  event: 'events_api',
  command: 'slash_commands',
  interaction: 'interactive',
};

type Waiting = { readonly socket: WebSocket; readonly settle: (outcome: Acknowledgement) => void };

/** Socket Mode: several connections, each envelope to one of them, and an acknowledgement for each. */
export function createSocketLine({ appId, origin, ids, log, timers, deadlines }: SocketLineOptions): SocketLine {
  const server = new WebSocketServer({ noServer: true, autoPong: false });
  const addresses = new Set<string>();
  const open = new Set<WebSocket>();
  const waiting = new Map<string, Waiting>();
  const arrivals = new Set<() => void>();
  let turn = 0;
  let sendsPongs = true;

  const stopPings = timers.every(deadlines.pingMs, () => {
    for (const socket of open) if (sendsPongs) socket.ping();
  });

  return {
    newAddress: () => {
      const path = `/link/${ids.next('ticket')}`;
      addresses.add(path);
      return `${origin().replace(/^http/, 'ws')}${path}?app_id=${appId}`;
    },
    upgrade: (request, socket, head) => {
      const { pathname } = new URL(request.url ?? '/', origin());
      if (!addresses.delete(pathname)) {
        log.write({ from: 'app', over: 'socket', name: 'refused', body: { reason: 'unknown or used ticket' } });
        socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    connections: () => open.size,
    disconnect: (reason, which) => {
      for (const socket of chosen(which)) sendDisconnect(socket, reason);
    },
    cut: (which) => {
      for (const socket of chosen(which)) socket.terminate();
    },
    setPongs: (areSent) => {
      sendsPongs = areSent;
    },
    setDeaf: (isDeaf) => {
      for (const socket of server.clients) {
        if (isDeaf) socket.pause();
        else socket.resume();
      }
    },
    sendRaw: (text) => {
      for (const socket of chosen('one')) socket.send(text);
    },
    send: async (parcel, attempt) => {
      const socket = nextConnection() ?? (await connectionWithin(deadlines.ackMs));
      return socket ? await hand(socket, parcel, attempt) : { kind: 'unreachable' };
    },
    stop: async () => {
      stopPings();
      for (const { settle } of waiting.values()) settle({ kind: 'unreachable' });
      for (const socket of server.clients) socket.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };

  function welcome(socket: WebSocket): void {
    socket.on('ping', (data) => {
      if (sendsPongs) socket.pong(data);
    });
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      take(String(data));
    });
    socket.on('close', (code) => {
      open.delete(socket);
      log.write({ from: 'app', over: 'socket', name: 'closed', body: { code } });
      for (const entry of waiting.values()) if (entry.socket === socket) entry.settle({ kind: 'timed-out' });
    });
    if (open.size >= limits.MAX_CONNECTIONS) {
      sendDisconnect(socket, 'too_many_websockets');
      return;
    }
    open.add(socket);
    const hello = {
      type: 'hello',
      num_connections: open.size,
      debug_info: { host: 'local', build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: appId },
    };
    log.write({ from: 'slack', over: 'socket', name: 'hello', body: hello });
    socket.send(JSON.stringify(hello));
    for (const arrived of arrivals) arrived();
  }

  function take(text: string): void {
    const ack = ACK.safeParse(parseJson(text)).data;
    if (!ack) {
      log.write({ from: 'app', over: 'socket', name: 'unreadable', body: text });
      return;
    }
    const entry = waiting.get(ack.envelope_id);
    log.write({
      from: 'app',
      over: 'socket',
      name: entry ? 'acknowledgement' : 'late acknowledgement',
      body: { envelope_id: ack.envelope_id, payload: ack.payload ?? null },
    });
    entry?.settle({ kind: 'acknowledged', response: withoutEmpty(ack.payload) });
  }

  function hand(socket: WebSocket, parcel: Parcel, attempt: Try): Promise<Acknowledgement> {
    const envelopeId = ids.next('envelope');
    const isEvent = parcel.kind === 'event';
    const envelope = {
      envelope_id: envelopeId,
      type: ENVELOPE_TYPES[parcel.kind],
      payload: parcel.body,
      accepts_response_payload: !isEvent,
      ...(isEvent ? { retry_attempt: attempt.number, retry_reason: attempt.reason ? 'timeout' : '' } : {}),
    };
    return new Promise((resolve) => {
      const stopTimer = timers.after(deadlines.ackMs, () => settle({ kind: 'timed-out' }));
      waiting.set(envelopeId, { socket, settle });
      log.write({ from: 'slack', over: 'socket', name: parcel.name, body: envelope });
      socket.send(JSON.stringify(envelope));

      function settle(outcome: Acknowledgement): void {
        stopTimer();
        waiting.delete(envelopeId);
        resolve(outcome);
      }
    });
  }

  function sendDisconnect(socket: WebSocket, reason: DisconnectReason): void {
    const body = { type: 'disconnect', reason, debug_info: { host: 'local' } };
    log.write({ from: 'slack', over: 'socket', name: 'disconnect', body });
    socket.send(JSON.stringify(body));
    // What is sent from now on goes to the others; acknowledgements still come back over this one until it closes.
    open.delete(socket);
  }

  function nextConnection(): WebSocket | undefined {
    const ready = [...open].filter(({ readyState, OPEN }) => readyState === OPEN);
    turn += 1;
    return ready[turn % Math.max(ready.length, 1)];
  }

  function connectionWithin(ms: number): Promise<WebSocket | undefined> {
    return new Promise((resolve) => {
      const stopTimer = timers.after(ms, finish);
      arrivals.add(finish);

      function finish(): void {
        stopTimer();
        arrivals.delete(finish);
        resolve(nextConnection());
      }
    });
  }

  function chosen(which: 'one' | 'all'): readonly WebSocket[] {
    return which === 'all' ? [...open] : [...open].slice(0, 1);
  }
}

/** Clients send `{}` when there is nothing to say. */
function withoutEmpty(payload: Json | undefined): Json | undefined {
  const isEmpty = typeof payload === 'object' && payload !== null && Object.keys(payload).length === 0;
  return isEmpty ? undefined : payload;
}
