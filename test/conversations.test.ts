import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conversations, play } from './conversation.ts';
import { openDiscordStage } from './stages/discord.ts';
import { openSlackStage } from './stages/slack.ts';
import { openTerminalStage } from './stages/terminal.ts';

const STAGES = { terminal: openTerminalStage, slack: openSlackStage, discord: openDiscordStage };

it('there are at least 25 conversations', () => {
  expect(conversations().length).toBeGreaterThanOrEqual(25);
});

for (const [platform, open] of Object.entries(STAGES)) {
  describe(`conversations on ${platform}`, () => {
    for (const conversation of conversations()) {
      it(`${conversation.title} (${conversation.file})`, async () => {
        await play(conversation, await open(join(mkdtempSync(join(tmpdir(), 'versus-')), 'versus.sqlite')));
      });
    }
  });
}
