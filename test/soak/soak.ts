import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { POSTGRES_FOLDER, startPostgres } from '../store/postgres-server.ts';
import type { Random } from './random.ts';
import { type Report, run } from './run.ts';

// npm run soak [-- --words 20000 --kills 50 --replicas 3 --seed 7]: with more than one replica on PostgreSQL, else on SQLite.
const { values } = parseArgs({
  options: {
    words: { type: 'string', default: '20000' },
    kills: { type: 'string', default: '50' },
    replicas: { type: 'string', default: '1' },
    'calm-store': { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const replicas = Number(values.replicas);
const folder = mkdtempSync(join(tmpdir(), 'versus-soak-'));
const postgres = replicas > 1 ? await startPostgres(POSTGRES_FOLDER ?? '') : undefined;
const file = join(folder, 'versus.sqlite');
const place = postgres ? { url: await postgres.newDatabase() } : { file };
console.log(`seed ${values.seed}, ${replicas} process${replicas > 1 ? 'es on PostgreSQL' : ' on SQLite'}`);
try {
  const report = await run({
    seed: Number(values.seed),
    words: Number(values.words),
    kills: Number(values.kills),
    replicas,
    place,
    cwd: folder,
    ...(values['calm-store'] ? {} : { breakStore }),
    tell: (line) => console.log(line),
  });
  print(report);
} finally {
  await postgres?.remove();
  rmSync(folder, { recursive: true, force: true });
}

async function breakStore(random: Random): Promise<string> {
  if (postgres) {
    await postgres.restart();
    return 'store: PostgreSQL restarted';
  }
  const other = new DatabaseSync(file, { timeout: 5000 });
  other.exec('begin exclusive');
  await sleep(random.below(3000));
  other.exec('rollback');
  other.close();
  return 'store: SQLite file locked';
}

function print({ troubles, lost, double, outOfOrder, ...rest }: Report): void {
  for (const [name, times] of Object.entries(troubles).toSorted()) console.log(`${String(times).padStart(5)}  ${name}`);
  console.log(
    `${rest.said} said, ${rest.answered} answered, ${lost.length} lost, ${double.length} double, ${outOfOrder.length} out of the order accepted; ${rest.kills} kills, ${rest.seconds} s`,
  );
  console.log(`${rest.withoutStore} of them answered while the store was away, which say so and stand in no order`);
  const { given, answered } = rest.commands;
  console.log(`${given} commands, ${answered} answered: nobody is there for those given while no process is up`);
  const { slack, discord } = rest.longestAway;
  console.log(`longest time without a connection: Slack ${slack} s, Discord ${discord} s`);
  console.log(`exit codes at the end: ${rest.codes.join(', ')}`);
  for (const key of [...lost, ...double, ...outOfOrder].slice(0, 20)) console.log(key);
  if (lost.length + double.length + outOfOrder.length > 0) process.exitCode = 1;
}
