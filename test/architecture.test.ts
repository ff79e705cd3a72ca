import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { knowledge } from './knowledge.ts';

const SRC = join(import.meta.dirname, '..', 'src');

/** Who may import what: a prefix of a path inside src, or the name of a package. The first rule whose folder fits counts. */
const RULES: readonly { readonly folder: string; readonly may: readonly string[] }[] = [
  { folder: 'core/', may: ['core/', 'zod'] },
  {
    folder: 'pack/',
    may: ['pack/', 'core/', 'node:fs', 'node:path', 'node:crypto', 'node:module', 'js-yaml', 'type tinyld'],
  },
  {
    folder: 'store/',
    may: [
      'store/',
      'core/note.ts',
      'core/thread.ts',
      'type core/',
      'kysely',
      'pg',
      'zod',
      'node:sqlite',
      'node:fs',
      'node:path',
      'node:timers/promises',
    ],
  },
  {
    folder: 'platforms/terminal/',
    may: [
      'platforms/terminal/',
      'platforms/platform.ts',
      'platforms/wording.ts',
      'core/card.ts',
      'core/delivery.ts',
      'core/form.ts',
      'core/placement.ts',
      'core/prose.ts',
      'zod',
      'node:readline',
      'node:stream',
    ],
  },
  {
    folder: 'platforms/slack/',
    may: [
      'platforms/slack/',
      'platforms/platform.ts',
      'platforms/wording.ts',
      'core/card.ts',
      'core/delivery.ts',
      'core/form.ts',
      'core/placement.ts',
      'core/prose.ts',
      '@slack/',
      'type @slack/',
      'node:timers/promises',
      'zod',
    ],
  },
  {
    folder: 'platforms/discord/',
    may: [
      'platforms/discord/',
      'platforms/platform.ts',
      'platforms/wording.ts',
      'core/card.ts',
      'core/delivery.ts',
      'core/form.ts',
      'core/placement.ts',
      'core/prose.ts',
      'discord',
      'type discord',
      'node:timers/promises',
      'zod',
    ],
  },
  { folder: 'platforms/platform.ts', may: ['type core/'] },
  { folder: 'platforms/wording.ts', may: [] },
  {
    folder: 'delivery/',
    may: [
      'delivery/',
      'core/press.ts',
      'recent.ts',
      'type core/',
      'type bot.ts',
      'type platforms/platform.ts',
      'type store/',
      'zod',
      'node:timers/promises',
    ],
  },
  { folder: 'recent.ts', may: [] },
  { folder: 'supervise.ts', may: ['type platforms/platform.ts', 'node:timers/promises'] },
  { folder: 'reply-budget.ts', may: [] },
  { folder: 'retention.ts', may: ['type store/'] },
  { folder: 'digest.ts', may: ['core/', 'type store/'] },
  { folder: 'playground/slack/', may: ['playground/slack/', 'node:', 'ws', 'zod', 'type @slack/'] },
  { folder: 'playground/discord/', may: ['playground/discord/', 'node:', 'ws', 'zod', 'type discord'] },
  {
    folder: 'playground/page/',
    may: ['playground/page/', 'type playground/', 'preact', 'type @slack/', 'type discord'],
  },
  {
    folder: 'playground/stage/',
    may: ['playground/', 'bot.ts', 'core/', 'delivery/', 'store/', 'platforms/', 'node:crypto', 'node:stream'],
  },
  { folder: 'playground/', may: ['playground/', 'trace.ts', 'type core/', 'node:', 'zod', 'js-yaml'] },
  { folder: 'trace.ts', may: ['type core/'] },
  { folder: 'picture/', may: ['picture/', '@resvg/resvg-js', 'node:path', 'node:zlib'] },
  {
    folder: 'ops/',
    may: [
      'ops/',
      'type delivery/observed.ts',
      'pino',
      'prom-client',
      'zod',
      'node:http',
      'node:perf_hooks',
      'node:fs',
      'node:path',
    ],
  },
  { folder: 'config.ts', may: ['ops/redact.ts', 'zod', 'node:net', 'node:path'] },
  { folder: 'bot.ts', may: ['core/', 'type store/', 'recent.ts', 'reply-budget.ts'] },
  { folder: 'main.ts', may: [''] },
  { folder: 'cli/', may: [''] },
  { folder: 'require-node.mjs', may: [] },
];

type Import = { readonly from: string; readonly to: string; readonly isType: boolean };

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|mjs)$/.test(file));
const imports = files.flatMap(importsOf);

describe('architecture', () => {
  it('has a rule for every file', () => {
    expect(files.filter((file) => !ruleFor(file))).toEqual([]);
  });

  it('lets each folder import only what its rule allows', () => {
    const broken = imports.filter(({ from, to, isType }) => {
      const may = ruleFor(from)?.may ?? [];
      return !may.some((allowed) =>
        allowed.startsWith('type ') ? isType && to.startsWith(allowed.slice(5)) : to.startsWith(allowed),
      );
    });
    expect(broken.map(shown)).toEqual([]);
  });

  it('lets nobody import main.ts or the command line', () => {
    const inward = imports.filter(
      ({ from, to }) => to === 'main.ts' || (to.startsWith('cli/') && !from.startsWith('cli/')),
    );
    expect(inward.map(shown)).toEqual([]);
  });

  it('has no cycle, imports of types included', () => {
    expect(cycleIn(imports)).toEqual([]);
  });

  it('names no option of a pack in src: neither its id nor its name', () => {
    const names = knowledge.pack.options.flatMap((option) => [option.id, option.name.toLowerCase()]);
    const naming = files.filter((file) => {
      const code = readFileSync(join(SRC, file), 'utf8')
        .toLowerCase()
        .replaceAll(/node:|nodejs\.\w+/g, '');
      return names.some((name) => code.includes(name));
    });
    expect(naming).toEqual([]);
  });

  it('keeps the core free of clock, randomness, environment and console', () => {
    const impure = files
      .filter((file) => file.startsWith('core/'))
      .filter((file) =>
        /Math\.random|Date\.now|new Date\(|process\.|console\.|performance\.|localeCompare/.test(
          readFileSync(join(SRC, file), 'utf8'),
        ),
      );
    expect(impure).toEqual([]);
  });

  it('has no file of more than 450 lines, and none called utils, helpers, common or types', () => {
    const long = files.filter((file) => readFileSync(join(SRC, file), 'utf8').split('\n').length > 450);
    expect(long).toEqual([]);
    expect(files.filter((file) => /(?:utils|helpers|common|types|index)\.ts$/.test(file))).toEqual([]);
  });
});

function ruleFor(file: string) {
  return RULES.find(({ folder }) => file.startsWith(folder));
}

function importsOf(file: string): Import[] {
  const code = readFileSync(join(SRC, file), 'utf8');
  const found = [
    ...code.matchAll(
      /^(?:import|export)\s+(type\s+)?[^;]*?\bfrom\s+'([^']+)'|\bimport\('([^']+)'\)|^import\s+'([^']+)'/gm,
    ),
  ];
  return found.map(([, type, from, dynamic, bare]) => {
    const target = from ?? dynamic ?? bare ?? '';
    const to = target.startsWith('.') ? relative(SRC, join(SRC, dirname(file), target)) : target;
    return { from: file, to, isType: type !== undefined };
  });
}

/** The files of one cycle, or none. */
function cycleIn(all: readonly Import[]): string[] {
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const { to } of all.filter(({ from }) => from === file)) {
      const cycle = walk(to, [...path, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  for (const file of files) {
    const cycle = walk(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

function shown({ from, to }: Import): string {
  return `${from} -> ${to}`;
}
