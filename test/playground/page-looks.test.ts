import type { Browser } from 'playwright-core';
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
      await page.getByRole('button', { name: 'Stop the tour' }).waitFor({ state: 'detached', timeout: 25_000 });
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

  it('is accessible with a form, a list of suggestions, and the menus open', async () => {
    const { page, slack, discord, close } = await openPage(browser, playground.address);
    await page.getByText('Chaos', { exact: true }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByText('Chaos', { exact: true }).click();
    await discord.getByRole('combobox', { name: /^Message/ }).fill('/versus as');
    await slack.getByRole('combobox', { name: /^Message|^Reply/ }).fill('@');
    expect(await seriousFindings(page)).toEqual([]);
    await discord.getByRole('combobox', { name: /^Message/ }).press('Enter');
    await page.getByRole('textbox', { name: 'Say it in both' }).fill('verdict');
    await page.getByRole('textbox', { name: 'Say it in both' }).press('Enter');
    await slack.getByRole('button', { name: 'Describe the project' }).last().click();
    await slack.getByRole('dialog').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await slack.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();
    await close();
  });
});
