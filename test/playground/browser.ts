import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** The page of a playground with everything that must not happen on it. */
export type Watched = {
  readonly page: Page;
  readonly slack: Locator;
  readonly discord: Locator;
  /** Leaves out of what went wrong until now what a test meant to go wrong. */
  readonly forgive: (meant: RegExp) => void;
  /** Fails when anything happened that must not; then closes the page. */
  readonly close: () => Promise<void>;
};

export type Look = { readonly width?: number; readonly height?: number; readonly colours?: 'light' | 'dark' };

/** For how long a test waits to see something: a busy machine takes its time to start a bot. */
const PATIENCE_MS = 30_000;

/** Opens the page, and waits until the bot is there. */
export async function openPage(browser: Browser, address: string, look: Look = {}): Promise<Watched> {
  const { width = 1400, height = 900, colours = 'light' } = look;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: colours });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  let wrong: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:')) wrong.push(`loaded ${request.url()}`);
  });
  await page.goto(address);
  await page.getByText('Bot is up').waitFor();
  return {
    page,
    slack: page.getByRole('region', { name: 'Slack', exact: true }),
    discord: page.getByRole('region', { name: 'Discord', exact: true }),
    forgive: (meant) => {
      wrong = wrong.filter((one) => !meant.test(one));
    },
    close: async () => {
      expect(await page.locator('[data-not-drawn]').allTextContents()).toEqual([]);
      const isTooWide = await page.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      );
      expect(isTooWide).toBe(false);
      expect(wrong).toEqual([]);
      await context.close();
    },
  };
}
