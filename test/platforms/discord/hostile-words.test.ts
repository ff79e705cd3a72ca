import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { messageOf } from '../../../src/platforms/discord/message.ts';
import { renderForm } from '../../../src/platforms/discord/render-form.ts';
import { shownMessage } from '../../../src/playground/discord/driver.ts';
import { parseMessageBody } from '../../../src/playground/discord/message-body.ts';
import { parseModal } from '../../../src/playground/discord/modal.ts';
import type { Traffic } from '../../../src/playground/discord/traffic.ts';
import { ACME, startStage } from './bot.ts';
import { everyElementWith, hostileText, visibleText } from './hostile.ts';
import { type Node, readMarkdown } from './markdown.ts';

/** A person of this test says more than people do. */
const UNLIMITED = { perThread: 10_000, perPerson: 10_000, windowMs: 60_000 };
const ALLOWED = new Set(['text', 'heading3', 'small', 'item', 'strong', 'code', 'code-block', 'link']);

describe('hostile words', () => {
  it('on any way through the bot become no ping, mention, link or emoji of anything that leaves it', async () => {
    const { server, logged } = await startStage({ limits: UNLIMITED });
    server.admin.grantBot(['Administrator', 'MentionEveryone']);
    const general = server.person('ann').channel('general');
    const open = await (await general.mention('hello')).answer();
    let number = 0;
    await fc.assert(
      fc.asyncProperty(visibleText, async (text) => {
        server.traffic.clear();
        number += 1;
        const words = text.slice(0, 1500);
        const said = `${number % 2 ? 'verdict: live chat ' : ''}${words}`;
        const asked = await general.mention(said);
        await asked.answer();
        const outcomes = await Promise.all([
          general.command('versus verdict', { project: `live chat ${words}` }).then(shownMessage),
          general.command('versus ask', { question: words }).then(shownMessage),
          general.suggest('versus ask', { question: words }),
          open.press('Topics'),
        ]);
        expect(outcomes).toHaveLength(4);
        expect(asked.now()?.thread()?.name).toMatch(/^[\s\S]{1,100}$/);
        const left = leaving(server.traffic);
        expect(left.length).toBeGreaterThanOrEqual(4);
        for (const { allowed_mentions, texts } of left) {
          expect(allowed_mentions).toEqual({ parse: [], replied_user: false });
          for (const one of texts) expect(typesIn(readMarkdown(one)).filter((type) => !ALLOWED.has(type))).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
    const seen = server
      .person('ben')
      .channel('general')
      .threads()
      .flatMap((thread) => thread.messages());
    expect(seen.flatMap(({ author, pings }) => (author === 'Versus' ? pings : []))).toEqual([]);
    expect(JSON.stringify(logged.filter(({ level }) => level === 'error'))).toBe('[]');
  });

  it('for a name show as that name, where a card is shared', () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        const { components } = messageOf({ elements: everyElementWith('x') }, { mayAttach: true, sharedBy: name });
        const [first] = components[0].components;
        const shown = first && 'content' in first ? first.content : '';
        expect(shown).toMatch(/^-# Shared by/);
        expect(typesIn(readMarkdown(shown)).filter((type) => type !== 'text' && type !== 'small')).toEqual([]);
      }),
    );
  });

  it('make no message and no form that Discord refuses', () => {
    fc.assert(
      fc.property(hostileText, visibleText, (text, visible) => {
        const message = messageOf(
          { elements: everyElementWith(text.repeat(40)) },
          { mayAttach: true, sharedBy: text, lead: visible, notes: [visible] },
        );
        const body = { flags: message.flags, components: message.components, allowed_mentions: { parse: [] } };
        expect(parseMessageBody(JSON.parse(JSON.stringify(body)))).not.toHaveProperty('refusedWith');
        const fields = [1, 2].map((id) => ({
          id: `f${id}`,
          label: visible,
          hint: text,
          maxChars: 9000,
          isOptional: id > 1,
          isLong: id > 1,
        }));
        const form = renderForm({ id: 'v1:describe:0', title: visible, submit: 'Send', fields });
        expect(parseModal(JSON.parse(JSON.stringify(form)))).not.toHaveProperty('refusedWith');
      }),
    );
  });
});

describe('a name of a person', () => {
  it('that is hostile pings nobody where they share a card', async () => {
    const guilds = [{ ...ACME, people: ['ann', '@everyone <@1> [x](https://evil.example)'] }];
    const { server } = await startStage({ guilds });
    server.admin.grantBot(['Administrator']);
    const general = server.person('@everyone <@1> [x](https://evil.example)').channel('general');
    const card = shownMessage(await general.command('versus help'));
    expect(card.buttons.map(({ label }) => label)).not.toContain('Share with the channel');
    const answer = shownMessage(await general.command('versus topics'));
    await answer.press('Share with the channel');
    const [shared] = server.person('ann').channel('general').messages();
    expect(shared?.pings).toEqual([]);
    expect(new Set(typesIn(readMarkdown(shared?.source.split('\n')[0] ?? '')))).toEqual(new Set(['small', 'text']));
  });
});

const body = z.object({
  allowed_mentions: z.unknown(),
  components: z.array(
    z.object({ components: z.array(z.object({ type: z.number(), content: z.string().optional() })) }),
  ),
});

/** The messages that the bot sent, by whatever request. */
function leaving(traffic: Traffic) {
  return traffic.entries().flatMap((entry) => {
    if (entry.kind !== 'request' || entry.method === 'GET') return [];
    const data = z.object({ data: body }).safeParse(entry.body).data?.data ?? body.safeParse(entry.body).data;
    if (!data) return [];
    const texts = data.components.flatMap(({ components }) => components.flatMap(({ content }) => content ?? []));
    return [{ allowed_mentions: data.allowed_mentions, texts }];
  });
}

function typesIn(nodes: readonly Node[]): string[] {
  return nodes.flatMap(({ type, inside }) => [type, ...typesIn(inside)]);
}
