import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withExample } from '../../src/pack/add-example.ts';
import { parseYaml } from '../../src/pack/parse-yaml.ts';

const BODY = '\n---\nThe answer: as it was.\n\n## More\n- examples:\n  - none\n';

describe('one more example', () => {
  it.each([
    [
      'in a list',
      'id: tea # why\nexamples:\n  - one\n  - two\nrelated: [a]',
      'id: tea # why\nexamples:\n  - one\n  - two\n  - is tea hot\nrelated: [a]',
    ],
    ['at the end', 'examples:\n- one', 'examples:\n- one\n- is tea hot'],
    [
      'below a comment on the last line',
      'examples:\n  -   "one: two" # best\n  # more to come\nid: x',
      'examples:\n  -   "one: two" # best\n  -   is tea hot\n  # more to come\nid: x',
    ],
    [
      'below an item of several lines',
      'examples:\n  - one\n    and on\nid: x',
      'examples:\n  - one\n    and on\n  - is tea hot\nid: x',
    ],
    ['in brackets', "examples: [one, 'two, x'] # short\nid: x", "examples: [one, 'two, x', is tea hot] # short\nid: x"],
    [
      'in brackets over several lines',
      'examples: [\n    one,\n    two\n  ]',
      'examples: [\n    one,\n    two, is tea hot\n  ]',
    ],
    [
      'not in another list of that name',
      'other:\n  examples:\n    - no\nexamples:\n  - one',
      'other:\n  examples:\n    - no\nexamples:\n  - one\n  - is tea hot',
    ],
  ])('is put %s, and nothing else is changed', (_, before, after) => {
    expect(withExample(`---\n${before}${BODY}`, 'is tea hot')).toEqual({ text: `---\n${after}${BODY}` });
    const windows = `\uFEFF---\n${before}${BODY}`.replaceAll('\n', '\r\n');
    expect(withExample(windows, 'is tea hot')).toEqual({ text: `\uFEFF---\n${after}${BODY}`.replaceAll('\n', '\r\n') });
  });

  it.each([
    ['a colon', 'tea: hot?', '"tea: hot?"'],
    ['a hash', 'tea #1', '"tea #1"'],
    ['quotes', 'is "tea" hot', '"is \\"tea\\" hot"'],
    ['a word that is a value', 'yes', '"yes"'],
    ['a number', '42', '"42"'],
    ['a comma', 'tea, hot', 'tea, hot'],
    ['a sign of YAML', '- tea', '"- tea"'],
  ])('is quoted where it must be: %s', (_, example, written) => {
    expect(withExample(`---\nexamples:\n  - one${BODY}`, example)).toEqual({
      text: `---\nexamples:\n  - one\n  - ${written}${BODY}`,
    });
  });

  it('can be any words, and is the only thing that is new', () => {
    const front = 'id: tea\nexamples:\n  - one # c\n  - "two"\nrelated: [x]';
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (example) => {
        const { text } = withExample(`---\n${front}${BODY}`, example);
        const changed = text?.slice('---\n'.length, -BODY.length) ?? '';
        const examples = { id: 'tea', examples: ['one', 'two', example], related: ['x'] };
        expect(parseYaml(changed)).toMatchObject({ value: examples });
      }),
    );
  });

  it.each([
    ['no front matter', 'examples:\n  - one'],
    ['no list', '---\nid: tea\n---\nx'],
    ['an empty list', '---\nexamples: []\n---\nx'],
    ['a text', '---\nexamples: one\n---\nx'],
    ['an alias as its last item', '---\na: &a one\nexamples:\n  - two\n  - *a\n---\nx'],
    ['broken YAML', '---\nexamples: [one\n---\nx'],
  ])('is not put where there is %s', (_, file) => {
    expect(withExample(file, 'is tea hot').problem).toMatch(/examples/);
  });

  it('is refused rather than put wrongly', () => {
    expect(withExample('---\nexamples:\n  - one\n  - |\n    two\n\nid: x\n---\nx', 'is tea hot')).toMatchObject(
      expect.objectContaining({ problem: expect.stringContaining('by hand') }),
    );
  });
});
