import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Processes of the real bot, which share one database. */
export type Bots = {
  /** Starts one more; resolves when it says that it is connected. */
  readonly start: () => Promise<void>;
  /** Kills one with -9, in the middle of whatever it does. */
  readonly kill: () => void;
  readonly running: () => number;
  /** Tells all to stop; resolves with their exit codes. */
  readonly stop: () => Promise<readonly (number | null)[]>;
  /** The last lines that each said on its standard error. */
  readonly lastWords: () => readonly string[];
};

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
const START_TIMEOUT_MS = 30_000;
const MAX_TRIES = 6;
const KEPT_CHARS = 20_000;

/** None runs yet. */
export function createBots(environment: () => Readonly<Record<string, string>>, cwd: string): Bots {
  const alive: { readonly child: ChildProcess; readonly ended: Promise<number | null> }[] = [];
  const words: string[] = [];

  return {
    start: async () => {
      // A database that is just coming back is waited for, as whoever restarts processes does.
      for (let tries = 1; ; tries++) {
        try {
          return await start();
        } catch (error) {
          if (tries === MAX_TRIES) throw error;
          await sleep(500);
        }
      }
    },
    kill: () => {
      const one = alive.shift();
      one?.child.kill('SIGKILL');
    },
    running: () => alive.length,
    stop: async () => {
      const all = [...alive];
      for (const { child } of all) child.kill('SIGTERM');
      return Promise.all(all.map(({ ended }) => ended));
    },
    lastWords: () => words.filter((text) => text !== '').slice(-10),
  };

  async function start(): Promise<void> {
    const child = spawn(process.execPath, [MAIN], { env: environment(), cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const place = words.push('') - 1;
    let isConnected = false;
    child.stdout.on('data', (text: Buffer) => {
      isConnected ||= text.includes('connected');
    });
    child.stderr.on('data', (text: Buffer) => {
      words[place] = `${words[place]}${text}`.slice(-KEPT_CHARS);
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const one = { child, ended };
    alive.push(one);
    void ended.then(() => {
      if (alive.includes(one)) alive.splice(alive.indexOf(one), 1);
    });
    for (let waitedMs = 0; !isConnected; waitedMs += 10) {
      if (child.exitCode !== null || waitedMs > START_TIMEOUT_MS)
        throw new Error(`the bot does not start: ${words[place]}`);
      if (child.signalCode !== null) return;
      await sleep(10);
    }
  }
}
