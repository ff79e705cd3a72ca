import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { startWords } from './start-words.ts';

const ROOT = join(import.meta.dirname, '..');
const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const instructions = dockerfile.split('\n').filter((line) => /^[A-Z]+ /.test(line));
/** From the second FROM on: what is shipped. */
const shipped = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));
const packageSchema = z.object({
  dependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
});

describe('the image', () => {
  it('is described without a mistake that a parser finds', () => {
    expect(validate(dockerfile).map(({ message }) => message)).toEqual([]);
  });

  it('would be refused with a mistake in it', () => {
    expect(validate(`${dockerfile}\nRUNN true\n`)).not.toEqual([]);
  });

  it('is made in two stages on Node 24 slim', () => {
    const stages = instructions.filter((line) => line.startsWith('FROM '));
    expect(stages).toEqual(['FROM node:24-bookworm-slim AS packages', 'FROM node:24-bookworm-slim']);
  });

  it('holds the packages of production only, and runs no install script', () => {
    const installs = instructions.filter((line) => line.startsWith('RUN npm '));
    expect(installs).toEqual([
      'RUN npm ci --omit=dev --ignore-scripts && rm -r node_modules/node-linux-* node_modules/.bin/node',
    ]);
    expect(shipped.filter((line) => /\bnpm\b/.test(line))).toEqual([]);
  });

  it('has what draws pictures, which comes as an optional package for each system, and no second Node', () => {
    const { dependencies, optionalDependencies } = packageSchema.parse(
      JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')),
    );
    expect(dependencies).toHaveProperty('@resvg/resvg-js');
    expect(dockerfile).not.toContain('--omit=optional');
    expect(Object.keys(optionalDependencies).filter((name) => !name.startsWith('node-linux-'))).toEqual([]);
  });

  it('runs Node itself, and not as root', () => {
    expect(shipped.at(-1)).toBe(`CMD ${JSON.stringify(startWords()).replaceAll(',', ', ')}`);
    expect(shipped.findLast((line) => line.startsWith('USER '))).toBe('USER node');
  });

  it('copies only what there is, and what .dockerignore lets in', () => {
    const ignore = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
    const copied = instructions
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied.length).toBeGreaterThan(0);
    for (const name of copied) {
      expect(existsSync(join(ROOT, name)), name).toBe(true);
      expect(ignore, name).toContain(`!${name}`);
    }
  });
});
