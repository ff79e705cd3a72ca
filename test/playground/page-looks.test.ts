import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Playground } from '../../src/playground/host.ts';
import { seriousFindings } from './axe.ts';
import { openPage } from './browser.ts';
import { CHROMIUM, launch, openPlayground } from './open.ts';

const TOURS = [
  'A first question',
  'A quick verdict',
  'A close call, and what if',
  'Both together',
  'A team argues in a thread',
];

describe.skipIf(CHROMIUM === undefined && !process.env.CI)('tours and looks of the playground in a browser', () => {
  let playground: Playground;
  let browser: Browser;
  beforeAll(async () => {
    [playground, browser] = await Promise.all([openPlayground(), launch()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([playground?.stop(), browser?.close()]);
  });

  it('offers the tours', async () => {
    const { page, close } = await openPage(browser, playground.address);
    await page.getByText('Tours', { exact: true }).click();
    for (const title of TOURS) await page.locator('.menu').getByRole('button', { name: title }).waitFor();
    await close();
  });

  for (const file of ['first-question', 'quick-verdict', 'close-call', 'together', 'team-in-a-thread']) {
    it(`plays a tour to its end on both sides: ${file}`, async () => {
      const { page, slack, discord, close } = await openPage(browser, playground.address);
      const play = JSON.stringify({ on: 'tour', do: 'play', file: `${file}.yaml`, paceMs: 50 });
      await page.evaluate(
        `fetch('/act', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(play)} })`,
      );
      await page.getByRole('button', { name: 'Stop the tour' }).waitFor();
      await page.getByRole('button', { name: 'Stop the tour' }).waitFor({ state: 'detached', timeout: 45_000 });
      expect(await page.getByRole('alert').allTextContents()).toEqual([]);
      // Both panes look at the thread in which it was played.
      for (const pane of [slack, discord]) {
        await pane.getByRole('button', { name: /^‹/ }).waitFor();
        expect(await pane.getByRole('article', { name: /^Versus/ }).count()).toBeGreaterThan(0);
      }
      await close();
    });
  }

  it('stops a tour where one likes, to go on by hand', async () => {
    const { page, slack, close } = await openPage(browser, playground.address);
    await page.getByText('Tours', { exact: true }).click();
    await page.locator('.menu').getByRole('button', { name: 'Both together' }).click();
    await slack
      .getByRole('article', { name: /^Versus/ })
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Stop the tour' }).click();
    await page.getByRole('button', { name: 'Stop the tour' }).waitFor({ state: 'detached' });
    const before = await slack.getByRole('article').count();
    await slack.getByRole('combobox', { name: /^Reply/ }).fill('@Versus what is django');
    await slack.getByRole('combobox', { name: /^Reply/ }).press('Enter');
    await slack
      .getByRole('article', { name: /^Versus/ })
      .nth(1)
      .waitFor();
    expect(await slack.getByRole('article').count()).toBe(before + 2);
    await close();
  });

  for (const [width, colours] of [
    [360, 'light'],
    [360, 'dark'],
    [1600, 'light'],
    [1600, 'dark'],
  ] as const) {
    it(`is readable and usable at ${width} px, ${colours}`, async () => {
      const { page, slack, discord, close } = await openPage(browser, playground.address, {
        width,
        colours,
        height: 800,
      });
      const isPhone = width < 860;
      await page
        .getByRole('textbox', { name: 'Say it in both' })
        .fill('verdict: booking site, staff back office, python team');
      await page.getByRole('textbox', { name: 'Say it in both' }).press('Enter');
      for (const pane of [slack, discord]) {
        const name = pane === slack ? 'Slack' : 'Discord';
        if (isPhone) await page.getByRole('group', { name: 'Platform shown' }).getByRole('button', { name }).click();
        await pane.getByRole('button', { name: 'Why?' }).last().waitFor();
        expect(await seriousFindings(page)).toEqual([]);
      }
      await page.getByRole('button', { name: 'Inspector' }).click();
      await page.getByText('Over the wire').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await close();
    });
  }

  it('is accessible in every state, light and dark', async () => {
    const { page, slack, discord, close } = await openPage(browser, playground.address);
    const isAccessible = async (state: string) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await seriousFindings(page), `${state}, ${colorScheme}`).toEqual([]);
      }
    };
    const send = async (pane: Locator, text: string) => {
      await pane.getByRole('combobox', { name: /^Message|^Reply/ }).fill(text);
      await pane.getByRole('combobox', { name: /^Message|^Reply/ }).press('Enter');
    };
    const newest = (pane: Locator) => pane.getByRole('article', { name: /^Versus/ }).last();

    await page.getByRole('button', { name: 'Cleo', exact: true }).click();
    await slack.getByRole('button', { name: 'Can we use both?' }).waitFor();
    await isAccessible('nothing said yet');
    for (const menu of ['Tours', 'Chaos', 'About']) {
      await page.getByText(menu, { exact: true }).click();
      await isAccessible(`the menu ${menu}`);
      await page.keyboard.press('Escape');
    }

    await discord.getByRole('combobox', { name: /^Message/ }).fill('/versus as');
    await slack.getByRole('combobox', { name: /^Message/ }).fill('@');
    await isAccessible('lists of commands and of names');
    await slack.getByRole('combobox', { name: /^Message/ }).fill('/versus ');
    await discord.getByRole('combobox', { name: /^Message/ }).press('Enter');
    await page.locator('.slash-option :focus').waitFor();
    await page.keyboard.type('channels');
    await discord.getByRole('option', { name: 'Can Django do real time?' }).waitFor();
    await isAccessible('a command with its suggestions, and with its hint');
    await discord.getByRole('button', { name: 'Cancel the command' }).click();
    await slack.getByRole('combobox', { name: /^Message/ }).fill('');

    await slack.getByRole('button', { name: 'Home', exact: true }).click();
    await slack.getByText('What I know about').waitFor();
    await isAccessible('the Home of the app');

    for (const pane of [slack, discord]) await pane.getByRole('button', { name: '# random' }).click();
    await slack.getByRole('combobox').fill('/versus topics');
    await slack.getByRole('combobox').press('Enter');
    await send(discord, '@Versus topics');
    for (const pane of [slack, discord]) await newest(pane).getByText('What I know about').waitFor();
    await isAccessible('a private card with a list to choose from, and a thread');

    await page.getByText('Chaos', { exact: true }).click();
    await page.getByRole('button', { name: 'Slack: Refuse with 429' }).click();
    await page.keyboard.press('Escape');
    await slack.getByRole('button', { name: 'Versus', exact: true }).click();
    await discord.getByRole('button', { name: 'Versus', exact: true }).click();
    for (const pane of [slack, discord]) await send(pane, 'verdict');
    await page.getByText(/Slack refused chat.postMessage/).waitFor();
    await isAccessible('something refused');
    await page.getByRole('button', { name: 'Hide what was refused' }).click();

    for (const pane of [slack, discord]) {
      await newest(pane).getByRole('button', { name: 'Describe the project' }).click();
      await pane.getByRole('dialog').waitFor();
    }
    await slack.getByRole('dialog').getByRole('button', { name: 'Get a verdict' }).click();
    await slack.getByText('Please complete this required field.').waitFor();
    await isAccessible('a form on both sides, with something missing');
    for (const pane of [slack, discord])
      await pane.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();

    await page.getByText('Tours', { exact: true }).click();
    await page.locator('.menu').getByRole('button', { name: 'A quick verdict' }).click();
    await page.getByRole('button', { name: 'Stop the tour' }).waitFor();
    await newest(slack).getByText('Pick Django').first().waitFor();
    await isAccessible('a tour that plays');
    await page.getByRole('button', { name: 'Stop the tour' }).click();
    await close();
  });
});
