import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainWords } from '../../../src/platforms/discord/plain-words.ts';
import { hostileText } from './hostile.ts';

const NAMES = {
  users: new Map([['2', 'Ben B.']]),
  roles: new Map([['4', 'platform team']]),
  channels: new Map([['5', 'general']]),
};
const OWN = { user: '1', role: '3' };

describe('the words of a message', () => {
  it.each([
    ['<@1> is django fast?', 'is django fast?'],
    ['<@!1>is django fast?', 'is django fast?'],
    ['<@&3> is django fast?', 'is django fast?'],
    ['hey <@1>, is django fast?', 'hey , is django fast?'],
    ['what does <@2> of <@&4> in <#5> think', 'what does @Ben B. of @platform team in #general think'],
    ['<@9> <@&9> <#9>', '@somebody @a role #channel'],
    ['yes <:yes:123> <a:party:123>', 'yes :yes: :party:'],
    ['use </versus ask:123> at <t:1700000000:R>', 'use /versus ask at a time'],
    ['see <https://example.org/a> and https://example.org', 'see https://example.org/a and https://example.org'],
    ['**django** or ||node|| ~~php~~ `npm`', 'django or node php npm'],
    ['```ts\nconst a = 1\n```', 'const a = 1'],
    ['# Title\n> quoted\n-# small\nplain', 'Title\nquoted\nsmall\nplain'],
    ['2 ** 3 ** 4, a || b, snake_case_name __init__', '2 ** 3 ** 4, a || b, snake_case_name __init__'],
    ['@everyone <@1>', '@everyone'],
    ['  ', ''],
  ])('%j are %j', (content, words) => {
    expect(plainWords(content, NAMES, OWN)).toBe(words);
  });

  it('are found in any text, in short time, and never hold a mention of the bot', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(plainWords(`${text}<@1>${text}`, NAMES, OWN)).not.toContain('<@1>');
      }),
    );
    const marks = ['**', '||', '`', '```', '~~', '<@', '> '].map((mark) => mark.repeat(2000)).join('a ');
    const startedAt = performance.now();
    plainWords(marks, NAMES, OWN);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
