import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** A PostgreSQL server of our own, on a free port of this machine and in a folder that goes with it. */
export type PostgresServer = {
  /** Makes an empty schema, which is as good as a database and made faster, and gives its address. */
  readonly newDatabase: () => Promise<string>;
  /** Stops it at once, as a crash would, and starts it again on the same port. */
  readonly restart: () => Promise<void>;
  readonly crash: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

/** Where its programs are; undefined when PostgreSQL is not installed. */
export const POSTGRES_FOLDER: string | undefined = programFolders().find((folder) =>
  ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))),
);

const START_TIMEOUT_MS = 20_000;

/** Makes and starts a server. */
export async function startPostgres(folder: string): Promise<PostgresServer> {
  const home = mkdtempSync(join(tmpdir(), 'versus-postgres-'));
  const owner = ownerOf();
  if (owner) chownSync(home, owner.uid, owner.gid);
  const cluster = join(home, 'data');
  const made = spawnSync(
    join(folder, 'initdb'),
    ['--no-sync', '--auth=trust', '--encoding=UTF8', '--locale=C', '--username=versus', '-D', cluster],
    { cwd: home, encoding: 'utf8', ...owner },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  let server: ChildProcess | undefined;
  let databases = 0;
  await start();
  return { newDatabase, restart, crash, start, remove };

  async function newDatabase(): Promise<string> {
    databases += 1;
    const client = await connected();
    const name = `versus_${databases}`;
    await client.query(`create schema ${name}`);
    await client.end();
    return `postgres://versus@127.0.0.1:${port}/postgres?options=${encodeURIComponent(`-c search_path=${name}`)}`;
  }

  async function restart() {
    await crash();
    await start();
  }

  async function crash() {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGQUIT');
    await gone;
  }

  async function start() {
    server = spawn(join(folder, 'postgres'), ['-D', cluster, '-p', String(port), '-h', '127.0.0.1', '-k', home], {
      cwd: home,
      stdio: 'ignore',
      ...owner,
    });
    for (const deadline = Date.now() + START_TIMEOUT_MS; ; await sleep(30)) {
      try {
        await (await connected()).end();
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  }

  async function remove() {
    await crash();
    rmSync(home, { recursive: true, force: true });
  }

  async function connected(): Promise<Client> {
    const client = new Client({ connectionString: `postgres://versus@127.0.0.1:${port}/postgres` });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }
}

function programFolders(): string[] {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(root, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)];
}

/** PostgreSQL refuses to run as root: then it runs as its own user, or as nobody. */
function ownerOf(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody') ?? [];
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
