import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { evalPacks } from './eval-packs.ts';
import { EVAL_FILES } from './eval-rows.ts';
import { fitPacks } from './fit-packs.ts';
import { parsed, UsageError } from './usage.ts';

/** `versus eval` with its arguments. */
export function evalCommand(args: readonly string[]): number {
  const { positionals, values } = parsed(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { fit: FLAG, json: FLAG, curve: FLAG, show: FLAG, write: FLAG, set: { type: 'string' } },
    }),
  );
  const [named, ...others] = positionals;
  const { knowledgeDir } = readConfig(process.env);
  if (values.fit) {
    if (args.length > 1) throw new UsageError('--fit goes alone: it fits every pack');
    return fitPacks(knowledgeDir);
  }
  if (others.length > 0) throw new UsageError('eval takes one pack at most; without one it plays all');
  const files = EVAL_FILES.filter((file) => values.set === undefined || values.set === file);
  if (files.length === 0) throw new UsageError(`--set is ${EVAL_FILES.join(' or ')}`);
  if (values.write && values.set !== undefined)
    throw new UsageError('--write keeps the figures of both sets: leave out --set');
  return evalPacks(knowledgeDir, named, files, values);
}

const FLAG = { type: 'boolean', default: false } as const;
