import { MessageFlags, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { refusalOf, startRest, startServer } from './local.ts';

const V2 = MessageFlags.IsComponentsV2;
const long = (chars: number) => 'x'.repeat(chars);
const text = (content: string) => ({ type: 10, content });
const button = (id: string, label = 'Press') => ({ type: 2, style: 1, custom_id: id, label });
const row = (...components: object[]) => ({ type: 1, components });
const buttons = (count: number) => Array.from({ length: count }, (_, at) => button(`id-${at}`));
const options = (count: number) => Array.from({ length: count }, (_, at) => ({ label: `l${at}`, value: `v${at}` }));
const select = (fields: object = {}) => ({ type: 3, custom_id: 'select', options: options(2), ...fields });
const picture = { media: { url: 'https://example.com/a.png' } };
const gallery = (count: number) => ({ type: 12, items: Array.from({ length: count }, () => picture) });
const section = (texts: number, accessory: object | undefined = button('side')) => ({
  type: 9,
  components: Array.from({ length: texts }, () => text('t')),
  accessory,
});
const container = (...components: object[]) => ({ type: 17, components });
const v2 = (...components: object[]) => ({ flags: V2, components });

async function sender() {
  const server = await startServer();
  const rest = startRest(server);
  const channel = server.person('ann').channel('general');
  return { server, channel, send: (body: object) => rest.post(Routes.channelMessages(channel.id), { body }) };
}

describe('what a message may be', () => {
  it('takes the largest of everything', async () => {
    const { channel, send } = await sender();
    await send({
      content: long(2000),
      components: Array.from({ length: 5 }, (_, at) => row(button(`b${at}`, long(80)))),
    });
    await send({ embeds: [{ description: long(4096), footer: { text: long(1904) } }] });
    await send(v2(text(long(4000))));
    await send(v2(...Array.from({ length: 40 }, () => text('t'))));
    await send(v2(text('é'.repeat(4000))));
    await send(
      v2(container(section(3), { type: 14 }, gallery(10), row(...buttons(5)), row(select({ options: options(25) })))),
    );
    await send(v2(row(button(long(100)))));
    expect(channel.messages()).toHaveLength(7);
  });

  const legacy: readonly (readonly [string, object, string])[] = [
    ['more than 2000 characters', { content: long(2001) }, 'BASE_TYPE_MAX_LENGTH'],
    [
      'more than five rows',
      { content: 'x', components: Array.from({ length: 6 }, (_, at) => row(button(`${at}`))) },
      'BASE_TYPE_MAX_LENGTH',
    ],
    ['more than ten embeds', { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) }, 'BASE_TYPE_MAX_LENGTH'],
    [
      'more than 6000 characters in embeds',
      { embeds: [{ description: long(4000) }, { description: long(2001) }] },
      'MAX_EMBED_SIZE_EXCEEDED',
    ],
    ['an embed title of more than 256', { embeds: [{ title: long(257) }] }, 'BASE_TYPE_MAX_LENGTH'],
    ['a nonce of more than 25', { content: 'x', nonce: long(26) }, 'BASE_TYPE_MAX_LENGTH'],
    ['Components V2 without their flag', { components: [text('x')] }, 'UNION_TYPE_CHOICES'],
    [
      'contradicting allowed mentions',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } },
      'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
    ],
    [
      'a reply to nothing',
      { content: 'x', message_reference: { message_id: '123456789012345678' } },
      'MESSAGE_REFERENCE_UNKNOWN_MESSAGE',
    ],
  ];
  const components: readonly (readonly [string, object, string])[] = [
    [
      'content beside Components V2',
      { content: 'x', ...v2(text('x')) },
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    [
      'embeds beside Components V2',
      { embeds: [{ title: 'x' }], ...v2(text('x')) },
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    [
      'a poll beside Components V2',
      { poll: { question: { text: 'x' }, answers: [{ poll_media: { text: 'y' } }] }, ...v2(text('x')) },
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    [
      '41 components, nested ones counted',
      v2(container(...Array.from({ length: 20 }, () => text('t'))), ...Array.from({ length: 20 }, () => text('t'))),
      'COMPONENT_COUNT_EXCEEDED',
    ],
    ['more than 4000 characters in one text', v2(text(long(4001))), 'BASE_TYPE_BAD_LENGTH'],
    [
      'more than 4000 characters in all texts',
      v2(text(long(2000)), section(1), container(text(long(2000)))),
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
    ],
    ['an empty text', v2(text('')), 'BASE_TYPE_BAD_LENGTH'],
    ['a section without text', v2(section(0)), 'BASE_TYPE_BAD_LENGTH'],
    ['a section of four texts', v2(section(4)), 'BASE_TYPE_BAD_LENGTH'],
    ['a section without accessory', v2({ type: 9, components: [text('t')] }), 'BASE_TYPE_REQUIRED'],
    ['a container in a container', v2(container(container(text('x')))), 'UNION_TYPE_CHOICES'],
    ['an empty container', v2(container()), 'BASE_TYPE_BAD_LENGTH'],
    ['a gallery of eleven', v2(gallery(11)), 'BASE_TYPE_BAD_LENGTH'],
    ['six buttons in a row', v2(row(...buttons(6))), 'BASE_TYPE_BAD_LENGTH'],
    ['an empty row', v2(row()), 'BASE_TYPE_BAD_LENGTH'],
    ['a select beside a button', v2(row(select(), button('x'))), 'COMPONENT_LAYOUT_WIDTH_EXCEEDED'],
    ['the same custom id twice', v2(row(button('a')), container(row(button('a')))), 'COMPONENT_CUSTOM_ID_DUPLICATED'],
    ['the same component id twice', v2({ ...text('a'), id: 7 }, { ...text('b'), id: 7 }), 'COMPONENT_ID_DUPLICATED'],
    ['a custom id of more than 100', v2(row(button(long(101)))), 'BASE_TYPE_BAD_LENGTH'],
    ['an empty custom id', v2(row(button(''))), 'BASE_TYPE_BAD_LENGTH'],
    ['a label of more than 80', v2(row(button('a', long(81)))), 'BASE_TYPE_MAX_LENGTH'],
    [
      'a button with neither label nor emoji',
      v2(row({ type: 2, style: 1, custom_id: 'a' })),
      'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED',
    ],
    [
      'a link with a custom id',
      v2(row({ type: 2, style: 5, custom_id: 'a', url: 'https://a.example', label: 'x' })),
      'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
    ],
    [
      'a link of more than 512',
      v2(row({ type: 2, style: 5, url: `https://a.example/${long(512)}`, label: 'x' })),
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a link of another scheme',
      v2(row({ type: 2, style: 5, url: 'ftp://a.example', label: 'x' })),
      'URL_TYPE_INVALID_SCHEME',
    ],
    ['26 options', v2(row(select({ options: options(26) }))), 'BASE_TYPE_BAD_LENGTH'],
    ['no options', v2(row(select({ options: [] }))), 'BASE_TYPE_BAD_LENGTH'],
    [
      'an option twice',
      v2(row(select({ options: [...options(1), ...options(1)] }))),
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
    ],
    [
      'an option label of more than 100',
      v2(row(select({ options: [{ label: long(101), value: 'v' }] }))),
      'BASE_TYPE_BAD_LENGTH',
    ],
    ['a placeholder of more than 150', v2(row(select({ placeholder: long(151) }))), 'BASE_TYPE_MAX_LENGTH'],
    ['a text input', v2(row({ type: 4, custom_id: 'a', style: 1 })), 'UNION_TYPE_CHOICES'],
    [
      'a file that was not uploaded',
      v2({ type: 13, file: { url: 'attachment://none.txt' } }),
      'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
    ],
  ];
  it.each([...legacy, ...components])('refuses %s', async (_, body, problem) => {
    const { channel, send } = await sender();
    const refusal = await refusalOf(send(body));
    expect(refusal).toMatchObject({ status: 400, code: 50035 });
    expect(refusal.problems).toContain(problem);
    expect(channel.messages()).toEqual([]);
  });

  it('refuses a message with nothing in it', async () => {
    const { send } = await sender();
    expect(await refusalOf(send({ content: '' }))).toMatchObject({ status: 400, code: 50006 });
    expect(await refusalOf(send(v2()))).toMatchObject({ status: 400, code: 50006 });
  });

  it('answers 500 to texts of too many bytes and to more than 64 pictures, as Discord does', async () => {
    const { send } = await sender();
    expect(await refusalOf(send(v2(text('語'.repeat(3387)))))).toMatchObject({ status: 500 });
    await send(v2(text('語'.repeat(3386))));
    expect(await refusalOf(send(v2(...Array.from({ length: 7 }, () => gallery(10)))))).toMatchObject({ status: 500 });
  });
});

describe('changing a message', () => {
  async function posted(body: object) {
    const server = await startServer();
    const rest = startRest(server);
    const channel = server.person('ann').channel('general');
    await rest.post(Routes.channelMessages(channel.id), { body });
    const id = channel.messages()[0]?.id ?? '';
    const see = () => channel.messages()[0];
    return { see, change: (changes: object) => rest.patch(Routes.channelMessage(channel.id, id), { body: changes }) };
  }

  it('never takes Components V2 away from a message', async () => {
    const { see, change } = await posted(v2(text('one')));
    expect((await refusalOf(change({ content: 'plain' }))).problems).toContain(
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    );
    await change({ flags: 0, components: [row(button('a'))] });
    expect(see()).toMatchObject({ usesComponentsV2: true, isEdited: true });
  });

  it('reads components of an edit without the flag as legacy ones', async () => {
    const { change } = await posted(v2(text('one')));
    expect((await refusalOf(change({ components: [text('two')] }))).problems).toContain('UNION_TYPE_CHOICES');
  });

  it('takes Components V2 only once the content is cleared', async () => {
    const { see, change } = await posted({ content: 'plain' });
    expect((await refusalOf(change(v2(text('card'))))).problems).toContain(
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    );
    await change({ content: null, ...v2(text('card')) });
    expect(see()).toMatchObject({ text: 'card', usesComponentsV2: true });
  });

  it('refuses to empty a message', async () => {
    const { change } = await posted({ content: 'plain' });
    expect(await refusalOf(change({ content: '' }))).toMatchObject({ code: 50006 });
  });
});

describe('files', () => {
  const file = (name: string, bytes: number) => ({ name, data: Buffer.alloc(bytes, 'a'), contentType: 'text/plain' });

  async function uploader() {
    const server = await startServer();
    const rest = startRest(server);
    const channel = server.person('ann').channel('general');
    const send = (files: ReturnType<typeof file>[], body: object) =>
      rest.post(Routes.channelMessages(channel.id), { body, files });
    return { channel, send };
  }

  it('shows an uploaded file where a component shows it, and only there', async () => {
    const { channel, send } = await uploader();
    await send([file('record.md', 9), file('hidden.md', 3)], v2({ type: 13, file: { url: 'attachment://record.md' } }));
    expect(channel.messages()[0]?.files).toMatchObject([{ filename: 'record.md', sizeBytes: 9 }]);
  });

  it('refuses a file over 10 MiB and a request over 25 MiB', async () => {
    const { send } = await uploader();
    expect(await refusalOf(send([file('big.txt', 10 * 1024 * 1024 + 1)], {}))).toMatchObject({
      status: 413,
      code: 40005,
    });
    const parts = Array.from({ length: 3 }, (_, at) => file(`${at}.txt`, 9 * 1024 * 1024));
    expect(await refusalOf(send(parts, {}))).toMatchObject({ status: 413, code: 40005 });
  });

  it('refuses more than ten files', async () => {
    const { send } = await uploader();
    const many = Array.from({ length: 11 }, (_, at) => file(`${at}.txt`, 1));
    expect(await refusalOf(send(many, {}))).toMatchObject({
      code: 50035,
      problems: expect.arrayContaining(['BASE_TYPE_MAX_LENGTH']),
    });
  });
});

describe('mentions', () => {
  it('pings those whom the allowed mentions let it, and shows all by name', async () => {
    const { server, channel, send } = await sender();
    const ann = server.person('ann').id;
    await send({ content: `<@${ann}> @everyone`, allowed_mentions: { parse: [] } });
    await send({ content: `<@${ann}> \`<@${server.person('ben').id}>\`` });
    const [quiet, loud] = channel.messages();
    expect(quiet).toMatchObject({ text: '@ann @everyone', pings: [] });
    expect(loud?.pings).toEqual(['ann']);
  });

  it('posts once for a nonce that is enforced, however often it is sent', async () => {
    const { channel, send } = await sender();
    await send({ content: 'once', nonce: 'n-1', enforce_nonce: true });
    await send({ content: 'once', nonce: 'n-1', enforce_nonce: true });
    await send({ content: 'again', nonce: 'n-1' });
    expect(channel.messages().map((message) => message.text)).toEqual(['once', 'again']);
  });
});
