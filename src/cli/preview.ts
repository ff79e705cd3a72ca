import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { answerCard } from '../core/answer-card.ts';
import type { Card } from '../core/card.ts';
import { entriesNamed, type Library, packWith, referenceTo, shownName } from '../core/library.ts';
import { nearest } from '../core/spelling.ts';
import { loadLibrary } from '../pack/load-knowledge.ts';
import { renderCard as renderDiscord } from '../platforms/discord/render.ts';
import { renderCard as renderSlack } from '../platforms/slack/render.ts';
import { renderCard as renderTerminal } from '../platforms/terminal/render.ts';
import { parsed, UsageError } from './usage.ts';

/** `versus preview` with its arguments. */
export function previewCommand(args: readonly string[]): number {
  const { positionals, values } = parsed(() =>
    parseArgs({ args: [...args], allowPositionals: true, options: { platform: { type: 'string' } } }),
  );
  const [id, ...others] = positionals;
  if (id === undefined || others.length > 0)
    throw new UsageError(
      'preview which entry? Name one by its id, which is the name of its file without .md, or as <pack>/<id>',
    );
  const platform = PREVIEWS.find((known) => known === values.platform);
  if (values.platform !== undefined && platform === undefined)
    throw new UsageError(`no platform is called "${values.platform}"; there are ${PREVIEWS.join(', ')}`);
  process.stdout.write(`${preview(id, platform, loadLibrary(readConfig(process.env).knowledgeDir))}\n`);
  return 0;
}

/** What a preview can be made for. */
export const PREVIEWS = ['terminal', 'slack', 'discord'] as const;
export type Preview = (typeof PREVIEWS)[number];

/** How the terminal's text is drawn. */
const STYLE = { columns: 96, colour: false } as const;
/** Letters that an id may be wrong by and still be guessed. */
const MAX_WRONG_LETTERS = 4;

/** `versus preview`: what a platform is sent for an entry, its JSON or its text; for each of them where none is named. */
export function preview(id: string, platform: Preview | undefined, library: Library): string {
  const [found, ...others] = entriesNamed(id, library);
  if (others.length > 0) {
    const names = [found, ...others].flatMap((one) => (one ? [referenceTo(one)] : []));
    throw new UsageError(`several packs have an entry "${id}"; name one of ${names.join(', ')}`);
  }
  const knowledge = packWith(found?.pack.id, library);
  if (!found || !knowledge) {
    const near = guess(
      id,
      library.flatMap(({ pack }) => [...pack.entries.values()].map((entry) => shownName({ pack, entry }, library))),
    );
    throw new UsageError(
      `no entry has the id "${id}"; ${near === undefined ? 'the name of its file is its id' : `did you mean "${near}"?`}`,
    );
  }
  const card = answerCard(found.entry, knowledge, new Date().toISOString().slice(0, 10));
  if (platform) return payload(card, platform);
  return PREVIEWS.map((one) => `== ${one} ==\n${payload(card, one)}`).join('\n\n');
}

function payload(card: Card, platform: Preview): string {
  switch (platform) {
    case 'terminal':
      return renderTerminal(card, STYLE);
    case 'slack': {
      const { text, blocks } = renderSlack(card);
      return JSON.stringify({ text, blocks }, undefined, 2);
    }
    case 'discord':
      return JSON.stringify(renderDiscord(card).message, undefined, 2);
  }
}

/** The id that was probably meant: a few letters away, or the first that has all of its words. */
function guess(id: string, ids: readonly string[]): string | undefined {
  const words = id.split('-');
  return nearest(id, ids, MAX_WRONG_LETTERS) ?? ids.find((other) => words.every((word) => other.includes(word)));
}
