import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, it, onTestFinished } from 'vitest';
import { openStore, type Place, type StoreOptions } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { POSTGRES_FOLDER, type PostgresServer, startPostgres } from './postgres-server.ts';

/** A kind of database that stores are tested on. */
export type TestDatabase = {
  readonly name: 'SQLite in memory' | 'SQLite in a file' | 'PostgreSQL';
  /** A new empty database. */
  readonly place: () => Promise<Place>;
  /** Opens a store that is closed when the running test is over. */
  readonly open: (place?: Place, options?: StoreOptions) => Promise<Store>;
  /** What another program may do to a database. */
  readonly change: (place: Place, sql: string) => Promise<void>;
  /** The running server, where there is one. */
  readonly server: () => PostgresServer;
};

/** Describes the same on every kind of database; what needs two stores on one database leaves out the one in memory. */
export function describeOnEach(
  kinds: readonly TestDatabase['name'][],
  title: string,
  contract: (database: TestDatabase) => void,
): void {
  for (const name of kinds) {
    if (name === 'PostgreSQL' && POSTGRES_FOLDER === undefined) describeMissing(title);
    else describe(`${title} (${name})`, () => contract(testDatabase(name)));
  }
}

/** Every kind, and those that several stores can share. */
export const EVERY_KIND = ['SQLite in memory', 'SQLite in a file', 'PostgreSQL'] as const;
export const SHARED_KINDS = ['SQLite in a file', 'PostgreSQL'] as const;

function describeMissing(title: string): void {
  const why = 'there is no initdb, neither in /usr/lib/postgresql/*/bin nor on PATH; install PostgreSQL';
  describe(`${title} (PostgreSQL)`, () => {
    if (process.env.CI !== 'true') return it.skip(`is not tested: ${why}`, () => undefined);
    it('is tested wherever CI is true', () => {
      throw new Error(why);
    });
  });
}

function testDatabase(name: TestDatabase['name']): TestDatabase {
  let server: PostgresServer | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'versus-test-'));
  let files = 0;
  beforeAll(async () => {
    if (name === 'PostgreSQL' && POSTGRES_FOLDER !== undefined) server = await startPostgres(POSTGRES_FOLDER);
  }, 60_000);
  afterAll(async () => {
    await server?.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const running = () => {
    if (!server) throw new Error(`${name} has no server`);
    return server;
  };
  const newPlace = async (): Promise<Place> => {
    if (name === 'SQLite in memory') return { file: ':memory:' };
    if (name === 'PostgreSQL') return { url: await running().newDatabase() };
    files += 1;
    return { file: join(folder, `${files}.sqlite`) };
  };
  return {
    name,
    place: newPlace,
    open: async (place, options) => {
      const store = await openStore(place ?? (await newPlace()), options);
      onTestFinished(() => store.health.close());
      return store;
    },
    change: async (place, sql) => {
      if ('file' in place) {
        const sqlite = new DatabaseSync(place.file);
        sqlite.exec(sql);
        sqlite.close();
        return;
      }
      const client = new Client({ connectionString: place.url });
      await client.connect();
      await client.query(sql);
      await client.end();
    },
    server: running,
  };
}
