import type { JsonObject } from '../../../src/playground/slack/json.ts';
import { actions, button, image, many, mrkdwn, option, plain, select, text } from './block-parts.ts';

/** What each case is called, the largest legal form, and the smallest illegal one with what is said of it. */
export type Case = readonly [name: string, legal: JsonObject, illegal: JsonObject, said: string];

/** Texts, ids, and everything that can be pressed or chosen. */
export const ELEMENT_CASES: readonly Case[] = [
  ['header', { type: 'header', text: plain(150) }, { type: 'header', text: plain(151) }, 'less than 151'],
  [
    'header of emoji',
    { type: 'header', text: { type: 'plain_text', text: '🎉'.repeat(150) } },
    { type: 'header', text: mrkdwn(1) },
    'plain_text',
  ],
  ['section', { type: 'section', text: mrkdwn(3000) }, { type: 'section', text: mrkdwn(3001) }, 'less than 3001'],
  [
    'section fields',
    { type: 'section', fields: many(5, () => mrkdwn(2000)) },
    { type: 'section', fields: many(11, () => mrkdwn(1)) },
    'no more than 10',
  ],
  [
    'section field',
    { type: 'section', fields: [mrkdwn(2000)] },
    { type: 'section', fields: [mrkdwn(2001)] },
    'less than 2001',
  ],
  ['section content', { type: 'section', text: plain(1) }, { type: 'section' }, 'text or fields'],
  ['empty text', { type: 'section', text: plain(1) }, { type: 'section', text: plain(0) }, 'more than 0'],
  [
    'accessory',
    { type: 'section', text: plain(1), accessory: button() },
    { type: 'section', text: plain(1), accessory: { type: 'plain_text_input' } },
    'unsupported type',
  ],
  ['unknown field', { type: 'divider' }, { type: 'divider', colour: 'red' }, 'invalid additional property: colour'],
  ['block_id', { type: 'divider', block_id: text(255) }, { type: 'divider', block_id: text(256) }, 'less than 256'],
  [
    'context',
    { type: 'context', elements: many(10, () => mrkdwn(1)) },
    { type: 'context', elements: many(11, () => mrkdwn(1)) },
    'no more than 10',
  ],
  [
    'context elements',
    { type: 'context', elements: [image] },
    { type: 'context', elements: [button()] },
    'unsupported type',
  ],
  [
    'actions',
    actions(...many(25, (i) => button({ action_id: `a${i}` }))),
    actions(...many(26, () => button())),
    'no more than 25',
  ],
  ['action_id', actions(button({ action_id: text(255) })), actions(button({ action_id: text(256) })), 'less than 256'],
  [
    'action_id twice',
    actions(button({ action_id: 'a' }), button({ action_id: 'b' })),
    actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
    'already exists',
  ],
  ['button text', actions(button()), actions(button({ text: plain(76) })), 'less than 76'],
  ['button value', actions(button({ value: text(2000) })), actions(button({ value: text(2001) })), 'less than 2001'],
  [
    'button url',
    actions(button({ url: `https://${text(2992)}` })),
    actions(button({ url: `https://${text(2993)}` })),
    'less than 3001',
  ],
  [
    'accessibility label',
    actions(button({ accessibility_label: text(75) })),
    actions(button({ accessibility_label: text(76) })),
    'less than 76',
  ],
  ['button style', actions(button({ style: 'danger' })), actions(button({ style: 'loud' })), 'must be one of'],
  [
    'confirm title',
    actions(button({ confirm: { title: plain(100), text: plain(300), confirm: plain(30), deny: plain(30) } })),
    actions(button({ confirm: { title: plain(101), text: plain(1) } })),
    'less than 101',
  ],
  [
    'confirm text',
    actions(button({ confirm: { text: plain(300) } })),
    actions(button({ confirm: { text: plain(301) } })),
    'less than 301',
  ],
  [
    'confirm button',
    actions(button({ confirm: { text: plain(1), confirm: plain(30) } })),
    actions(button({ confirm: { text: plain(1), deny: plain(31) } })),
    'less than 31',
  ],
  [
    'select',
    select({ options: many(100, option), placeholder: plain(150) }),
    select({ options: many(101, option) }),
    'no more than 100',
  ],
  [
    'select placeholder',
    select({ options: [option(1)] }),
    select({ options: [option(1)], placeholder: plain(151) }),
    'less than 151',
  ],
  [
    'select groups',
    select({ option_groups: many(100, () => ({ label: plain(1), options: [option(1)] })) }),
    select({ option_groups: many(101, () => ({ label: plain(1), options: [option(1)] })) }),
    'no more than 100',
  ],
  [
    'select source',
    select({ options: [option(1)] }),
    select({ options: [option(1)], option_groups: [{ label: plain(1), options: [option(1)] }] }),
    'only one of',
  ],
  ['select without options', select({ options: [option(1)] }), select({}), 'must have one of'],
  [
    'initial option',
    select({ options: [option(1)], initial_option: option(1) }),
    select({ options: [option(1)], initial_option: option(2) }),
    'must match an option',
  ],
  [
    'option text',
    select({ options: [{ text: plain(75), value: 'a' }] }),
    select({ options: [{ text: plain(76), value: 'a' }] }),
    'less than 76',
  ],
  [
    'option value',
    select({ options: [{ text: plain(1), value: text(75) }] }),
    select({ options: [{ text: plain(1), value: text(76) }] }),
    'less than 76',
  ],
  [
    'option description',
    select({ options: [{ text: plain(1), description: plain(75) }] }),
    select({ options: [{ text: plain(1), description: plain(76) }] }),
    'less than 76',
  ],
  [
    'overflow',
    actions({ type: 'overflow', options: many(5, option) }),
    actions({ type: 'overflow', options: many(6, option) }),
    'no more than 5',
  ],
  [
    'checkboxes',
    actions({ type: 'checkboxes', options: many(10, option) }),
    actions({ type: 'checkboxes', options: many(11, option) }),
    'no more than 10',
  ],
  [
    'radio buttons',
    actions({ type: 'radio_buttons', options: many(10, option) }),
    actions({ type: 'radio_buttons', options: [] }),
    'no less than 1',
  ],
  [
    'datepicker',
    actions({ type: 'datepicker', initial_date: '2026-01-31' }),
    actions({ type: 'datepicker', initial_date: 'soon' }),
    'YYYY-MM-DD',
  ],
  [
    'timepicker',
    actions({ type: 'timepicker', initial_time: '23:59' }),
    actions({ type: 'timepicker', initial_time: '24:00' }),
    'HH:mm',
  ],
  [
    'multi select',
    actions({ type: 'multi_users_select', max_selected_items: 1 }),
    actions({ type: 'multi_users_select', max_selected_items: 0 }),
    'greater than',
  ],
];
