import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import type { Library } from '../core/library.ts';
import { loadLibrary } from '../pack/load-knowledge.ts';
import { registerCommands } from '../platforms/discord/register-commands.ts';
import { type Conversation, readConversation } from '../playground/conversation.ts';
import { openDiscordStage } from '../playground/stage/discord-stage.ts';
import { type PlayedTurn, play } from '../playground/stage/play.ts';
import { openSlackStage } from '../playground/stage/slack-stage.ts';
import type { Stage, StageOptions } from '../playground/stage/stage.ts';
import { openTerminalStage } from '../playground/stage/terminal-stage.ts';
import { parsed, UsageError } from './usage.ts';

/** `versus play` with its arguments: 1 when a reply is not as the file expects it. */
export async function playCommand(args: readonly string[]): Promise<number> {
  const { positionals, values } = parsed(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, platform: { type: 'string' } },
    }),
  );
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0)
    throw new UsageError('play which file? Name one, such as test/conversations/first-question.yaml');
  const platform = PLATFORMS.find((known) => known === values.platform);
  if (values.platform !== undefined && platform === undefined)
    throw new UsageError(`no platform is called "${values.platform}"; there are ${PLATFORMS.join(', ')}`);
  const packs = loadLibrary(readConfig(process.env).knowledgeDir);
  const conversation = readConversation(file);
  let faults = 0;
  for (const one of platform ? [platform] : PLATFORMS) {
    if (!values.json) process.stdout.write(`== ${one} ==\n`);
    for await (const turn of playOn(one, conversation, packs)) {
      faults += turn.faults.length;
      process.stdout.write(values.json ? `${JSON.stringify(rowOf(one, turn))}\n` : textOf(one, turn));
    }
  }
  return faults === 0 ? 0 : 1;
}

const PLATFORMS = ['terminal', 'slack', 'discord'] as const;
type PlatformName = (typeof PLATFORMS)[number];

const STAGES: Readonly<Record<PlatformName, (options: StageOptions) => Promise<Stage>>> = {
  terminal: openTerminalStage,
  slack: openSlackStage,
  discord: openDiscordStage,
};

async function* playOn(platform: PlatformName, conversation: Conversation, packs: Library): AsyncGenerator<PlayedTurn> {
  const folder = mkdtempSync(join(tmpdir(), 'versus-play-'));
  try {
    const stage = await STAGES[platform]({
      database: join(folder, 'versus.sqlite'),
      packs,
      now: () => new Date(),
      setting: conversation.place,
      registerCommands: (discord) => registerCommands(discord, () => {}),
    });
    yield* play(conversation, stage);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One line of `versus play --json`. */
function rowOf(platform: PlatformName, { number, said, played, faults }: PlayedTurn) {
  return {
    platform,
    turn: number,
    said,
    intent: played?.turn.intent.type ?? null,
    pack: played?.turn.trace.pack ?? null,
    rule: played?.turn.trace.rule ?? null,
    buttons: played?.buttons ?? [],
    sent: played?.payload ?? null,
    faults,
  };
}

function textOf(platform: PlatformName, { said, played, faults }: PlayedTurn): string {
  const sent = played
    ? platform === 'terminal'
      ? played.text.trimEnd()
      : JSON.stringify(played.payload, undefined, 2)
    : '(nothing)';
  return [`> ${said}`, sent, ...faults.map((fault) => `NOT AS EXPECTED: ${fault}`), '', ''].join('\n');
}
