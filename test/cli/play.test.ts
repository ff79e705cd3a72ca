import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runNode } from '../child.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CLI = join(ROOT, 'src', 'cli', 'versus.ts');
const row = z.strictObject({
  platform: z.enum(['terminal', 'slack', 'discord']),
  turn: z.int(),
  said: z.string(),
  intent: z.string().nullable(),
  pack: z.string().nullable(),
  rule: z.string().nullable(),
  buttons: z.array(z.string()),
  sent: z.unknown(),
  faults: z.array(z.string()),
});

function play(content: string, ...args: readonly string[]) {
  const folder = temporaryFolder();
  const file = join(folder, 'conversation.yaml');
  writeFileSync(file, content);
  return runNode([CLI, 'play', file, ...args], {}, folder);
}

const TWO_TURNS = `title: Two turns
turns:
  - person: what is django
    bot: { intent: answer, entry: what-is-django }
  - presses: Sources
    bot: { intent: sources }
`;

describe('versus play', () => {
  it('prints a line of JSON for each turn on each platform, with what that platform was sent', async () => {
    const { code, stdout, stderr } = await play(TWO_TURNS, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => row.parse(JSON.parse(line)));
    expect(rows.map(({ platform, turn, intent }) => `${platform} ${turn} ${intent}`)).toEqual(
      ['terminal', 'slack', 'discord'].flatMap((platform) => [`${platform} 1 answer`, `${platform} 2 sources`]),
    );
    expect(JSON.stringify(rows[2]?.sent)).toContain('"blocks"');
    expect(JSON.stringify(rows[4]?.sent)).toContain('"components"');
  });

  it('plays with every pack of the knowledge folder, on every platform', async () => {
    const knowledgeDir = temporaryFolder();
    for (const [name, from] of [
      ['django-vs-nodejs', join(ROOT, 'knowledge')],
      ['branching', join(ROOT, 'test', 'packs')],
    ] as const)
      symlinkSync(join(from, name), join(knowledgeDir, name));
    const file = join(ROOT, 'test', 'conversations-two-packs', 'named-option.yaml');
    const { code, stdout } = await runNode(
      [CLI, 'play', file, '--json'],
      { KNOWLEDGE_DIR: knowledgeDir },
      knowledgeDir,
    );
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => row.parse(JSON.parse(line)));
    expect(rows.flatMap(({ faults }) => faults)).toEqual([]);
    expect(rows.map(({ pack }) => pack)).toEqual(
      ['terminal', 'slack', 'discord'].flatMap(() => ['branching', 'django-vs-nodejs', 'branching']),
    );
    expect(code).toBe(0);
  });

  it('ends with 1 and says what is not as the file expects it', async () => {
    const { code, stdout } = await play(
      TWO_TURNS.replace('entry: what-is-django', 'entry: what-is-tea'),
      '--platform',
      'terminal',
    );
    expect(code).toBe(1);
    expect(stdout).toContain('> what is django');
    expect(stdout).toContain('NOT AS EXPECTED: entry: expected what-is-tea; got what-is-django');
  });

  it('ends with 2 on a file that is no conversation, and on wrong usage', async () => {
    const { code, stderr } = await play('title: Nothing\nturns: []\n');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^versus: .*conversation\.yaml: turns: /);
    expect((await runNode([CLI, 'play'], {}, temporaryFolder())).stderr).toContain('play which file?');
    expect((await play(TWO_TURNS, '--platform', 'telegram')).stderr).toContain('there are terminal, slack, discord');
  });
});
