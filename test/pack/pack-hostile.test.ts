import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCards } from '../../src/cli/check-cards.ts';
import { checkContent } from '../../src/core/check-content.ts';
import { openPacks } from '../../src/pack/read-pack.ts';
import { SMALL_PACK, writeKnowledge } from './small-pack.ts';

const TODAY = '2026-11-22';
const RUNS = 150;

/** What may stand in a line in place of what stood there. */
const WRITTEN = fc.oneof(
  fc.constantFrom(
    '',
    '---',
    '## More',
    'FILL-IN',
    '[]',
    '{}',
    'null',
    '- ',
    ': ',
    'id: tea',
    '  - {',
    '&a [*a]',
    '"',
    '\t',
    '12',
    'yes',
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

/** One file of the small pack with a few of its lines written anew, doubled or gone. */
const mistakes = fc.record({
  file: fc.constantFrom(...Object.keys(SMALL_PACK)),
  changes: fc.array(
    fc.record({ at: fc.nat(60), how: fc.constantFrom('replace', 'end', 'double', 'drop'), text: WRITTEN }),
    { minLength: 1, maxLength: 4 },
  ),
});

describe('whatever stands in a file of a pack', () => {
  it('is checked without an error, and each finding names a line of a file and says what it is', () => {
    fc.assert(
      fc.property(mistakes, ({ file, changes }) => {
        const lines = (SMALL_PACK[file] ?? '').split('\n');
        for (const { at, how, text } of changes) {
          const line = at % Math.max(1, lines.length);
          const before = lines[line] ?? '';
          if (how === 'drop') lines.splice(line, 1);
          else if (how === 'double') lines.splice(line, 0, before);
          else lines[line] = how === 'end' ? before + text : text;
        }
        const files = { ...SMALL_PACK, [file]: lines.join('\n') };
        const [pack] = openPacks(writeKnowledge({ pack: files })).packs;
        if (!pack) throw new Error('the folder holds files');
        const { draft } = pack.checked;
        const report = draft && checkContent(draft, TODAY, false);
        const findings = draft && report ? [...report.findings, ...checkCards(report.knowledge, draft, TODAY)] : [];
        for (const { line, message, file: where } of [...pack.problems, ...findings.map((one) => pack.locate(one))]) {
          expect(line).toBeGreaterThan(0);
          expect(message.length).toBeGreaterThan(10);
          expect(where).toContain('/pack/');
        }
        // What is whole is loaded by the bot; what is not says why.
        expect(pack.checked.pack === undefined).toBe(pack.checked.problems.length > 0 || draft === undefined);
      }),
      { numRuns: RUNS },
    );
  });
});
