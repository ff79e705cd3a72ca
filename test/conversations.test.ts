import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registerCommands } from '../src/platforms/discord/register-commands.ts';
import { openDiscordStage } from '../src/playground/stage/discord-stage.ts';
import { openSlackStage } from '../src/playground/stage/slack-stage.ts';
import { openTerminalStage } from '../src/playground/stage/terminal-stage.ts';
import { conversations, playChecked } from './conversation.ts';
import { library, NOW } from './knowledge.ts';
import { temporaryFolder } from './temporary-folder.ts';

const STAGES = { terminal: openTerminalStage, slack: openSlackStage, discord: openDiscordStage };

it('there are at least 25 conversations', () => {
  expect(conversations().length).toBeGreaterThanOrEqual(25);
});

for (const [platform, open] of Object.entries(STAGES)) {
  describe(`conversations on ${platform}`, () => {
    for (const conversation of conversations()) {
      it(`${conversation.title} (${conversation.file})`, async () => {
        const stage = await open({
          database: join(temporaryFolder(), 'versus.sqlite'),
          packs: library,
          now: () => NOW,
          setting: conversation.place,
          registerCommands: (discord) => registerCommands(discord, () => {}),
        });
        await playChecked(conversation, stage);
      });
    }
  });
}
