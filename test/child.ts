import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/** How a process ended, and all that it wrote. */
export type Ended = {
  /** The exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** A running process: its standard input stays open until it is ended. */
export type Child = {
  readonly process: ChildProcessWithoutNullStreams;
  /** Resolves once standard output (or error) holds these words; rejects when the process ends without them. */
  readonly says: (words: string, where?: 'stdout' | 'stderr') => Promise<void>;
  readonly ended: Promise<Ended>;
};

/** Has a process say each package that is asked for. */
export const TELL_IMPORTS = `data:text/javascript,${encodeURIComponent(
  `import { registerHooks } from 'node:module';
   registerHooks({ resolve: (name, context, next) => (console.error('import ' + name), next(name, context)) });`,
)}`;

/** Starts the Node that runs the tests, with these arguments and nothing in the environment but what is given. */
export function startNode(args: readonly string[], environment: Readonly<Record<string, string>>, cwd: string): Child {
  return startProgram(process.execPath, args, environment, cwd);
}

/** Starts any program, with these arguments and nothing in the environment but what is given. */
export function startProgram(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  cwd: string,
): Child {
  const child = spawn(program, args, { env: { ...environment }, cwd });
  const written = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const where of ['stdout', 'stderr'] as const) {
    child[where].setEncoding('utf8').on('data', (text: string) => {
      written[where] += text;
      for (const look of [...waiting]) look();
    });
  }
  // A process that ends early closes its standard input; what it wrote says why.
  child.stdin.on('error', () => {});
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...written }));
  });
  const says = async (words: string, where: 'stdout' | 'stderr' = 'stdout') => {
    const said = new Promise<void>((resolve) => {
      const look = () => {
        if (!written[where].includes(words)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
    const over = ended.then(({ stderr }) => {
      if (!written[where].includes(words)) throw new Error(`ended without saying "${words}": ${stderr}`);
    });
    await Promise.race([said, over]);
  };
  return { process: child, says, ended };
}

/** Runs Node to its end with this standard input. */
export async function runNode(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  cwd: string,
  input = '',
): Promise<Ended> {
  const child = startNode(args, environment, cwd);
  child.process.stdin.end(input);
  return child.ended;
}
