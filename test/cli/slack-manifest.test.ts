import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { slackManifestCommand } from '../../src/cli/slack-manifest.ts';
import { slackManifest } from '../../src/platforms/slack/manifest.ts';
import { knowledge } from '../knowledge.ts';

const printed: string[] = [];
const { starters: prompts } = knowledge.pack;

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
});
afterEach(() => {
  vi.restoreAllMocks();
  printed.length = 0;
});

describe('versus slack-manifest', () => {
  it.each([
    ['for Socket Mode', [], { mentionsOnly: false, prompts }],
    ['for mentions only', ['--mentions-only'], { mentionsOnly: true, prompts }],
    ['for HTTP', ['--url', 'https://bot.example'], { mentionsOnly: false, prompts, url: 'https://bot.example' }],
  ])('prints the manifest %s as JSON, with the questions of the pack', (_what, args, options) => {
    expect(slackManifestCommand(args)).toBe(0);
    expect(JSON.parse(printed.join('\n'))).toEqual(slackManifest(options));
  });

  it.each([
    [['--url', 'http://bot.example'], '--url expects the https address'],
    [['--url', 'bot'], '--url expects the https address'],
    [['--mention-only'], '--mention-only'],
    [['now'], 'slack-manifest takes --mentions-only and --url'],
  ])('says what is wrong with %j', (args, message) => {
    expect(() => slackManifestCommand(args)).toThrow(message);
    expect(printed).toEqual([]);
  });
});
