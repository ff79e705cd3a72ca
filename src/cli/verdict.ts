import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { chartOf, chartText } from '../core/chart.ts';
import { type Library, packWith } from '../core/library.ts';
import { encodePress } from '../core/press.ts';
import { type Reply, respond } from '../core/respond.ts';
import { scoreboardOf } from '../core/scoreboard.ts';
import { EMPTY_THREAD, withBrief } from '../core/thread.ts';
import { verdictHeading } from '../core/verdict-wording.ts';
import { changedWeights, weightsSaid } from '../core/weights.ts';
import { loadLibrary } from '../pack/load-knowledge.ts';
import { renderCard } from '../platforms/terminal/render.ts';
import { answerRow } from './answer-row.ts';
import { parsed, UsageError } from './usage.ts';

/** `versus verdict` with its arguments: a verdict for a project, as a card or as JSON, and its scoreboard as a picture. */
export async function verdictCommand(args: readonly string[]): Promise<number> {
  const { positionals, values } = parsed(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, weights: { type: 'string' }, png: { type: 'string' } },
    }),
  );
  const given = positionals.join(' ');
  if (given.trim() === '')
    throw new UsageError('a verdict for what? Put the project in quotes, or "-" to read it from standard input');
  const text = given === '-' ? readFileSync(0, 'utf8') : given;
  const library = loadLibrary(readConfig(process.env).knowledgeDir);
  const reply = verdictFor(text, values.weights, library);
  if (values.png !== undefined) await writePicture(values.png, reply, library);
  const shown = values.json ? JSON.stringify(answerRow(text, reply, library)) : renderCard(reply.card, STYLE);
  process.stdout.write(`${shown}\n`);
  return 0;
}

/** How the card is drawn for a person. */
const STYLE = { columns: 96, colour: false } as const;

/** The reply to the command, and with other weights to the same project. */
export function verdictFor(text: string, weights: string | undefined, library: Library): Reply {
  const today = new Date().toISOString().slice(0, 10);
  const reply = respond({ content: { type: 'command', name: 'verdict', text } }, EMPTY_THREAD, library, today);
  const { intent, trace } = reply;
  const pack = packWith(trace.pack, library)?.pack;
  if (weights === undefined) return reply;
  if (intent.type !== 'verdict' || !pack)
    throw new UsageError('these words fit several packs; name an option, and the weights will have their pack');
  const own = weightsSaid(weights, pack);
  const count = weights.split(',').filter((part) => part.trim() !== '').length;
  if (!own || Object.keys(own).length < count)
    throw new UsageError(
      `--weights takes criteria with a number from 0 to 3, such as ${pack.criteria[0]?.id ?? ''}=3; there are ${pack.criteria.map(({ id }) => id).join(', ')}`,
    );
  const state = withBrief(EMPTY_THREAD, { ...intent.brief, weights: changedWeights(own, pack) }, pack.id);
  const id = encodePress({ type: 'verdict', verdict: 1 });
  return respond({ content: { type: 'press', id } }, state, library, today);
}

/** Writes the scoreboard as PNG, and says in words what it shows. */
async function writePicture(file: string, { trace }: Reply, library: Library): Promise<void> {
  const pack = packWith(trace.pack, library)?.pack;
  const board = trace.verdict && pack ? scoreboardOf(trace.verdict, pack).board : undefined;
  if (!trace.verdict || !board || board.rows.length === 0)
    throw new UsageError('nothing that counts was said, so there is no scoreboard to draw');
  const { drawPicture } = await import('../picture/draw-picture.ts').catch((error: unknown) => {
    throw new UsageError(
      `the picture cannot be drawn here: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
    );
  });
  const title = verdictHeading(trace.verdict);
  writeFileSync(file, drawPicture(chartOf(title, board)));
  console.error(chartText(title, board));
}
