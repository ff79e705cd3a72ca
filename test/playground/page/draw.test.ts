import type { ComponentChildren } from 'preact';
import { describe, expect, it } from 'vitest';
import { type DiscordHands, drawComponents, drawEmbed } from '../../../src/playground/page/discord-components.ts';
import { drawBlocks } from '../../../src/playground/page/slack-blocks.ts';
import type { SlackHands } from '../../../src/playground/page/slack-elements.ts';
import { BLOCK_CASES } from '../slack/block-cases.ts';
import { ELEMENT_CASES } from '../slack/element-cases.ts';
import { attributes, tagsOf, wordsOf } from './tree.ts';

const NAMES = { person: (id: string) => (id === 'U1' || id === '1' ? 'Ada' : undefined), channel: () => undefined };
const pressed: string[] = [];
const SLACK: SlackHands = {
  names: NAMES,
  people: [{ id: 'U1', name: 'Ada' }],
  channels: [{ id: 'C1', name: 'general' }],
  place: 'test',
  press: (block, action, value) => pressed.push(`${block} ${action} ${value}`),
  fill: () => {},
  suggest: async () => [],
  isBusy: () => false,
};
const DISCORD: DiscordHands = {
  names: NAMES,
  people: [{ id: '1', name: 'Ada' }],
  channels: [],
  press: (customId) => pressed.push(customId),
  choose: () => {},
  isBusy: () => false,
  files: [{ id: '7', filename: 'chart.png', size: 1, url: 'http://127.0.0.1:1/a', proxy_url: 'http://127.0.0.1:1/a' }],
};

/** Payloads come to the page as text. */
function slack(...blocks: readonly object[]): ComponentChildren {
  return drawBlocks(JSON.parse(JSON.stringify(blocks)), SLACK);
}

function discord(...components: readonly object[]): ComponentChildren {
  return drawComponents(JSON.parse(JSON.stringify(components)), DISCORD);
}

function notDrawn(tree: ComponentChildren): string[] {
  return attributes(tree, 'data-not-drawn');
}

describe('what Slack takes', () => {
  for (const [name, legal] of [...BLOCK_CASES, ...ELEMENT_CASES]) {
    it(`is drawn: ${name}`, () => {
      expect(notDrawn(slack(legal))).toEqual([]);
    });
  }

  it('stands as a box that is to be seen where it is not known', () => {
    const tree = slack({ type: 'hologram', text: 'boo' });
    expect(notDrawn(tree)).toEqual(['hologram']);
    expect(wordsOf(tree)).toContain('"boo"');
    expect(notDrawn(slack({ type: 'actions', elements: [{ type: 'lever' }] }))).toEqual(['element']);
    expect(notDrawn(slack({ type: 'rich_text', elements: [{ type: 'rich_text_song', elements: [] }] }))).toHaveLength(
      1,
    );
  });
});

describe('what Discord takes', () => {
  const text = (content: string) => ({ type: 10, content });
  const button = { type: 2, style: 1, label: 'Go', custom_id: 'go' };
  const media = { url: 'attachment://chart.png', attachment_id: '7' };
  for (const [name, component, words] of [
    ['text', text('**bold** and `code`'), 'bold and code'],
    [
      'buttons',
      { type: 1, components: [button, { type: 2, style: 5, label: 'Site', url: 'https://example.com' }] },
      'GoSite',
    ],
    [
      'select',
      {
        type: 1,
        components: [{ type: 3, custom_id: 's', options: [{ label: 'A', value: 'a', description: 'first' }] }],
      },
      'Make a selectionA – first',
    ],
    ['select of people', { type: 1, components: [{ type: 5, custom_id: 's', placeholder: 'Who' }] }, 'WhoAda'],
    ['select of channels', { type: 1, components: [{ type: 8, custom_id: 's', placeholder: 'Where' }] }, 'Where'],
    ['section with a button', { type: 9, components: [text('a')], accessory: button }, 'aGo'],
    [
      'section with a picture',
      { type: 9, components: [text('a')], accessory: { type: 11, media, description: 'Chart' } },
      'a',
    ],
    [
      'gallery',
      { type: 12, items: [{ media, description: 'Chart' }, { media: { url: 'https://example.com/x.png' } }] },
      'Picture: Picture',
    ],
    ['file', { type: 13, file: media }, 'chart.png 1 B'],
    ['separator', { type: 14, divider: true, spacing: 2 }, ''],
    [
      'container',
      {
        type: 17,
        accent_color: 255,
        components: [text('# Title'), text('-# small'), { type: 1, components: [button] }],
      },
      'TitlesmallGo',
    ],
  ] as const) {
    it(`is drawn: ${name}`, () => {
      const tree = discord(component);
      expect(notDrawn(tree)).toEqual([]);
      expect(wordsOf(tree)).toBe(words);
    });
  }

  it('shows pictures of the message itself, and loads none from elsewhere', () => {
    const tree = discord({ type: 12, items: [{ media }, { media: { url: 'https://example.com/x.png' } }] });
    expect(attributes(tree, 'src')).toEqual(['/files/discord/7']);
  });

  it('draws an embed', () => {
    const embed = { title: 'T', description: 'D', fields: [{ name: 'F', value: 'V' }], footer: { text: 'foot' } };
    expect(wordsOf(drawEmbed(embed, DISCORD))).toBe('TDFVfoot');
  });

  it('stands as a box that is to be seen where it is not known', () => {
    const tree = discord({ type: 99, content: 'boo' });
    expect(notDrawn(tree)).toEqual(['component 99']);
    expect(wordsOf(tree)).toContain('"boo"');
  });
});

describe('text', () => {
  const markdown = (content: string) => discord({ type: 10, content });
  const mrkdwn = (text: string) => slack({ type: 'section', text: { type: 'mrkdwn', text } });
  for (const [name, tree, words] of [
    ['characters that Discord escapes', markdown('\\*no bold\\* \\<@1\\> 1\\. x'), '*no bold* <@1> 1. x'],
    ['mentions on Discord', markdown('<@1> and <@2>'), '@Ada and @2'],
    ['a link on Discord', markdown('[Docs](<https://example.com/a>)'), 'Docs'],
    ['code on Discord', markdown('```\na  b\n```'), 'a  b'],
    ['lists on Discord', markdown('- one\n- two'), 'onetwo'],
    ['entities in Slack', mrkdwn('a &lt;b&gt; &amp; *c*'), 'a <b> & c'],
    ['mentions in Slack', mrkdwn('<@U1> <#C9|general> <!here>'), '@Ada #general @here'],
    ['a link in Slack', mrkdwn('<https://example.com|Docs>'), 'Docs'],
  ] as const) {
    it(`reads as a person sees it: ${name}`, () => {
      expect(wordsOf(tree)).toBe(words);
    });
  }

  it('never follows an address that is none of the web', () => {
    for (const tree of [
      markdown('[x](<javascript:alert(1)>)'),
      mrkdwn('<javascript:alert(1)|x>'),
      slack({
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'link', url: 'javascript:alert(1)', text: 'x' }] }],
      }),
    ]) {
      expect(attributes(tree, 'href')).toEqual([]);
      expect(wordsOf(tree)).toContain('x');
    }
  });

  it('is never HTML', () => {
    for (const tree of [markdown('<img src=x onerror=alert(1)>'), mrkdwn('&lt;img src=x onerror=alert(1)&gt;')]) {
      expect(tagsOf(tree)).not.toContain('img');
      expect(wordsOf(tree)).toContain('<img src=x onerror=alert(1)>');
    }
  });
});
