import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { PREVIEWS, preview } from '../../src/cli/preview.ts';
import { answerCard } from '../../src/core/answer-card.ts';
import { renderCard as renderDiscord } from '../../src/platforms/discord/render.ts';
import { renderCard as renderSlack } from '../../src/platforms/slack/render.ts';
import { renderCard as renderTerminal } from '../../src/platforms/terminal/render.ts';
import { parcels } from '../core/parcel-pack.ts';

const ID = 'what-is-a-cargo-bike';

describe('a preview of an entry', () => {
  const entry = parcels.pack.entries.get(ID);
  if (!entry) throw new Error('the pack has the entry');
  const card = answerCard(entry, parcels, new Date().toISOString().slice(0, 10));

  it('is the JSON that Slack is sent: text and blocks', () => {
    const { text, blocks } = renderSlack(card);
    expect(JSON.parse(preview(ID, 'slack', [parcels]))).toEqual({ text, blocks });
  });

  it('is the message that Discord is sent', () => {
    const sent = z.object({ components: z.array(z.unknown()) }).parse(JSON.parse(preview(ID, 'discord', [parcels])));
    expect(sent).toEqual({ components: renderDiscord(card).message.components });
  });

  it('is the text that a terminal shows', () => {
    expect(preview(ID, 'terminal', [parcels])).toBe(renderTerminal(card, { columns: 96, colour: false }));
  });

  it('is all of them under their names, where none is asked for', () => {
    expect(preview(ID, undefined, [parcels])).toBe(
      PREVIEWS.map((platform) => `== ${platform} ==\n${preview(ID, platform, [parcels])}`).join('\n\n'),
    );
  });
});

describe('a preview of an entry that is not there', () => {
  const check = (id: string, says: string) => {
    it(`says so: ${id}`, () => expect(() => preview(id, undefined, [parcels])).toThrow(says));
  };
  check('what-is-a-vna', 'no entry has the id "what-is-a-vna"; did you mean "what-is-a-van"?');
  check('cargo', 'no entry has the id "cargo"; did you mean "what-is-a-cargo-bike"?');
  check('submarines', 'no entry has the id "submarines"; the name of its file is its id');
});
