import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { runNode } from '../child.ts';
import { knowledge } from '../knowledge.ts';
import { type Files, LONE_CLAIM, LONE_ENTRY, SMALL_PACK, smallPackWith, writeKnowledge } from '../pack/small-pack.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const VERSUS = join(ROOT, 'src', 'cli', 'versus.ts');
/** Runs it on these packs. */
const check = (knowledgeDir: string, ...args: readonly string[]) =>
  runNode([VERSUS, 'check', ...args], { KNOWLEDGE_DIR: knowledgeDir }, ROOT);

const located = z.strictObject({ file: z.string(), line: z.number().min(1), field: z.string(), message: z.string() });
/** The row that `--json` prints. */
const rowSchema = z.strictObject({
  ok: z.boolean(),
  problems: z.array(located),
  warnings: z.array(located),
  packs: z.array(
    z.strictObject({
      id: z.string(),
      version: z.string().regex(/^[0-9a-f]{12}$/),
      entries: z.number(),
      claims: z.number(),
      sources: z.number(),
      criteria: z.number(),
      examples: z.strictObject({ total: z.number(), asked: z.number(), lost: z.number() }),
      sides: z.array(z.strictObject({ option: z.string(), pros: z.number(), cons: z.number(), claims: z.number() })),
    }),
  ),
});

const BROKEN: Files = {
  ...smallPackWith(LONE_CLAIM, 'status: opinion', 'status: maybe'),
  [LONE_ENTRY]: (SMALL_PACK[LONE_ENTRY] ?? '').replace('[what-is-tea]', '[what-is-te]'),
};
/** The small pack under another id, so that it can stand beside the other. */
const WHOLE = smallPackWith('pack.yaml', 'id: tea-vs-coffee', 'id: hot-drinks');

