import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { plainCard } from '../src/core/card.ts';
import { type Conversation, readConversation } from '../src/playground/conversation.ts';
import { play } from '../src/playground/stage/play.ts';
import type { Stage } from '../src/playground/stage/stage.ts';

/** Every conversation that is kept as a file in this folder beside the tests. */
export function conversations(folderName = 'conversations'): (Conversation & { readonly file: string })[] {
  const folder = join(import.meta.dirname, folderName);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ ...readConversation(join(folder, file)), file }));
}

/** Plays a conversation and checks every reply: what the bot made of it, and what the person saw. */
export async function playChecked(conversation: Conversation, stage: Stage): Promise<void> {
  for await (const { number, played, faults } of play(conversation, stage)) {
    const at = played
      ? `turn ${number}: ${played.turn.trace.rule}\n${plainCard(played.turn.card)}\n---- seen ----\n${played.text}`
      : '';
    expect(faults, at).toEqual([]);
  }
}
