import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import { parseJson } from '../../../src/playground/slack/json.ts';

/** A response_url that answers with these statuses, one after the other; 0 breaks the connection. */
export async function responseUrl(...statuses: readonly number[]) {
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const status = statuses[bodies.length] ?? 200;
      bodies.push(parseJson(Buffer.concat(parts).toString()));
      if (status === 0) response.destroy();
      else response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`, bodies };
}
