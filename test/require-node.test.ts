import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';

const ROOT = join(import.meta.dirname, '..');

it('asks for the same Node before a script as package.json does', () => {
  const manifest = z
    .object({ engines: z.object({ node: z.string() }) })
    .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  const check = readFileSync(join(ROOT, 'src', 'require-node.mjs'), 'utf8');
  expect(manifest.engines.node).toBe('^24.16.0 || >=26.1.0');
  expect(check).toContain('(major === 24 && minor >= 16) || (major === 26 && minor >= 1) || major > 26');
  expect(check).toContain('Node 24.16 or newer, or 26.1 or newer');
});
