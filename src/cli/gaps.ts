import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { type Gaps, gapsIn } from '../core/gaps.ts';
import type { Library } from '../core/library.ts';
import { loadLibrary } from '../pack/load-knowledge.ts';
import { wordVectorsOf } from '../pack/read-word-vectors.ts';
import type { Store } from '../store/store.ts';
import { gapsLines } from './gaps-lines.ts';
import { gapsWrite } from './gaps-write.ts';
import { firstMomentOf, withStore } from './notes.ts';
import { parsed, UsageError } from './usage.ts';

/** `versus gaps` with its arguments. */
export async function gapsCommand(args: readonly string[]): Promise<number> {
  const { positionals, values } = parsed(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        since: { type: 'string' },
        json: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        accept: { type: 'string', multiple: true, default: [] },
      },
    }),
  );
  if (positionals.length > 0)
    throw new UsageError('gaps takes --since <day>, --json, --write and --accept <id>, and no names');
  if (values.json && values.write) throw new UsageError('--json goes without --write, which asks and tells');
  if (values.accept.length > 0 && !values.write) throw new UsageError('--accept goes with --write');
  const { database, knowledgeDir } = readConfig(process.env);
  const since = values.since === undefined ? 0 : firstMomentOf(values.since);
  return withStore(database, async (store) => {
    const library = loadLibrary(knowledgeDir);
    const gaps = await gapsOf(store, library, knowledgeDir, since);
    if (values.write) return gapsWrite({ gaps, library, knowledgeDir, store, accept: values.accept });
    if (values.json) console.log(JSON.stringify(gaps));
    else for (const line of gapsLines(gaps, library)) console.log(line);
    return 0;
  });
}

async function gapsOf(
  store: Pick<Store, 'notes'>,
  library: Library,
  knowledgeDir: string,
  since: number,
): Promise<Gaps> {
  return gapsIn(await store.notes.since(0), library, wordVectorsOf(knowledgeDir), since);
}
