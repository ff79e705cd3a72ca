// Prints how long `versus check` takes on a pack of 1,000 entries, made of the shipped ones: copies ask the same for something else.
// usage: npm run bench:check
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { EntryFile } from '../../src/core/knowledge.ts';
import { openPacks } from '../../src/pack/read-pack.ts';

const ENTRIES = 1000;
const ROUNDS = 5;
const SYLLABLES = ['ba', 'de', 'fi', 'go', 'lu', 'ma', 'ne', 'pi', 'ro', 'su', 'ta', 've', 'wi', 'zo'];

const ROOT = join(import.meta.dirname, '..', '..');
const [shipped] = openPacks(join(ROOT, 'knowledge')).packs;
const originals = [...(shipped?.checked.draft?.entries.values() ?? [])].map(({ value }) => value);
if (!shipped || originals.length === 0) throw new Error('no pack is in knowledge/');

const knowledgeDir = mkdtempSync(join(tmpdir(), 'versus-bench-'));
const folder = join(knowledgeDir, 'large');
cpSync(shipped.folder, folder, { recursive: true, filter: (path) => !['entries', 'eval'].includes(basename(path)) });
let examples = 0;
for (let nth = 0; nth < ENTRIES; nth++) {
  const original = originals[nth % originals.length];
  if (original) write(original, Math.floor(nth / originals.length));
}
const times: number[] = [];
let last = '';
for (let round = 0; round < ROUNDS; round++) {
  const start = performance.now();
  const ended = spawnSync(process.execPath, [join(ROOT, 'src', 'cli', 'versus.ts'), 'check', '--json'], {
    env: { ...process.env, KNOWLEDGE_DIR: knowledgeDir },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  times.push(performance.now() - start);
  last = ended.stdout;
}
rmSync(knowledgeDir, { recursive: true });
times.sort((a, b) => a - b);
const found: { problems: unknown[]; warnings: unknown[] } = JSON.parse(last);
console.log(`node ${process.versions.node}; ${ENTRIES} entries, ${examples} examples`);
console.log(
  `versus check: ${seconds(times[Math.floor(ROUNDS / 2)])} s in the middle of ${ROUNDS} rounds, ${seconds(times.at(-1))} s at most`,
);
console.log(`found ${found.problems.length} problems and ${found.warnings.length} warnings, which copies bring about`);

function write(entry: EntryFile, copy: number) {
  const id = copy === 0 ? entry.id : `${entry.id.slice(0, 36)}-${copy}`;
  const path = join(folder, 'entries', entry.topic, `${id}.md`);
  const { answer, more, ...front } = {
    ...entry,
    id,
    question: varied(entry.question, copy, 75),
    examples: entry.examples.map((example) => varied(example, copy)),
  };
  examples += front.examples.length;
  mkdirSync(dirname(path), { recursive: true });
  const fields = Object.entries(front).map(([field, value]) => `${field}: ${JSON.stringify(value)}\n`);
  writeFileSync(path, `---\n${fields.join('')}---\n${answer}\n${more === undefined ? '' : `\n## More\n${more}\n`}`);
}

/** The same asked about something that only this copy knows: a made-up word more. */
function varied(text: string, copy: number, maxChars = 400): string {
  const made = [copy, copy + 5, copy * 3 + 1].map((number) => SYLLABLES[number % SYLLABLES.length]).join('');
  return copy === 0 ? text : `${text.slice(0, maxChars - made.length - 1)} ${made}`;
}

function seconds(ms = 0): string {
  return (ms / 1000).toFixed(2);
}