describe('versus check', () => {
  it('counts what is in the pack that ships, finds nothing wrong with it, and says how many warnings there are', async () => {
    const { code, stdout, stderr } = await runNode([VERSUS, 'check'], {}, ROOT);
    const { entries, claims, sources, criteria } = knowledge.pack;
    expect(stdout.split('\n')).toContain(
      `django-vs-nodejs ${knowledge.version}: ${entries.size} entries, ${claims.size} claims, ${sources.size} sources, ${criteria.length} criteria`,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('prints every problem, and what is in the packs that are whole; it says how many problems and exits with 1', async () => {
    const knowledgeDir = writeKnowledge({ drinks: BROKEN, whole: WHOLE });
    const { code, stdout, stderr } = await check(knowledgeDir);
    expect(stdout.split('\n')).toEqual([
      `${knowledgeDir}/drinks/${LONE_CLAIM}:5: [1].status: expected one of "holds", "caveat", "outdated", "wrong", "opinion"; got "maybe"`,
      `${knowledgeDir}/drinks/${LONE_ENTRY}:7: related[1]: no entry has the id "what-is-te"; did you mean "what-is-tea"?`,
      `${knowledgeDir}/whole/${LONE_CLAIM}:1: warning: [1].id: no entry and no criterion states the claim "tea.taste"; list it where it is stated, or take it out`,
      expect.stringMatching(/^hot-drinks [0-9a-f]{12}: 4 entries, 3 claims, 1 sources, 2 criteria$/),
      '1 warning, which keeps nothing from working',
      '',
    ]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: `versus: 2 problems in ${knowledgeDir}\n` });
  });

  it('says "1 problem" of a single one', async () => {
    const knowledgeDir = writeKnowledge({ drinks: smallPackWith(LONE_CLAIM, 'status: opinion', 'status: maybe') });
    const { code, stderr } = await check(knowledgeDir);
    expect({ code, stderr }).toEqual({ code: 1, stderr: `versus: 1 problem in ${knowledgeDir}\n` });
  });

  it('exits with 0 when there are only warnings', async () => {
    const { code, stdout, stderr } = await check(writeKnowledge({ drinks: SMALL_PACK }));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('1 warning, which keeps nothing from working');
  });

  it('refuses content that does not keep the bot from starting', async () => {
    const files = smallPackWith(LONE_ENTRY, 'Tea is green or black.', 'Tea is seamless.');
    const knowledgeDir = writeKnowledge({ drinks: files });
    const [checked, asked] = await Promise.all([
      check(knowledgeDir),
      runNode([VERSUS, 'ask', 'what is tea?'], { KNOWLEDGE_DIR: knowledgeDir }, ROOT),
    ]);
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain(`${LONE_ENTRY}:10: answer: "seamless" praises`);
    expect(asked.code).toBe(0);
  });

  it('counts with --report what each side has, with the reason where it is uneven', async () => {
    const uneven = {
      ...SMALL_PACK,
      'pack.yaml': `${SMALL_PACK['pack.yaml']}imbalance: { claims: Tea has more to tell. }\n`,
      'claims/more.yaml': ['one', 'two']
        .map((nth) =>
          (SMALL_PACK[LONE_CLAIM] ?? '').replace('id: tea.taste', `id: tea.${nth}`).replace('mild', `of ${nth}`),
        )
        .join(''),
    };
    const { stdout, code } = await check(writeKnowledge({ drinks: uneven }), '--report');
    const [head = ''] = stdout.split('\n').filter((line) => line.startsWith('tea-vs-coffee'));
    expect(stdout.slice(stdout.indexOf(head) + head.length + 1).split('\n')).toEqual([
      '          Tea  Coffee',
      '  pros    1    1',
      '  cons    0    1',
      '  claims  4    1       Tea has more to tell.',
      '  0 of 20 examples do not find their entry, 0 %',
      '3 warnings, which keep nothing from working',
      '',
    ]);
    expect(code).toBe(0);
  });

  it('prints one line of JSON with --json, and nothing else', async () => {
    const [whole, broken] = await Promise.all(
      [{ drinks: SMALL_PACK }, { drinks: BROKEN }, {}].map((packs) => check(writeKnowledge(packs), '--json')),
    );
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    const row = rowSchema.parse(JSON.parse(whole?.stdout ?? ''));
    expect(row).toMatchObject({ ok: true, problems: [], warnings: [{ line: 1, field: '[1].id' }] });
    expect(row.packs).toMatchObject([
      {
        id: 'tea-vs-coffee',
        entries: 4,
        examples: { total: 20, asked: 20, lost: 0 },
        sides: [
          { option: 'tea', pros: 1, cons: 0, claims: 2 },
          { option: 'coffee', pros: 1, cons: 1, claims: 1 },
        ],
      },
    ]);
    expect(broken).toMatchObject({ code: 1, stderr: '' });
    expect(broken?.stdout.trimEnd()).not.toContain('\n');
    const bad = rowSchema.parse(JSON.parse(broken?.stdout ?? ''));
    expect(bad).toMatchObject({ ok: false, packs: [] });
    expect(bad.problems).toHaveLength(2);
  });

  it('has no folder to read: one problem', async () => {
    const { code, stdout } = await check(writeKnowledge({}), '--json');
    expect(code).toBe(1);
    expect(rowSchema.parse(JSON.parse(stdout)).problems).toHaveLength(1);
  });
});

describe('a card that a platform would have to cut', () => {
  const cards = async (files: Files) => {
    const { stdout } = await check(writeKnowledge({ drinks: files }));
    return stdout
      .split('\n')
      .filter((line) => /does not fit|is cut/.test(line))
      .map((line) => line.slice(line.indexOf('/drinks/') + '/drinks/'.length));
  };

  it('is a problem of the text that is too long', async () => {
    const long = `${'There is white tea, red tea, and much more of that kind. '.repeat(400)}`.trim();
    const [slack, discord, ...others] = await cards(smallPackWith(LONE_ENTRY, 'There is white tea too.', long));
    expect(others).toEqual([]);
    for (const [line, platform] of [
      [slack, 'Slack'],
      [discord, 'Discord'],
    ] as const) {
      expect(line).toMatch(
        new RegExp(
          `^${LONE_ENTRY}:12: more: what stands below "## More" does not fit into one message of ${platform}, \\d+ characters are left over; shorten it$`,
        ),
      );
    }
  });

  it('is said once of a name that does not fit beside its bar', async () => {
    const files = smallPackWith('pack.yaml', 'name: Coffee', 'name: Freshly brewed coffee');
    expect(await cards(files)).toEqual([
      'pack.yaml:10: options[2].name: "Freshly brewed coffee" is cut beside its bar after 14 characters; shorten it, and write the long name in its entry',
    ]);
  });
});
