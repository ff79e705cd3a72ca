import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { challengeForm, challengeHandedIn, challengeSaid } from '../../src/core/challenge.ts';
import {
  MAX_FIELD_CHARS,
  MAX_FIELD_HINT_CHARS,
  MAX_FIELD_LABEL_CHARS,
  MAX_FORM_TITLE_CHARS,
} from '../../src/core/form.ts';

describe('the form of a challenge', () => {
  it('asks what is wrong, and for a link that may be left out', () => {
    const { fields } = challengeForm('v1:challenge:p:e');
    expect(fields.map(({ id, isOptional, isLong }) => ({ id, isOptional, isLong }))).toEqual([
      { id: 'wrong', isOptional: false, isLong: true },
      { id: 'link', isOptional: true, isLong: false },
    ]);
  });

  it('fits on every platform', () => {
    const { title, submit, fields } = challengeForm('v1:challenge:p:e');
    for (const words of [title, submit]) expect(words.length).toBeLessThanOrEqual(MAX_FORM_TITLE_CHARS);
    for (const { label, hint, maxChars } of fields) {
      expect(label.length).toBeLessThanOrEqual(MAX_FIELD_LABEL_CHARS);
      expect(hint.length).toBeLessThanOrEqual(MAX_FIELD_HINT_CHARS);
      expect(maxChars).toBeLessThanOrEqual(MAX_FIELD_CHARS);
    }
  });
});

describe('what was handed in', () => {
  it.each([
    ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
    ['  http://example.com ', 'http://example.com/'],
    ['HTTPS://EXAMPLE.com/A', 'https://example.com/A'],
  ])('keeps a web address: %s', (link, kept) => {
    expect(challengeHandedIn({ wrong: 'x', link })).toEqual({ text: 'x', link: kept, isLinkLeftOut: false });
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://example.com/a',
    'example.com',
    'see https://example.com',
    `https://example.com/${'a'.repeat(2000)}`,
  ])('leaves out what is none, and says so: %s', (link) => {
    expect(challengeHandedIn({ wrong: 'x', link })).toEqual({ text: 'x', link: undefined, isLinkLeftOut: true });
  });

  it('may come without a link, and without a word', () => {
    expect(challengeHandedIn({ wrong: ' \n\t ', link: ' ' })).toEqual({
      text: '',
      link: undefined,
      isLinkLeftOut: false,
    });
    expect(challengeHandedIn({})).toEqual({ text: '', link: undefined, isLinkLeftOut: false });
  });

  it('keeps lines, and nothing that a terminal would obey', () => {
    expect(challengeHandedIn({ wrong: 'a\r\nb\u001b[2J\u0000c' }).text).toBe('a\nb [2J c');
  });

  it('is kept as far as the form takes it, with a mark where it was cut', () => {
    const { text } = challengeHandedIn({ wrong: '🌙'.repeat(MAX_FIELD_CHARS + 1) });
    expect([...text]).toHaveLength(MAX_FIELD_CHARS);
    expect(text.endsWith('🌙…')).toBe(true);
    expect(challengeHandedIn({ wrong: 'a'.repeat(MAX_FIELD_CHARS) }).text).toHaveLength(MAX_FIELD_CHARS);
  });

  it('is read whatever it is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('wrong', 'link'), fc.string({ unit: 'binary' })), (fields) => {
        const { text, link } = challengeHandedIn(fields);
        expect(text).not.toMatch(/[^\P{Cc}\n]/u);
        expect(link === undefined || /^https?:\/\//.test(link)).toBe(true);
      }),
    );
  });
});

describe('what was said', () => {
  it.each([
    ['challenge: it is faster now', { text: 'it is faster now', link: undefined }],
    [
      ' Challenge - see http://example.com/x, please',
      { text: 'see http://example.com/x, please', link: 'http://example.com/x' },
    ],
    ['challenge:', { text: '', link: undefined }],
  ])('after "challenge:" is one: %s', (words, expected) => {
    expect(challengeSaid(words)).toEqual({ ...expected, isLinkLeftOut: false });
  });

  it.each(['challenges', 'challenge-response auth', 'what is the challenge: speed?', 'challenge me', ''])(
    'without it is none: %s',
    (words) => {
      expect(challengeSaid(words)).toBeUndefined();
    },
  );
});
