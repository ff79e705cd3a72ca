import { describe, expect, it } from 'vitest';
import { type Place, shownMessage } from '../../../src/playground/discord/driver.ts';
import { labels, type Stage, startStage, threadOf } from './bot.ts';

const PROS = 'what are the pros of django';
const FOLLOW_UP = 'and for node?';

/** A thread in which ann was answered. */
async function answered(options: Parameters<typeof startStage>[0] = { intents: ['messageContent'] }) {
  const stage = await startStage(options);
  const asked = await stage.server.person('ann').channel('general').mention(PROS);
  const answer = await asked.answer();
  return { ...stage, answer, thread: threadOf(asked) };
}

describe('in a thread where it answered', () => {
  it('the bot goes on without a mention for who was answered last, with a way to end that', async () => {
    const { thread } = await answered();
    const answer = await (await thread.send(FOLLOW_UP)).answer();
    expect(answer.text).toContain('What are the pros of Node.js?');
    expect(labels(answer)).toContain('Be quiet here');
    expect(answer).toMatchObject({ isEphemeral: false, pings: [] });
  });

  it('the bot never speaks where Discord does not give it the words', async () => {
    const { server, thread, handled } = await answered({});
    await thread.send(FOLLOW_UP);
    await settled(server.person('ann').direct());
    expect(handled).toHaveLength(2);
    expect(thread.messages().at(-1)?.text).toBe(FOLLOW_UP);
  });

  it.each<[string, (thread: Place, stage: Stage) => Promise<unknown>]>([
    ['somebody else asks', (_, { server }) => threadSeenBy(server.person('ben')).send(FOLLOW_UP)],
    ['the words are not meant for it', (thread) => thread.send('did anybody see my keys?')],
    ['somebody else is mentioned', (thread, { server }) => thread.send(`<@${server.person('ben').id}> ${FOLLOW_UP}`)],
    [
      'the words reply to somebody else',
      async (thread, { server }) => {
        const said = await threadSeenBy(server.person('ben')).send('hm');
        await thread.send(FOLLOW_UP, { replyTo: said, pingsReplied: false });
      },
    ],
  ])('the bot says nothing when %s', async (_, say) => {
    const stage = await answered();
    await say(stage.thread, stage);
    await settled(stage.server.person('ann').direct());
    expect(stage.handled.map(({ place }) => place).filter((place) => place === 'here')).toHaveLength(2);
    expect(stage.thread.messages().at(-1)?.author).not.toBe('Versus');
  });

  it('the bot is quiet once it was told to be, and says so to who told it', async () => {
    const { server, thread } = await answered();
    const answer = await (await thread.send(FOLLOW_UP)).answer();
    const told = shownMessage(await answer.press('Be quiet here'));
    expect(told).toMatchObject({ isEphemeral: true });
    expect(told.text).toContain('only when I am mentioned');
    expect(labels(told)).toEqual(['Listen here']);
    await thread.send('and for django?');
    await settled(server.person('ann').direct());
    expect(thread.messages().at(-1)?.text).toBe('and for django?');
    expect((await (await thread.mention('listen here')).answer()).text).toContain('also answer what you write next');
    expect((await (await thread.send('and for django?')).answer()).text).toContain('What are the pros of Django?');
  });

  it('the bot listens again once the button was pressed that offers it', async () => {
    const { thread } = await answered();
    const answer = await (await thread.send(FOLLOW_UP)).answer();
    const told = shownMessage(await answer.press('Be quiet here'));
    expect(shownMessage(await told.press('Listen here')).isEphemeral).toBe(true);
    expect((await (await thread.send('and for django?')).answer()).text).toContain('What are the pros of Django?');
  });
});

describe('anywhere else', () => {
  it('words without a mention in a channel are none of its business, whatever it may read', async () => {
    const { server, handled } = await startStage({ intents: ['messageContent'] });
    const general = server.person('ann').channel('general');
    await (await general.mention(PROS)).answer();
    await general.send(FOLLOW_UP);
    await settled(server.person('ann').direct());
    expect(handled).toHaveLength(2);
  });
});

/** Waits until the bot has handled what came before: it answers one more message, somewhere else. */
async function settled(elsewhere: Place): Promise<void> {
  await (await elsewhere.send('hello')).answer();
}

function threadSeenBy(person: { readonly channel: (name: string) => Place }): Place {
  const [thread] = person.channel('general').threads();
  if (!thread) throw new Error('There is no thread.');
  return thread;
}
