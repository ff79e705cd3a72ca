import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { launch, openPlayground } from './open.ts';

// Takes the pictures of the README from the playground, so that they show what the bot says today. They look best where the
// fonts are that the platforms come near to: Debian's fonts-lato, fonts-noto-core and fonts-noto-color-emoji.

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'pictures');
const MAX_BYTES = 200_000;
/** Focus rings fade, and the inspector reads the wire once it is quiet. */
const SETTLE_MS = 600;
const PROJECT = 'verdict: booking site, staff back office, payments, python team, maybe live chat';
const QUESTION = 'is django any good for websockets?';

mkdirSync(FOLDER, { recursive: true });
const [playground, browser] = await Promise.all([openPlayground(), launch()]);
try {
  await picture('slack-answer', { width: 1240, height: 640 }, async (page) => {
    const slack = page.getByRole('region', { name: 'Slack', exact: true });
    await slack.getByRole('button', { name: '# general' }).click();
    await send(slack, `@Versus ${QUESTION}`);
    await slack.getByRole('button', { name: 'Sources', exact: true }).waitFor();
    return slack;
  });
  await picture('discord-verdict', { width: 1240, height: 1100, scale: 1.25 }, async (page) => {
    const discord = page.getByRole('region', { name: 'Discord', exact: true });
    await discord.getByRole('button', { name: '# general' }).click();
    await send(discord, `@Versus ${PROJECT}`);
    await discord.getByRole('button', { name: 'Strongest case against' }).waitFor();
    return discord;
  });
  await picture('playground', { width: 1240, height: 1030, scale: 0.95 }, async (page) => {
    // What is said first takes longer, which says nothing of what is said later.
    for (const [person, question] of [
      ['Cleo', 'what is django'],
      ['Ben', QUESTION],
    ] as const) {
      await page.getByRole('button', { name: person, exact: true }).click();
      await page.getByLabel('Say it in both').fill(question);
      await page.getByRole('button', { name: 'Say it', exact: true }).click();
      for (const name of ['Slack', 'Discord'])
        await page
          .getByRole('region', { name, exact: true })
          .getByRole('button', { name: 'Sources', exact: true })
          .waitFor();
    }
    await page.getByRole('button', { name: 'Inspector' }).click();
    await page.getByText('django-real-time').first().waitFor();
    return page;
  });
} finally {
  await Promise.all([playground.stop(), browser.close()]);
}

async function picture(
  name: string,
  { scale = 1.5, ...viewport }: { readonly width: number; readonly height: number; readonly scale?: number },
  arrange: (page: Page) => Promise<Locator | Page>,
): Promise<void> {
  const context = await browser.newContext({ viewport, deviceScaleFactor: scale, colorScheme: 'light' });
  const page = await context.newPage();
  await page.goto(playground.address);
  await page.getByText('Bot is up').waitFor();
  const subject = await arrange(page);
  // Nothing is marked by where the mouse or the keyboard happens to be.
  await page.mouse.move(0, 0);
  await page.evaluate('document.activeElement?.blur()');
  await page.evaluate('document.fonts.ready');
  await page.waitForTimeout(SETTLE_MS);
  const file = join(FOLDER, `${name}.png`);
  await subject.screenshot({ path: file });
  await context.close();
  const { size } = statSync(file);
  console.log(`${file}: ${Math.round(size / 1024)} KB`);
  if (size > MAX_BYTES)
    throw new Error(`${name}.png has ${size} bytes, more than ${MAX_BYTES}: make its window smaller.`);
}

async function send(pane: Locator, text: string): Promise<void> {
  await pane.getByRole('combobox').fill(text);
  await pane.getByRole('combobox').press('Enter');
}
