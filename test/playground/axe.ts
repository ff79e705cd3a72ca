import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const results = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      impact: z.string().nullish(),
      nodes: z.array(z.object({ target: z.array(z.unknown()), failureSummary: z.string().optional() })),
    }),
  ),
});

/** What axe finds serious or critical on the page as it stands: the rule, and where. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // The page's own policy lets no script in that is not its own, so axe is put into it by the browser.
  await page.evaluate(SOURCE);
  const { violations } = results.parse(await page.evaluate('axe.run(document, { resultTypes: ["violations"] })'));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary}`),
    );
}
