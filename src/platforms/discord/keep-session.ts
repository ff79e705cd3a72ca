import { type Client, Events, type IShardingStrategy, SimpleShardingStrategy, Status } from 'discord.js';

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
  return new SimpleShardingStrategy(manager);

  /** From the moment a connection is lost until the other side has said hello. */
  function isConnecting(id: number): boolean {
    return client.ws.shards.get(id)?.status === Status.Connecting;
  }
}
