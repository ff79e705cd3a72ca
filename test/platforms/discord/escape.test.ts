import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import { cleanText, linkAddress, linkLabel } from '../../../src/platforms/discord/escape.ts';
import { renderCard } from '../../../src/platforms/discord/render.ts';
import { accepted } from './accepted.ts';
import { everyElementWith, hostileText, visibleText } from './hostile.ts';
import { readMarkdown, shapeOf, visible } from './markdown.ts';

const HARMLESS = shapesWith('tea');

describe('text of people and of knowledge', () => {
  it('makes nothing of its own out of any card: no mention, link, heading, list, emoji or look', () => {
    fc.assert(
      fc.property(visibleText, (text) => {
        expect(shapesWith(text)).toEqual(HARMLESS);
      }),
      { numRuns: 400 },
    );
  });

  it('is shown as it was written, but for what cannot be shown', () => {
    fc.assert(
      fc.property(visibleText, (text) => {
        const shown = cleanText(text).trim();
        for (const element of everyElementWith(text)) {
          if (element.type === 'bars' || element.type === 'buttons') continue;
          const [display = ''] = accepted({ elements: [element] }).texts;
          const seen = comparable(visible(readMarkdown(display)));
          expect(seen, display).toContain(comparable(shown));
        }
      }),
      { numRuns: 250 },
    );
  });

  it('pings nobody, even where nobody reads the allowed mentions', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const card: Card = { elements: everyElementWith(text) };
        // Code is left out: nothing in it is a mention to Discord.
        const sent = accepted(card)
          .texts.join('\n')
          .replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');
        expect(sent).not.toMatch(/<@[!&]?\d+>|<#\d+>|@everyone|@here/i);
        expect(renderCard(card).message.allowedMentions).toEqual({ parse: [], repliedUser: false });
      }),
      { numRuns: 250 },
    );
  });

  const CASES: readonly (readonly [title: string, text: string, sent: string])[] = [
    ['a mention', 'ask <@123456789012345678>', 'ask \\<@123456789012345678\\>'],
    ['a ping of all', 'hi @everyone and @here', 'hi @\u200Beveryone and @\u200Bhere'],
    ['a masked link', '[free](https://evil.example)', '\\[free\\](https\\://evil.example)'],
    ['an invitation', 'join discord.gg/abc', 'join discord.gg\\/abc'],
    ['an emoji by name', 'so :smile: it', 'so \\:smile: it'],
    ['a heading', '# loud', '\\# loud'],
    ['small print', '-# low', '\\-# low'],
    ['a quotation', '>>> said', '\\>\\>\\> said'],
    ['an item', '- one', '\\- one'],
    ['a numbered item', '12. one', '12\\. one'],
    ['a second line', 'one\n# two', 'one # two'],
    [
      'bold, italics, underline, strike, spoiler',
      '**a** _b_ __c__ ~~d~~ ||e||',
      '\\*\\*a\\*\\* \\_b\\_ \\_\\_c\\_\\_ \\~\\~d\\~\\~ \\|\\|e\\|\\|',
    ],
    ['an escape of its own', 'a \\*b*', 'a \\\\\\*b\\*'],
    ['half a character', 'a\uD800b', 'a\uFFFDb'],
    ['text turned around', 'a\u202Egnp.exe', 'agnp.exe'],
    [
      'ordinary words',
      'Node 24.1: 3 - 4 % of C#, "so" (yes) & a+b = 2!',
      'Node 24.1: 3 - 4 % of C#, "so" (yes) & a+b = 2!',
    ],
    ['words of any language', 'Grüße, 你好, مرحبا, नमस्ते 👩‍🔬', 'Grüße, 你好, مرحبا, नमस्ते 👩‍🔬'],
  ];
  it.each(CASES)('stays text: %s', (_, text, sent) => {
    const card: Card = {
      elements: [{ type: 'prose', prose: [{ type: 'paragraph', spans: [{ type: 'text', text }] }] }],
    };
    expect(accepted(card).texts).toEqual([sent]);
  });

  it('keeps the number sign at the end of a heading', () => {
    expect(accepted({ elements: [{ type: 'heading', text: 'What is C#' }] }).texts).toEqual(['### What is C#\u200B']);
  });
});

describe('a reference', () => {
  const shown = (label: string, address: string) =>
    accepted({ elements: [{ type: 'references', references: [{ label, address, detail: 'today' }] }] }).texts[0];

  it('is a link behind its title', () => {
    expect(shown('Tea: a handbook', 'https://example.org/tea')).toBe(
      '- [Tea: a handbook](<https://example.org/tea>) (today)',
    );
  });

  it('with a title that no link can have stands before its link', () => {
    expect(shown('The *best* tea', 'https://example.org/')).toBe(
      '- The \\*best\\* tea [link](<https://example.org/>) (today)',
    );
  });

  it('never leads anywhere but to its own address, whatever is in it', () => {
    const hostileAddress = fc.oneof(
      hostileText,
      hostileText.map((tail) => `https://example.org/${tail}`),
      hostileText.map((middle) => `https://${middle}@example.org/`),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
    );
    fc.assert(
      fc.property(hostileAddress, (address) => {
        const shape = shapeOf(readMarkdown(shown('tea', address) ?? ''));
        expect(shape).toBe(linkAddress(address) === undefined ? 'item()' : 'item(link())');
      }),
      { numRuns: 250 },
    );
  });

  it.each([
    ['another scheme', 'javascript:alert(1)'],
    ['a name before the host', 'https://good.example@evil.example/'],
    ['no scheme', 'example.org'],
    ['an address of numbers in brackets', 'https://[::1]/'],
    ['nothing', ''],
    ['too long an address', `https://example.org/${'a'.repeat(512)}`],
  ])('is text where its address is no place to send people to: %s', (_, address) => {
    expect(linkAddress(address)).toBeUndefined();
  });

  it.each([
    ['brackets and quotes', 'https://example.org/a_(b)<c>"\'[d]', 'https://example.org/a_%28b%29%3Cc%3E%22%27%5Bd%5D'],
    ['a ping', 'https://example.org/@everyone', 'https://example.org/%40everyone'],
    ['letters of other scripts', 'https://bücher.example/ü', 'https://xn--bcher-kva.example/%C3%BC'],
  ])('has an address without %s', (_, address, safe) => {
    expect(linkAddress(address)).toBe(safe);
  });

  it.each(['a [b]', 'https://a', 'ｈttps://a', 'tea \u{1F600}', '1\uFE0F\u20E3', '# a', '\u200B', 'a\\b', ':tea:'])(
    'has no link with the title %s',
    (label) => {
      expect(linkLabel(label)).toBeUndefined();
    },
  );
});

/** What Discord makes of the text in each kind of element; one card each, so that none is cut. */
function shapesWith(text: string): string[] {
  return everyElementWith(text).flatMap((element) =>
    accepted({ elements: [element] }).texts.map((one) => shapeOf(readMarkdown(one))),
  );
}

/** Without characters of no width, white space and the grave accent that stands for another in code. */
function comparable(text: string): string {
  return text.replace(/[\u200B\s]/g, '').replaceAll('ˋ', '`');
}
