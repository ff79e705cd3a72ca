import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBot } from '../../src/bot.ts';
import { type Library, startersOf } from '../../src/core/library.ts';
import { createEngine } from '../../src/delivery/engine.ts';
import { loadLibrary } from '../../src/pack/load-knowledge.ts';
import type { Platform } from '../../src/platforms/platform.ts';
import { openStore, type StoreOptions } from '../../src/store/open-store.ts';
import { type Supervisor, supervise } from '../../src/supervise.ts';

/** The packs that ship. */
export const library: Library = loadLibrary(join(import.meta.dirname, '..', '..', 'knowledge'));

/** More than anybody says: no loop is to be broken. */
export const UNHELD = 1_000_000_000;

/** Runs the whole bot on one platform in this process, with a store in a file that goes with the process. */
export async function runOn(platform: Platform, { wrote }: Pick<StoreOptions, 'wrote'> = {}): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'versus-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.once('SIGTERM', () => process.exit());
  const store = await openStore({ file: join(folder, 'versus.sqlite') }, wrote ? { wrote } : {});
  const now = () => new Date();
  const observe = () => undefined;
  const limits = { perThread: UNHELD, perPerson: UNHELD, windowMs: 60_000 };
  const bot = createBot({ library: () => library, store, now, observe, limits });
  const say = (about: object, message: string) => console.error(message, about);
  const log = { debug: observe, info: observe, warn: say, error: say };
  const engine = createEngine({
    bot,
    store,
    holder: 'bench',
    isShared: false,
    post: (name, post) => supervisor.post(name, post),
    platforms: () => supervisor.up(),
    now,
    observe,
    log,
  });
  const supervisor: Supervisor = supervise([platform], { ...engine, starters: startersOf(library), log }, { log });
  await supervisor.start();
  engine.start();
}
