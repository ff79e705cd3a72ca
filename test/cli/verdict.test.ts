import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runNode } from '../child.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const VERSUS = join(ROOT, 'src', 'cli', 'versus.ts');
const PROJECT = 'live chat, back office for staff, one language only';
const verdict = (args: readonly string[], input?: string) => runNode([VERSUS, 'verdict', ...args], {}, ROOT, input);

describe('versus verdict', () => {
  it('shows the card of a project, from its arguments or from standard input', async () => {
    const { code, stdout, stderr } = await verdict([PROJECT]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Leaning to Django');
    expect((await verdict(['-'], `${PROJECT}\n\nWe write Python.`)).stdout).toContain('Team knows Python');
  });

  it('prints one line of JSON with --json, and counts with --weights', async () => {
    const { stdout } = await verdict([PROJECT, '--json', '--weights', 'real-time=3,admin-backoffice=0.5']);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      text: PROJECT,
      intent: 'verdict',
      answered: true,
      verdict: {
        kind: 'option',
        option: 'nodejs',
        needs: [
          { criterion: 'real-time', weight: 3 },
          { criterion: 'admin-backoffice', weight: 0.5 },
        ],
      },
    });
  });

  it('writes its scoreboard as a picture, and says in words what that shows', async () => {
    const file = join(temporaryFolder(), 'verdict.png');
    const { code, stderr } = await verdict([PROJECT, '--png', file]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Leaning to Django\. Total: Django \+6, Node\.js \+3; /);
    expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
  });

  it('says in one line what is wrong with its arguments', async () => {
    for (const [args, problem] of [
      [[], /^versus: a verdict for what\? /],
      [
        [PROJECT, '--weights', 'real-tim=3'],
        /^versus: --weights takes criteria with a number from 0 to 3, such as real-time=3; there are real-time, /,
      ],
      [['something new', '--png', '/tmp/never.png'], /^versus: nothing that counts was said, /],
    ] as const) {
      const { code, stdout, stderr } = await verdict(args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(problem);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
  });
});
