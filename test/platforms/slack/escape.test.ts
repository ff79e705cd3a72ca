import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, clipEscaped, escapeFallback, plainCharacters } from '../../../src/platforms/slack/escape.ts';
import { textProblems } from './message-check.ts';

describe('plain characters', () => {
  it.each([
    ['a line break', 'a\r\nb\u2028c\td', 'a b c d'],
    ['a control character', 'a\u0000\u001b[31mb', 'a[31mb'],
    ['a turn of direction', 'a\u202eb\u2066c', 'abc'],
    ['half a character', 'a\ud800b', 'a\ufffdb'],
    ['what only looks like markup', '<!channel> *b* &amp; 👍', '<!channel> *b* &amp; 👍'],
  ])('of %s', (_title, text, shown) => {
    expect(plainCharacters(text)).toBe(shown);
  });
});

describe('a line of the fallback', () => {
  it.each([
    ['pings nobody', '<!channel> <@U1> @here', '&lt;!channel&gt; &lt;@\u2060U1&gt; @\u2060here'],
    ['links nothing', '<https://evil.example|x>', '&lt;https:\u2060//evil.example|x&gt;'],
    ['formats nothing', '*b* _i_ ~s~ `c` ```d```', "∗b∗ ＿i＿ ∼s∼ 'c' '''d'''"],
    ['quotes nothing', '> said', '› said'],
    ['keeps an ampersand that was one', 'R&D &lt;', 'R&amp;D &amp;lt;'],
    ['keeps a name with underscores', 'select_related, __init__', 'select_related, ＿＿init＿＿'],
    ['cannot start a new line', 'a\n> b', 'a &gt; b'],
  ])('%s', (_title, line, escaped) => {
    expect(escapeFallback(line)).toBe(escaped);
    expect(textProblems(escaped)).toEqual([]);
  });

  it('has nothing in it that Slack would obey, whatever was said', () => {
    const pieces = ['<!here>', '<@U1>', '@', '_', '*', '`', '~', '>', '&', '://', ' ', '\n', 'a', '\ud83d', '\u202e'];
    const hostile = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 4 })));
    fc.assert(
      fc.property(hostile, (parts) => {
        expect(textProblems(escapeFallback(parts.join('')))).toEqual([]);
      }),
    );
  });
});

describe('clipping', () => {
  it.each([
    ['short text as it is', clip('abc', 3), 'abc'],
    ['long text with an ellipsis', clip('abcd', 3), 'ab…'],
    ['no half of a character', clip('a👍bc', 3), 'a…'],
    ['no half of an entity', clipEscaped('ab&amp;cd', 6), 'ab…'],
    ['no mark without what makes it harmless', clipEscaped('ab@\u2060cd', 4), 'ab…'],
    ['no mark at the end of a word', clipEscaped('ab_cd', 4), 'ab…'],
    ['a whole entity', clipEscaped('ab&amp;cd', 8), 'ab&amp;…'],
  ])('leaves %s', (_title, clipped, expected) => {
    expect(clipped).toBe(expected);
  });
});
