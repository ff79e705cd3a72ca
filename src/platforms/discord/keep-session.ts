import { type Client, Events, type IShardingStrategy, SimpleShardingStrategy, Status } from 'discord.js';
import { within } from './within.ts';

/** What connects the shards inside the library. */
type Shards = ConstructorParameters<typeof SimpleShardingStrategy>[0];

/** A session that was not resumed by then is lost at Discord's end too, or the address to resume it at is. */
const KEPT_FOR_MS = 120_000;
const ABNORMAL_CLOSURE = 1006;

/**
 * How a client's shards connect: as usual, but a session outlives a refused reconnection. The library drops the session
 * then and begins a new one, and whatever happened in between is never delivered.
 */
export function keepSession(manager: Shards, client: Client): IShardingStrategy {
  const { options } = manager;
  const update = options.updateSessionInfo.bind(options);
  /** How each shard was last disconnected, and since when it has heard nothing. */
  const lost = new Map<number, { readonly code: number; readonly at: number }>();
  const watched = new Set<number>();
  client.on(Events.ShardReady, (id) => {
    if (watched.has(id)) return;
    watched.add(id);
    client.ws.shards.get(id)?.on('close', ({ code }) => {
      const isStillAway = isConnecting(id) && lost.get(id)?.code === ABNORMAL_CLOSURE;
      lost.set(id, { code, at: isStillAway ? (lost.get(id)?.at ?? 0) : performance.now() });
    });
  });
  options.updateSessionInfo = (id, session) => {
    const last = lost.get(id);
    const isRefused = last?.code === ABNORMAL_CLOSURE && isConnecting(id) && performance.now() - last.at < KEPT_FOR_MS;
    return session === null && isRefused ? undefined : update(id, session);
  };
  return endable(manager, new SimpleShardingStrategy(manager));

  /** From the moment a connection is lost until the other side has said hello. */
  function isConnecting(id: number): boolean {
    return client.ws.shards.get(id)?.status === Status.Connecting;
  }
}

/** How long the other side has to take leave of a socket. */
const CLOSE_TIMEOUT_MS = 500;

/**
 * A strategy whose end is final. Ended while it waits for the other side, a shard of the library connects anew, and a socket
 * that is not open yet, or whose closing nobody answers, stays.
 */
function endable({ options }: Shards, strategy: SimpleShardingStrategy): SimpleShardingStrategy {
  const retrieve = options.retrieveSessionInfo.bind(options);
  const destroy = strategy.destroy.bind(strategy);
  const spawn = strategy.spawn.bind(strategy);
  let isOver = false;
  // The library also ends what was before each beginning.
  strategy.spawn = (shards) => {
    isOver = false;
    return spawn(shards);
  };
  options.retrieveSessionInfo = (id) => (isOver ? new Promise(() => {}) : retrieve(id));
  strategy.destroy = async (how) => {
    isOver = true;
    const sockets = socketsOf(strategy);
    await within(CLOSE_TIMEOUT_MS, destroy(how)).catch(() => undefined);
    for (const { terminate } of sockets) terminate();
  };
  return strategy;
}

/** The sockets of all shards, which the library does not show. */
function socketsOf(strategy: SimpleShardingStrategy): { readonly terminate: () => void }[] {
  const shards: unknown = Reflect.get(strategy, 'shards');
  if (!(shards instanceof Map)) return [];
  return [...shards.values()].flatMap((shard: unknown) => {
    const socket: unknown = typeof shard === 'object' && shard !== null ? Reflect.get(shard, 'connection') : undefined;
    if (typeof socket !== 'object' || socket === null || !('terminate' in socket) || !('on' in socket)) return [];
    const { terminate, on } = socket;
    if (typeof terminate !== 'function' || typeof on !== 'function') return [];
    // A connection that is broken off while it is made says so as an error.
    on.call(socket, 'error', () => undefined);
    return [{ terminate: () => void terminate.call(socket) }];
  });
}
