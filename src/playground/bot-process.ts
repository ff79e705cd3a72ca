import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { BotState } from './protocol.ts';

/** The real bot in a process of its own, which can be killed and started again. */
export type BotProcess = {
  readonly start: () => void;
  /** Ends it as a crash does (SIGKILL). */
  readonly kill: () => void;
  /** Ends it as one should; resolves when it is gone. */
  readonly stop: () => Promise<void>;
  readonly state: () => BotState;
};

export type BotProcessOptions = {
  /** The file that Node runs. */
  readonly main: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Log lines of the bot, and whatever else it writes. */
  readonly hear: (line: string) => void;
  readonly changed: (state: BotState) => void;
  /** Whether everything the bot talks to sees it. */
  readonly isConnected: () => boolean;
};

const LOOK_MS = 50;
/** A bot that ends by itself is started again, but not faster than this. */
const RESTART_MS = 1000;
const STOP_MS = 10_000;

export function createBotProcess({ main, environment, hear, changed, isConnected }: BotProcessOptions): BotProcess {
  let child: ChildProcess | undefined;
  let state: BotState = { state: 'down', pid: undefined, starts: 0 };
  let isWanted = false;
  let restart: NodeJS.Timeout | undefined;
  let look: NodeJS.Timeout | undefined;

  return {
    start,
    kill: () => {
      isWanted = false;
      clearTimeout(restart);
      child?.kill('SIGKILL');
    },
    stop: async () => {
      isWanted = false;
      clearTimeout(restart);
      const ending = child;
      if (!ending) return;
      const gone = new Promise<void>((resolve) => ending.once('close', () => resolve()));
      ending.kill('SIGTERM');
      const late = setTimeout(() => ending.kill('SIGKILL'), STOP_MS);
      await gone;
      clearTimeout(late);
    },
    state: () => state,
  };

  function start(): void {
    isWanted = true;
    if (child) return;
    const started = spawn(process.execPath, [main], {
      env: { ...environment },
      // The bot ends by itself when the channel breaks.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Ctrl-C is for the playground, which then stops the bot.
      detached: true,
    });
    child = started;
    tell({ state: 'starting', pid: started.pid, starts: state.starts + 1 });
    for (const output of [started.stdout, started.stderr])
      if (output) createInterface({ input: output }).on('line', hear);
    started.once('error', (error) => hear(`The bot could not be started: ${error.message}`));
    started.once('close', ended);
    look = setInterval(() => {
      if (!isConnected()) return;
      clearInterval(look);
      tell({ ...state, state: 'up' });
    }, LOOK_MS);
  }

  function ended(): void {
    clearInterval(look);
    child = undefined;
    tell({ ...state, state: 'down', pid: undefined });
    if (isWanted) restart = setTimeout(start, RESTART_MS);
  }

  function tell(next: BotState): void {
    state = next;
    changed(state);
  }
}
