import { describe, expect, it } from 'vitest';
import { redact } from '../../src/ops/redact.ts';

const DISCORD_TOKEN = `${'A'.repeat(26)}.${'b'.repeat(6)}.${'c'.repeat(38)}`;

describe('a line of the log', () => {
  it.each([
    ['a bot token of Slack', 'xoxb-123-456-abcDEF', 'no xoxb'],
    ['an app token of Slack', 'xapp-1-A1-22-abc', 'no xapp'],
    ['a token of Discord', DISCORD_TOKEN, 'none'],
    [
      'the token of an interaction',
      `https://discord.example/api/v10/webhooks/12345/${'t'.repeat(60)}/messages/@original`,
      '',
    ],
    ['the token of a callback', `/interactions/12345/${'aW50'.repeat(20)}/callback`, ''],
  ])('never holds %s', (_, secret) => {
    const line = redact(`{"reason":"failed: ${secret} and more"}`);
    expect(line).toContain('[redacted]');
    expect(line).toContain('and more');
    expect(line).not.toMatch(/xoxb-|xapp-|A{26}|t{20}|aW50/);
  });

  it('never holds a secret that was named', () => {
    expect(redact('signed with 8f742231b10e of mine', ['8f742231b10e'])).toBe('signed with [redacted] of mine');
  });

  it('is otherwise left as it is', () => {
    const line = '{"level":30,"key":"slack:T1:C1:1763812345.123456","thread":"discord:123:456:789","msg":"handled"}';
    expect(redact(line, ['', 'short'])).toBe(line);
  });
});
