import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { registerCommands } from '../../src/platforms/discord/register-commands.ts';
import { slackManifest } from '../../src/platforms/slack/manifest.ts';
import { type Playground, startPlayground } from '../../src/playground/host.ts';
import { knowledge } from '../knowledge.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PLACES = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser that the tests look with; undefined where there is none. */
export const CHROMIUM = PLACES.find((place) => place !== '' && existsSync(place));

/** A playground as `npm start` opens it, on a free port. */
export async function openPlayground(): Promise<Playground> {
  return startPlayground({
    port: 0,
    main: join(ROOT, 'src', 'main.ts'),
    environment: { PATH: process.env.PATH },
    dataFolder: mkdtempSync(join(tmpdir(), 'versus-playground-')),
    toursFolder: join(ROOT, 'test', 'conversations'),
    manifest: slackManifest({ mentionsOnly: false, prompts: knowledge.pack.starters }),
    registerCommands: (discord) => registerCommands(discord, () => {}),
    hear: () => {},
  });
}

export async function launch(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('There is no Chromium here; install it, or name it in CHROMIUM.');
  // A container has no user of its own for the browser's sandbox.
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}
