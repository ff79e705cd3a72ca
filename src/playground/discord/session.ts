import { constants, createDeflate } from 'node:zlib';
import { WebSocket } from 'ws';
import type { GatewayEvent, Knows } from './events.ts';
import { shardOf } from './ids.ts';
import { OPCODE } from './protocol.ts';
import type { Traffic } from './traffic.ts';

/** One socket to a client. */
export type Connection = {
  readonly number: number;
  readonly send: (frame: unknown) => void;
  readonly close: (code: number) => void;
  /** Whether the server closed it, whatever code the client echoes. */
  readonly isClosedHere: () => boolean;
  /** Cuts the socket without a closing handshake. */
  readonly cut: () => void;
};

/** One event as a session got it: what a resume replays. */
type Frame = { readonly op: 0; readonly s: number; readonly t: string; readonly d: unknown };

/** What a client that identified may hear of, whether it is connected at the moment or not. */
export type Session = {
  readonly id: string;
  readonly shard: readonly [number, number];
  readonly intents: number;
  readonly knows: Knows;
  readonly sequence: () => number;
  readonly connection: () => Connection | undefined;
  readonly attach: (connection: Connection | undefined) => void;
  /** Gives it an event, now or when it resumes. */
  readonly push: (name: string, data: unknown) => void;
  /** Sends everything after a sequence number again; false where that is no longer known. */
  readonly replay: (after: number) => boolean;
  /** Gives it the last event of a name (or of any) once more, under a new number. */
  readonly pushAgain: (name: string | undefined) => boolean;
  readonly hears: (event: GatewayEvent) => boolean;
};

/** Events a session keeps for a resume. */
const MAX_REPLAY = 5000;

/** A new session, not attached to a connection yet. */
export function createSession(given: {
  readonly id: string;
  readonly shard: readonly [number, number];
  readonly intents: number;
  readonly knows: Knows;
}): Session {
  const frames: Frame[] = [];
  let sequence = 0;
  let connection: Connection | undefined;
  const push = (name: string, data: unknown) => {
    sequence += 1;
    const frame: Frame = { op: OPCODE.dispatch, s: sequence, t: name, d: data };
    frames.push(frame);
    if (frames.length > MAX_REPLAY) frames.shift();
    connection?.send(frame);
  };
  return {
    ...given,
    sequence: () => sequence,
    connection: () => connection,
    attach: (next) => {
      connection = next;
    },
    push,
    replay: (after) => {
      if (after > sequence || after < (frames[0]?.s ?? 1) - 1) return false;
      for (const frame of frames) if (frame.s > after && frame.t !== 'RESUMED') connection?.send(frame);
      return true;
    },
    pushAgain: (name) => {
      const frame = frames.findLast(({ t }) => (name === undefined ? t !== 'READY' && t !== 'RESUMED' : t === name));
      if (frame) push(frame.t, frame.d);
      return frame !== undefined;
    },
    hears: (event) => {
      const [shard, shards] = given.shard;
      const isItsShard = event.guildId === undefined ? shard === 0 : shardOf(event.guildId, shards) === shard;
      return isItsShard && (event.intent === 0 || (given.intents & event.intent) !== 0);
    },
  };
}

/** Wraps a socket; with `isCompressed` all frames go through one zlib stream, flushed after each. */
export function createConnection(
  socket: WebSocket,
  number: number,
  isCompressed: boolean,
  traffic: Traffic,
): Connection {
  const deflate = isCompressed ? createDeflate() : undefined;
  let isClosedHere = false;
  deflate?.on('data', (chunk: Buffer) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(chunk);
  });
  return {
    number,
    send: (frame) => {
      if (socket.readyState !== WebSocket.OPEN) return;
      const json = JSON.stringify(frame);
      traffic.record({ kind: 'sent', connection: number, json });
      if (!deflate) return socket.send(json);
      deflate.write(json);
      deflate.flush(constants.Z_SYNC_FLUSH);
    },
    close: (code) => {
      isClosedHere = true;
      socket.close(code);
    },
    isClosedHere: () => isClosedHere,
    cut: () => socket.terminate(),
  };
}
