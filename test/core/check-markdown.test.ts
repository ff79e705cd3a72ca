import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenMarkdown } from '../../src/core/check-markdown.ts';
import { parseProse, plainProse } from '../../src/core/prose.ts';

const ALLOWED = 'expected paragraphs, "- " bullets, **bold** and `code` only; found ';

describe('Markdown that an answer may have', () => {
  for (const text of [
    '',
    'One paragraph,\nwrapped.\n\nAnother with **bold** and `code`.',
    '- a bullet\n- a **bold** one,\n  wrapped\n- `**` and `a ** b` in code',
    'Call `__init__` of a_module with -1, *args? no: `*args`; 5 * 3 - 2 & more.',
    'A dash - and another — here.',
  ]) {
    it(`is whole: ${JSON.stringify(text)}`, () => expect(brokenMarkdown(text)).toEqual([]));
  }
});

describe('Markdown that an answer may not have', () => {
  const check = (text: string, line: number, message: string) => {
    it(`is named with its line: ${JSON.stringify(text)}`, () =>
      expect(brokenMarkdown(text)).toEqual([{ line, message }]));
  };
  check('Fine.\n\n# Heading', 2, `${ALLOWED}a heading`);
  check('Fine.\n[link](https://example.org)', 1, `${ALLOWED}a link`);
  check('Fine.\n\n    code', 2, `${ALLOWED}an indented line, which is no code block here`);
  check('Title\n===', 1, `${ALLOWED}a ruler or an underlined heading`);
  check('One\n\n---\n\nTwo', 2, `${ALLOWED}a ruler or an underlined heading`);
  check('+ one', 0, `${ALLOWED}a bullet "+"; write "- "`);
  check('-one', 0, `${ALLOWED}a bullet without a space; write "- "`);
  check('It is __bold__.', 0, `${ALLOWED}bold by underscores; write **bold**`);
  check('It is ~~gone~~.', 0, `${ALLOWED}struck-out words`);
  check('Tea &amp; coffee', 0, `${ALLOWED}an HTML character; write the character itself`);
  check('Tea\u0007', 0, `${ALLOWED}a control character; take it out`);
  check('One *two\nthree* four', 0, `${ALLOWED}italics`);
  check(
    'One.\n\nIt is **bold.\n\nThree',
    2,
    'a ** has no partner in its paragraph or bullet; close it, or take it out',
  );
  check('One.\n\n- fine\n- a `code', 3, 'a ` has no partner in its paragraph or bullet; close it, or take it out');
  check('It is **** empty.', 0, 'a ** has no partner in its paragraph or bullet; close it, or take it out');
  check('A **bold `code` one**', 0, 'a ` has no partner in its paragraph or bullet; close it, or take it out');
});

describe('whatever is written', () => {
  const pieces = fc.constantFrom(
    'tea',
    ' ',
    '\n',
    '\n\n',
    '- ',
    '**',
    '`',
    '*',
    '_',
    '# ',
    '[a](b)',
    '|',
    '>',
    '&amp;',
    '1. ',
  );
  const texts = fc.array(pieces, { maxLength: 30 }).map((all) => all.join(''));

  it('is checked without an error, and what is named stands on a line of the text', () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.string()), (text) => {
        for (const { line } of brokenMarkdown(text)) expect(line).toBeLessThan(text.split('\n').length);
      }),
    );
  });

  it('shows no mark of ours when it is whole and has no code', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const isWhole = brokenMarkdown(text).length === 0;
        if (isWhole && !text.includes('`')) expect(plainProse(parseProse(text))).not.toContain('**');
      }),
    );
  });
});
