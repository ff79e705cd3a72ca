import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { POSTGRES_FOLDER, startPostgres } from '../store/postgres-server.ts';
import { type Report, run } from './run.ts';

/** The run of `npm run soak`, at a fiftieth of its size. */
const WORDS = 400;

it('nothing is lost, nothing is said twice, and nothing out of order, while one process is killed and all goes wrong', async () => {
  const folder = newFolder();
  await check({ replicas: 1, kills: 1, place: { file: join(folder, 'versus.sqlite') }, cwd: folder });
}, 300_000);

const title = 'the same for three processes on one PostgreSQL, one of which is killed and one starts in the middle';
if (POSTGRES_FOLDER === undefined && process.env.CI !== 'true')
  it.skip(`${title}: not tested, there is no initdb; install PostgreSQL`, () => undefined);
else
  it(title, async () => {
    const folder = newFolder();
    const postgres = await startPostgres(POSTGRES_FOLDER ?? '');
    onTestFinished(() => postgres.remove());
    await check({ replicas: 3, kills: 1, place: { url: await postgres.newDatabase() }, cwd: folder });
  }, 300_000);

async function check(given: Pick<Parameters<typeof run>[0], 'replicas' | 'kills' | 'place' | 'cwd'>): Promise<void> {
  const seed = Number(process.env.SOAK_SEED ?? Date.now() % 1_000_000);
  const lines: string[] = [];
  const report = await run({ ...given, seed, words: WORDS, tell: (line) => lines.push(line) });
  console.log(summary(report));
  const { lost, double, outOfOrder, codes } = report;
  expect({ lost, double, outOfOrder, codes }, `SOAK_SEED=${seed} npm test\n${lines.join('\n')}`).toEqual({
    lost: [],
    double: [],
    outOfOrder: [],
    codes: Array.from({ length: given.replicas }, () => 0),
  });
}

function summary({ seed, kills, said, answered, lost, double, outOfOrder, commands, seconds }: Report): string {
  return (
    `soak, seed ${seed}: ${said} said, ${answered} answered, ${lost.length} lost, ${double.length} double, ` +
    `${outOfOrder.length} out of order, ${kills} kills, ${commands.answered} of ${commands.given} commands answered, ${seconds} s`
  );
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'versus-soak-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
