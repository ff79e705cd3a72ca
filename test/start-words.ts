import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const PACKAGE = join(import.meta.dirname, '..', 'package.json');

/** The words of the command with which `npm start` runs the bot: Node, its options, and the file. */
export function startWords(): string[] {
  const { scripts } = z
    .object({ scripts: z.object({ start: z.string() }) })
    .parse(JSON.parse(readFileSync(PACKAGE, 'utf8')));
  return scripts.start.split(' ');
}

/** Node's own options in it. */
export function startOptions(): string[] {
  return startWords().slice(1, -1);
}
