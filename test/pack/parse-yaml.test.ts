import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { type Path, parseYaml } from '../../src/pack/parse-yaml.ts';

describe('the value', () => {
  for (const [text, value] of [
    ['a: 1\nb: [x, "y"]', { a: 1, b: ['x', 'y'] }],
    ['- one\n- { two: 2 }', ['one', { two: 2 }]],
    ['day: 2026-11-22', { day: '2026-11-22' }],
    ['a: yes\nb: on\nc: true', { a: 'yes', b: 'on', c: true }],
    ['a:\nb: ~', { a: null, b: null }],
    ['a: &one { b: 1 }\nc: *one', { a: { b: 1 }, c: { b: 1 } }],
    ['just words', 'just words'],
  ] as const) {
    it(`of ${JSON.stringify(text)} is read by YAML 1.2`, () => {
      const parsed = parseYaml(text);
      expect(parsed.error === undefined && parsed.value).toEqual(value);
    });
  }
});

describe('the line', () => {
  const text = `# What we drink.
drinks:
  - name: tea
    "made of": [leaves,
      water]
  - &coffee
    name: coffee
    tags: { strong: true,
      hot: true }
again: *coffee
empty:
"in quotes":
in one: { nothing: , something: 1 }
long: >
  It goes
  on.
`;
  for (const [path, line] of [
    [[], 2],
    [['drinks'], 3],
    [['drinks', 0], 3],
    [['drinks', 0, 'name'], 3],
    [['drinks', 0, 'made of'], 4],
    [['drinks', 0, 'made of', 0], 4],
    [['drinks', 0, 'made of', 1], 5],
    [['drinks', 1, 'name'], 7],
    [['drinks', 1, 'tags', 'strong'], 8],
    [['drinks', 1, 'tags', 'hot'], 9],
    [['again'], 10],
    [['again', 'name'], 10],
    [['empty'], 11],
    [['in quotes'], 12],
    [['in one', 'nothing'], 13],
    [['in one', 'something'], 13],
    [['long'], 15],
    [['drinks', 0, 'price'], 3],
    [['drinks', 7, 'name'], 3],
    [['drinks', 1, 'tags', 'hot', 'deeper'], 9],
    [['nothing', 'like', 'it'], 2],
  ] as const) {
    it(`of ${path.length === 0 ? 'all of it' : path.join('.')} is ${line}`, () => {
      expect(linesOf(text, [path])).toEqual([line]);
    });
  }

  it('leads from the path of any value to where that value stands', () => {
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constant('leaf'),
        fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
        fc.dictionary(fc.stringMatching(/^[a-z0-9 :#-]{1,8}$/), tie('tree'), { minKeys: 1, maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), fc.boolean(), (grown, isFlow) => {
        const leaves: Path[] = [];
        const marked = mark(grown, [], leaves);
        const lines = dump(marked, { flowLevel: isFlow ? 1 : -1 });
        const found = linesOf(lines, leaves).map((line) => lines.split('\n')[line - 1]);
        leaves.forEach((_, number) => {
          expect(found[number]).toMatch(new RegExp(`\\bleaf${number}\\b`));
        });
      }),
    );
  });
});

describe('text that is no YAML', () => {
  for (const [text, line, message] of [
    ['a: 1\nb: x: y', 2, 'bad indentation of a mapping entry'],
    ['a: 1\nb: 2\na: 3', 3, 'duplicated mapping key'],
    ['a: 1\n\tb: 2', 2, 'tab characters must not be used in indentation'],
    ['a: 1\nb: "x', 2, 'unexpected end of the stream within a double quoted scalar'],
    ['a: 1\nb: *missing', 2, 'unidentified alias "missing"'],
    ['a: 1\nb: !!js/function x', 2, 'unknown scalar tag !<tag:yaml.org,2002:js/function>'],
    ['', 1, 'expected a document, but the input is empty'],
    ['a: 1\n---\nb: 2', 1, 'expected a single document in the stream, but found more'],
  ] as const) {
    it(`is an error with its line: ${JSON.stringify(text)}`, () => {
      expect(parseYaml(text)).toEqual({ error: { line, message } });
    });
  }

  it('never throws, nor does asking for a line', () => {
    const yamlish = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({ unit: fc.constantFrom(...'a: -[]{}&*!|>"\'#%?,~\n\n  \t1'), maxLength: 80 }),
    );
    fc.assert(
      fc.property(yamlish, fc.array(fc.oneof(fc.nat(3), fc.constantFrom('a', '1', ''))), (text, path) => {
        const parsed = parseYaml(text);
        const line = parsed.error ? parsed.error.line : parsed.lineOf(path);
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length);
      }),
      { numRuns: 1000 },
    );
  });
});

function linesOf(text: string, paths: readonly Path[]): number[] {
  const parsed = parseYaml(text);
  if (parsed.error) throw new Error(parsed.error.message);
  return paths.map(parsed.lineOf);
}

/** The same tree with its leaves numbered, so that each can be found in the text; `leaves` takes their paths. */
function mark(value: unknown, path: Path, leaves: Path[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => mark(item, [...path, index], leaves));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mark(item, [...path, key], leaves)]));
  }
  leaves.push(path);
  return `leaf${leaves.length - 1}`;
}
