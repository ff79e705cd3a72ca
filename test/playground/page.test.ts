import { readFileSync } from 'node:fs';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Playground } from '../../src/playground/host.ts';
import { openPage, type Watched } from './browser.ts';
import { CHROMIUM, launch, openPlayground } from './open.ts';

/** So much that the sources of the verdict are more than one message holds. */
const MANY_NEEDS =
  'live bidding, thousands online, machine learning, admin panel, cms, login with roles, postgres, python team, js team, mvp, microservices, serverless, video streaming, iot, easy to hire, clean structure, maintained for 5 years, typescript, map search, multi tenant, supply chain security';

describe.skipIf(CHROMIUM === undefined && !process.env.CI)('the playground in a browser', () => {
  let playground: Playground;
  let browser: Browser;
  let watched: Watched;
  beforeAll(async () => {
    [playground, browser] = await Promise.all([openPlayground(), launch()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([playground?.stop(), browser?.close()]);
  });
  beforeEach(async () => {
    watched = await openPage(browser, playground.address);
  });
  afterEach(() => watched.close());

  const both = () => [watched.slack, watched.discord];
  const say = async (text: string) => {
    await watched.page.getByLabel('Say it in both').fill(text);
    await watched.page.getByRole('button', { name: 'Say it', exact: true }).click();
  };
  const newest = (pane: Locator) => pane.getByRole('article', { name: /^Versus/ }).last();

  it('answers the same words on both sides', async () => {
    await say('is django any good for websockets?');
    for (const pane of both())
      await newest(pane)
        .getByText(/Channels and ASGI/)
        .waitFor();
  });

  it('answers a press where the platform puts the answer', async () => {
    await say('what is django');
    for (const pane of both()) {
      await newest(pane).getByRole('button', { name: 'Sources', exact: true }).click();
      await newest(pane).getByRole('link').first().waitFor();
    }
  });

  it('chooses in a select', async () => {
    const { slack, discord } = watched;
    await slack.getByRole('combobox', { name: /^Message/ }).fill('/versus topics');
    await slack.getByRole('combobox', { name: /^Message/ }).press('Enter');
    await discord.getByRole('combobox', { name: /^Message/ }).fill('/versus to');
    await discord.getByRole('combobox', { name: /^Message/ }).press('Enter');
    await discord.getByRole('button', { name: 'Send' }).press('Enter');
    for (const pane of both()) {
      await newest(pane).getByText('What I know about').waitFor();
      await newest(pane).getByRole('combobox').selectOption({ label: 'Databases' });
      await newest(pane).getByRole('paragraph').getByText('Databases', { exact: true }).waitFor();
    }
  });

  it('fills a form and hands it in, by keyboard', async () => {
    await say('verdict');
    for (const pane of both()) {
      await newest(pane).getByRole('button', { name: 'Describe the project' }).click();
      const form = pane.getByRole('dialog');
      await form.getByRole('textbox').first().fill('booking site, staff back office, python team');
      await form.getByRole('textbox').first().press('Tab');
      await form.getByRole('button', { name: /Submit|verdict/i }).press('Enter');
      await newest(pane)
        .getByText(/Pick Django|Leaning to Django/)
        .waitFor();
      await form.waitFor({ state: 'detached' });
    }
  });

  it('says what is missing in a form', async () => {
    await say('verdict');
    await newest(watched.slack).getByRole('button', { name: 'Describe the project' }).click();
    const form = watched.slack.getByRole('dialog');
    await form.getByRole('textbox').first().waitFor();
    await form.getByRole('button', { name: /verdict|Submit/i }).click();
    await form.getByText('Please complete this required field.').waitFor();
    await form.getByRole('textbox').first().press('Escape');
    await form.waitFor({ state: 'detached' });
  });

  it('completes names and commands, and suggests questions while one types', async () => {
    const { slack, discord, page } = watched;
    await slack.getByRole('button', { name: '# general' }).click();
    const field = slack.getByRole('combobox', { name: 'Message #general' });
    await field.fill('@ver');
    await slack.getByRole('option', { name: '@Versus' }).waitFor();
    await field.press('Tab');
    await expect.poll(() => field.inputValue()).toBe('@Versus ');
    await field.fill('/ver');
    await field.press('Enter');
    await slack.getByText('[ask, verdict, compare').waitFor();
    await discord.getByRole('combobox', { name: /^Message/ }).fill('/versus as');
    await discord.getByRole('combobox', { name: /^Message/ }).press('Enter');
    await page.locator('.slash-option :focus').waitFor();
    await page.keyboard.type('django channels');
    await discord.getByRole('option', { name: 'Can Django do real time?' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await newest(discord)
      .getByText(/Channels and ASGI/)
      .waitFor();
  });

  it('follows a mention into the thread that answers it, and goes on there', async () => {
    const { slack, discord } = watched;
    for (const pane of both()) {
      await pane.getByRole('button', { name: '# random' }).click();
      await pane.getByRole('combobox').fill('@Versus what are the pros of django');
      await pane.getByRole('combobox').press('Enter');
      await newest(pane)
        .getByText(/Pros|pros|strength/i)
        .first()
        .waitFor();
      await pane
        .getByText(pane === slack ? 'Thread' : /pros of django/)
        .first()
        .waitFor();
      await pane.getByRole('combobox').fill('@Versus and for node?');
      await pane.getByRole('combobox').press('Enter');
      await pane
        .getByRole('article', { name: /^Versus/ })
        .nth(1)
        .waitFor();
      await pane.getByRole('button', { name: /^‹/ }).click();
    }
    await slack.getByRole('button', { name: /3 replies/ }).waitFor();
    await discord.getByRole('button', { name: /Messages ›/ }).click();
    await newest(discord).waitFor();
  });

  it('shows what is private to one person to nobody else', async () => {
    const { page, slack } = watched;
    await slack.getByRole('button', { name: '# general' }).click();
    await slack.getByRole('combobox').fill('/versus help');
    await slack.getByRole('combobox').press('Enter');
    await slack.getByText('Only visible to you').waitFor();
    await page.getByRole('button', { name: 'Ben', exact: true }).click();
    await slack.getByText('Only visible to you').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Ada', exact: true }).click();
    await slack.getByText('Only visible to you').waitFor();
  });

  it('answers each person in a conversation of their own', async () => {
    const { page } = watched;
    for (const [name, question, answer] of [
      ['Ada', 'what is django', 'What is Django?'],
      ['Ben', 'what is node', 'What is Node.js?'],
    ] as const) {
      await page.getByRole('button', { name, exact: true }).click();
      await say(question);
      for (const pane of both()) await newest(pane).getByText(answer, { exact: true }).waitFor();
    }
  });

  it('starts a thread from a message, and asks in it', async () => {
    for (const [pane, start] of [
      [watched.slack, 'Reply to Ada in a thread'],
      [watched.discord, 'Create a thread from what Ada wrote'],
    ] as const) {
      await pane.getByRole('button', { name: '# random' }).click();
      await pane.getByRole('combobox').fill('lunch?');
      await pane.getByRole('combobox').press('Enter');
      await pane.getByText('lunch?').last().hover();
      await pane.getByRole('button', { name: start }).last().click();
      await pane.getByRole('button', { name: /^‹/ }).waitFor();
      await pane.getByRole('combobox').fill('@Versus what is django');
      await pane.getByRole('combobox').press('Enter');
      await newest(pane)
        .getByText(/web framework/)
        .first()
        .waitFor();
    }
  });

  it('opens the Home of the app, and goes on from its buttons', async () => {
    const { slack } = watched;
    await slack.getByRole('button', { name: 'Home', exact: true }).click();
    await slack.getByText('What I know about').waitFor();
    await slack.getByRole('button', { name: 'Databases', exact: true }).click();
    await slack.getByRole('button', { name: 'All topics' }).click();
    await slack.getByText('What I know about').waitFor();
  });

  it('asks about a message from its menu', async () => {
    for (const pane of both()) {
      await pane.getByRole('button', { name: '# general' }).click();
      await pane.getByRole('combobox').fill('what is django');
      await pane.getByRole('combobox').press('Enter');
      const message = pane.getByRole('article', { name: /^Ada/ }).last();
      await message.getByText('what is django').waitFor();
      await message.getByRole('button', { name: 'Ask Versus about this: Ada' }).click();
      await newest(pane).getByText(/Only/).waitFor();
      await newest(pane)
        .getByText(/web framework/)
        .first()
        .waitFor();
    }
  });

  it('moves nothing but the card itself when a card is changed', async () => {
    const { page, slack, discord } = watched;
    await say('verdict: api for our mobile app, team knows python and js');
    for (const pane of both()) await newest(pane).getByText('Close call').first().waitFor();
    const places = () =>
      Promise.all(
        [
          page.locator('.top-bar'),
          ...[slack, discord].flatMap((pane) => [pane.locator('.messages'), pane.locator('.composer')]),
        ].map((one) => one.boundingBox()),
      );
    const before = await places();
    for (const pane of both()) {
      const top = (await newest(pane).boundingBox())?.y;
      await newest(pane).getByRole('button', { name: 'Yes', exact: true }).click();
      await newest(pane)
        .getByText(/Pick Node|Leaning to Node/)
        .first()
        .waitFor();
      if ((await newest(pane).getByText('(edited)').count()) > 0)
        expect((await newest(pane).boundingBox())?.y).toBe(top);
    }
    expect(await places()).toEqual(before);
  });

  it('gives a file to keep where an answer is too long', async () => {
    await say(`verdict: ${MANY_NEEDS}`);
    for (const pane of both()) {
      await newest(pane).getByRole('button', { name: 'Sources', exact: true }).click();
      const link = pane.locator('.file-card a').last();
      await link.waitFor();
      const [download] = await Promise.all([watched.page.waitForEvent('download'), link.click()]);
      expect(download.suggestedFilename()).toMatch(/\.(txt|md)$/);
      expect(readFileSync(await download.path(), 'utf8')).toContain('https://');
    }
  });

  it('shows at once what a platform refuses, and the answer comes all the same', async () => {
    const { page } = watched;
    await page.getByText('Chaos', { exact: true }).click();
    await page.getByRole('button', { name: 'Slack: Refuse with 429' }).click();
    await page.getByText('Chaos', { exact: true }).click();
    await say('what is django');
    await page.getByText(/Slack refused chat.postMessage/).waitFor();
    await newest(watched.slack)
      .getByText(/web framework/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Hide what was refused' }).click();
  });

  it('answers once, whatever goes wrong on the way', async () => {
    const { page } = watched;
    // Nobody has said anything to the bot as Cleo yet.
    await page.getByRole('button', { name: 'Cleo', exact: true }).click();
    for (const pane of both()) await pane.getByText('Write to Versus directly').waitFor();
    for (const [wreck, question, answer] of [
      ['Cut the line', 'what is django', 'What is Django?'],
      ['Deliver twice', 'what is node', 'What is Node.js?'],
      ['Delay by 2 s', 'is django any good for websockets?', 'Can Django do real time?'],
    ] as const) {
      await page.getByText('Chaos', { exact: true }).click();
      for (const name of ['Slack', 'Discord']) await page.getByRole('button', { name: `${name}: ${wreck}` }).click();
      await page.keyboard.press('Escape');
      await say(question);
      for (const pane of both()) await newest(pane).getByText(answer, { exact: true }).waitFor();
    }
    // In one thread everything is answered in order: a second answer to something earlier would stand there by now.
    for (const pane of both()) expect(await pane.getByRole('article', { name: /^Versus/ }).count()).toBe(3);
  });

  it('lets nobody act who is not there, and nobody where they are not', async () => {
    const { page } = watched;
    const refused = (gesture: object): Promise<string> =>
      page.evaluate(async (body) => {
        const headers = { 'content-type': 'application/json' };
        const response = await fetch('/act', { method: 'POST', headers, body });
        return `${response.status} ${await response.text()}`;
      }, JSON.stringify(gesture));
    for (const as of ['Mallory', 'Versus', '__proto__']) {
      expect(await refused({ on: 'slack', as, do: 'open', tab: 'home' })).toMatch(/^422 .*nobody called/);
      expect(await refused({ on: 'discord', as, do: 'close' })).toMatch(/^422 .*nobody called/);
    }
    const at = { as: 'Ada', do: 'send', text: 'hello' };
    expect(await refused({ ...at, on: 'slack', channel: 'D000000002' })).toMatch(/^422 .*Ada is not in/);
    expect(await refused({ ...at, on: 'discord', channel: '1' })).toMatch(/^422 .*does not see/);
    await page.getByText('Bot is up').waitFor();
    // A browser says on its console what was not taken.
    watched.forgive(/422/);
  });

  it('explains the newest exchange', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Inspector' }).click();
    await say('is django any good for websockets?');
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    for (const platform of ['Slack', 'Discord']) {
      await inspector.getByRole('button', { name: platform, exact: true }).click();
      await inspector.getByText(/answer, because: matched/).waitFor();
      await inspector
        .getByText(/django-real-time/)
        .first()
        .waitFor();
      await inspector
        .getByText(platform === 'Slack' ? 'chat.postMessage' : /POST \/channels/)
        .first()
        .waitFor();
    }
    await say('verdict: booking site, staff back office, python team');
    await inspector.getByText(/^option: margin/).waitFor();
    await inspector.getByText('“back office” · strength 1').waitFor();
    await inspector.getByText('django +6 · nodejs -3').first().waitFor();
    const sent = inspector
      .getByRole('group')
      .filter({ hasText: /POST \/channels/ })
      .first();
    await sent.getByText(/POST \/channels/).click();
    await sent.getByText('"components"').first().waitFor();
  });

  it('loses nothing when the bot is killed and started again in the middle', async () => {
    const { page, slack, discord } = watched;
    await say('verdict: booking site, staff back office, python team');
    for (const pane of both())
      await newest(pane)
        .getByText(/Django/)
        .first()
        .waitFor();
    await page.getByText('Chaos', { exact: true }).click();
    await page.getByRole('button', { name: 'Kill it (kill -9)' }).click();
    await page.getByText('Bot is down').waitFor();
    // Slack keeps what is said meanwhile, and tries again.
    await slack.getByRole('button', { name: '# random' }).click();
    await slack.getByRole('combobox', { name: /^Message/ }).fill('@Versus is django any good for websockets?');
    await slack.getByRole('combobox', { name: /^Message/ }).press('Enter');
    await page.getByText('Chaos', { exact: true }).click();
    await page.getByRole('button', { name: 'Start it' }).click();
    await page.getByText(/Bot is up \(start/).waitFor();
    const reply = slack.getByRole('button', { name: '1 reply' }).last();
    const answer = newest(slack).getByText(/Channels and ASGI/);
    // The thread opens by itself for who waits, which a slow start is too long for; it may open while the hand moves.
    const isSeen = async () => {
      if (await reply.isVisible()) await reply.click({ timeout: 1000 }).catch(() => {});
      return answer.isVisible();
    };
    await expect.poll(isSeen, { timeout: 40_000 }).toBe(true);
    await slack.getByRole('button', { name: 'Versus', exact: true }).click();
    await slack
      .getByRole('button', { name: /reply|replies/ })
      .last()
      .click();
    for (const pane of [slack, discord]) {
      await newest(pane).getByRole('button', { name: 'Why?' }).click();
      await newest(pane).getByText('How the verdict came about').waitFor();
    }
  }, 120_000);
});
