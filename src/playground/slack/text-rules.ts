import { anyOf, boolean, byType, list, number, oneOf, type Rule, shape, string, url } from './block-rule.ts';
import * as limits from './limits.ts';

/** A plain_text object. */
export function plainText(max: number): Rule {
  return shape({ required: { type: oneOf('plain_text'), text: string(max) }, optional: { emoji: boolean() } });
}

/** A mrkdwn object. */
export function mrkdwn(max: number): Rule {
  return shape({ required: { type: oneOf('mrkdwn'), text: string(max) }, optional: { verbatim: boolean() } });
}

/** A plain_text or mrkdwn object. */
export function anyText(max: number): Rule {
  return byType({ plain_text: plainText(max), mrkdwn: mrkdwn(max) }, ['plain_text', 'mrkdwn']);
}

/** The dialog that asks before an action is sent. */
export const CONFIRMATION = shape({
  required: { text: anyText(limits.MAX_CONFIRM_TEXT_CHARS) },
  optional: {
    title: plainText(limits.MAX_CONFIRM_TITLE_CHARS),
    confirm: plainText(limits.MAX_CONFIRM_BUTTON_CHARS),
    deny: plainText(limits.MAX_CONFIRM_BUTTON_CHARS),
    style: oneOf('primary', 'danger'),
  },
});

/** A file stored in Slack, named by its id or its address. */
export const SLACK_FILE = anyOf(
  shape({ required: { id: string(limits.MAX_ID_CHARS) } }),
  shape({ required: { url: url(limits.MAX_URL_CHARS) } }),
);

const style = shape({
  optional: {
    bold: boolean(),
    italic: boolean(),
    strike: boolean(),
    underline: boolean(),
    code: boolean(),
    highlight: boolean(),
    client_highlight: boolean(),
    unlink: boolean(),
  },
});
const id = string(limits.MAX_ID_CHARS);
const words = string(limits.MAX_MESSAGE_TEXT_CHARS, 0);

const INLINE = {
  text: inline({ text: string(limits.MAX_MESSAGE_TEXT_CHARS) }),
  link: inline({ url: url(limits.MAX_URL_CHARS) }, { text: words, unsafe: boolean() }),
  user: inline({ user_id: id }),
  usergroup: inline({ usergroup_id: id }),
  channel: inline({ channel_id: id }),
  team: inline({ team_id: id }),
  broadcast: inline({ range: oneOf('here', 'channel', 'everyone') }),
  emoji: inline({ name: id }, { unicode: id, url: url(limits.MAX_URL_CHARS), skin_tone: number() }),
  color: inline({ value: id }),
  date: inline({ timestamp: number(), format: words }, { url: url(limits.MAX_URL_CHARS), fallback: words }),
};

function inline(required: Readonly<Record<string, Rule>>, optional: Readonly<Record<string, Rule>> = {}): Rule {
  return shape({ required: { type: id, ...required }, optional: { style, ...optional } });
}

const anyInline = byType(INLINE, [
  'text',
  'link',
  'user',
  'usergroup',
  'channel',
  'team',
  'broadcast',
  'emoji',
  'color',
  'date',
]);
const border = oneOf(0, 1);
const MAX_PARTS = 10_000;
const section = shape({ required: { type: id, elements: list(anyInline, MAX_PARTS, 0) } });

const RICH_TEXT_PARTS = {
  rich_text_section: section,
  rich_text_list: shape({
    required: {
      type: id,
      style: oneOf('bullet', 'ordered'),
      elements: list(byType({ rich_text_section: section }, ['rich_text_section']), MAX_PARTS, 0),
    },
    optional: { indent: number(0, limits.MAX_LIST_INDENT), offset: number(0), border },
  }),
  rich_text_quote: shape({
    required: { type: id, elements: list(anyInline, MAX_PARTS, 0) },
    optional: { border },
  }),
  rich_text_preformatted: shape({
    required: { type: id, elements: list(byType(INLINE, ['text', 'link']), MAX_PARTS, 0) },
    optional: { border, language: id },
  }),
};

/** A rich_text block, alone or inside another block. */
export const RICH_TEXT = shape({
  required: {
    type: oneOf('rich_text'),
    elements: list(
      byType(RICH_TEXT_PARTS, ['rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted']),
      MAX_PARTS,
    ),
  },
  optional: { block_id: id },
});
