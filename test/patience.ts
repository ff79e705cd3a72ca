import { vi } from 'vitest';

/** What is waited for comes at once on a quick machine; on a slow one it must not fail a test that it is late. */
const PATIENCE_MS = 20_000;

const waitFor = vi.waitFor.bind(vi);
vi.waitFor = (look, options) =>
  waitFor(look, { ...(typeof options === 'object' ? options : {}), timeout: PATIENCE_MS });
