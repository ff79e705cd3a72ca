import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a server on this machine, and passes the server's answers on late when it is told to. */
export type Relay = {
  readonly port: number;
  /** From now on every answer comes so much later; what is on its way comes when it was to come. */
  readonly delay: (ms: number) => void;
  readonly stop: () => void;
};

/** A relay to a port. */
export async function startRelay(to: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let delayMs = 0;
  const server = createServer((client) => {
    const target = connect(to, '127.0.0.1');
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(one);
      // The other side is told by its end.
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    client.on('data', (bytes) => target.write(bytes));
    let lastMs = 0;
    target.on('data', (bytes) => {
      // Never before what came earlier.
      lastMs = Math.max(lastMs, performance.now() + delayMs);
      setTimeout(() => client.write(bytes), Math.max(0, lastMs - performance.now()));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    delay: (ms) => {
      delayMs = ms;
    },
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
