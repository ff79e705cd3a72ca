import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newEntry } from '../../src/cli/new-entry.ts';
import { newPack } from '../../src/cli/new-pack.ts';
import { UsageError } from '../../src/cli/usage.ts';
import { BLANK } from '../../src/core/check-blanks.ts';
import { loadLibrary } from '../../src/pack/load-knowledge.ts';
import { problemLine, readPacks } from '../../src/pack/read-pack.ts';
import { type Ended, runNode } from '../child.ts';
import { SMALL_PACK, writeKnowledge } from '../pack/small-pack.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const TODAY = new Date();

const check = (knowledgeDir: string): Promise<Ended> =>
  runNode([join(ROOT, 'src', 'cli', 'versus.ts'), 'check'], { KNOWLEDGE_DIR: knowledgeDir }, ROOT);

describe('a new entry', () => {
  const scaffold = (place: string, question: string) => {
    const knowledgeDir = writeKnowledge({ drinks: SMALL_PACK });
    return { knowledgeDir, path: newEntry(place, question, knowledgeDir) };
  };

  it('is a file in the folder of its topic, with what is known filled in: the options that the question names', () => {
    const { knowledgeDir, path } = scaffold('basics/tea-or-coffee-first', 'Tea or coffee: which comes first?');
    expect(path).toBe(join(knowledgeDir, 'drinks', 'entries', 'basics', 'tea-or-coffee-first.md'));
    expect(readFileSync(path, 'utf8').split('\n').slice(0, 8)).toEqual([
      '---',
      'id: tea-or-coffee-first',
      'question: "Tea or coffee: which comes first?"',
      'topic: basics',
      'options:',
      '  - tea',
      '  - coffee',
      'claims:',
    ]);
  });

  it('has each of its blanks named by the check, and nothing else, until they are filled in', () => {
    const { knowledgeDir, path } = scaffold('basics/milk', 'Is milk a matter of taste?');
    const blanks = blankLines(path);
    expect(blanks.length).toBeGreaterThan(10);
    const problems = readPacks(knowledgeDir).problems.map(({ line, message }) => [line, message.split(':')[0]]);
    expect(problems).toEqual(blanks.map((line) => [line, 'this blank is not filled in']));
  });

  it('passes the check once they are', async () => {
    const { knowledgeDir, path } = scaffold('basics/tea-milk', 'Does milk go into tea?');
    fill(path, {
      'the id of a claim': 'tea.caffeine',
      'the id of the entry': 'what-is-tea',
      'the id of another': 'tea-kinds',
      'types it in a hurry': 'tea w milk?',
      'in other words': 'white or not, the morning cup',
      misspelt: 'mlik in a cuppa',
      'longer story': 'my aunt pours milk first and my uncle last, who is right',
      'right word': 'the white stuff that goes in, is it usual',
      'the first sentence': 'Milk goes into tea where people like it mild.',
      'the rest': 'Black tea takes it best.',
      'what helps': 'Green tea takes none.',
    });
    const { code, stdout, stderr } = await check(knowledgeDir);
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(': 5 entries, ');
  });

  it('can be begun while others are unfinished', () => {
    const { knowledgeDir } = scaffold('basics/milk', 'Is milk a matter of taste?');
    expect(newEntry('basics/sugar', 'Is sugar a matter of taste?', knowledgeDir)).toContain('sugar.md');
  });

  describe('is refused, and nothing is written,', () => {
    const refuse = (title: string, place: string, question: string, says: string | RegExp) => {
      it(title, () => {
        const knowledgeDir = writeKnowledge({ drinks: SMALL_PACK });
        expect(() => newEntry(place, question, knowledgeDir)).toThrow(UsageError);
        expect(() => newEntry(place, question, knowledgeDir)).toThrow(says);
        expect(filesIn(knowledgeDir)).toHaveLength(Object.keys(SMALL_PACK).length);
      });
    };
    refuse(
      'when it is there',
      'basics/tea-kinds',
      'Kinds?',
      /^the entry "tea-kinds" stands in .*tea-kinds\.md; edit that/,
    );
    refuse('when its topic is not', 'basic/milk', 'Milk?', 'no topic has the id "basic"; did you mean "basics"?');
    refuse('when its topic is like no other', 'x/milk', 'Milk?', 'no topic has the id "x"; there are basics');
    refuse('without a topic', 'milk', 'Milk?', 'expected <topic>/<id>');
    refuse('outside of its folder', 'basics/../milk', 'Milk?', 'expected <topic>/<id>');
    refuse('with an id that is none', 'basics/Milk', 'Milk?', 'expected <topic>/<id>');
    refuse('without a question', 'basics/milk', ' ', 'expected a question of 1 to 75 characters; it has 0');
    refuse('with a long question', 'basics/milk', 'Milk? '.repeat(13), 'it has 77: shorten it');
  });

  it('never overwrites a file, even one that is no entry yet', () => {
    const knowledgeDir = writeKnowledge({ drinks: SMALL_PACK });
    const path = join(knowledgeDir, 'drinks', 'entries', 'basics', 'milk.md');
    writeFileSync(path, 'my draft');
    expect(() => newEntry('basics/milk', 'Milk?', knowledgeDir)).toThrow(
      'is there already; edit it, or choose another id',
    );
    expect(readFileSync(path, 'utf8')).toBe('my draft');
  });

  it('needs one pack with its topic', () => {
    const other = { ...SMALL_PACK, 'pack.yaml': (SMALL_PACK['pack.yaml'] ?? '').replace('tea-vs-coffee', 'hot') };
    const knowledgeDir = writeKnowledge({ drinks: SMALL_PACK, other });
    expect(() => newEntry('basics/milk', 'Milk?', knowledgeDir)).toThrow(
      'have the topic "basics"; name the folder of one',
    );
    expect(() => newEntry('basics/milk', 'Milk?', temporaryFolder())).toThrow('no pack is here');
  });
});

describe('a new pack', () => {
  const NAMES = ['Blue Tea', 'Coffee', 'Hot Milk 2.0'];

  it('has every file of a pack, and its blanks are all that the check names', () => {
    const knowledgeDir = join(temporaryFolder(), 'new');
    const folder = newPack('drinks', NAMES, knowledgeDir, TODAY);
    const files = filesIn(folder);
    expect(files).toHaveLength(5 + 2 * NAMES.length + 1);
    const blanks = files.flatMap((file) => blankLines(join(folder, file)));
    const { problems } = readPacks(knowledgeDir);
    expect(problems.map(problemLine).filter((line) => !line.includes('this blank is not filled in'))).toEqual([]);
    expect(problems).toHaveLength(blanks.length);
  });

  it('passes the check once they are filled in, and the bot answers from it', async () => {
    const knowledgeDir = temporaryFolder();
    const folder = newPack('drinks', NAMES, knowledgeDir, TODAY);
    let nth = 0;
    let scored = 0;
    for (const file of filesIn(folder)) {
      const subject = /(?:what-is|cons-of)-([a-z0-9-]+)\.md$/.exec(file)?.[1]?.replaceAll('-', ' ') ?? 'the choice';
      const isCons = file.includes('cons-of');
      nth += 1;
      fill(join(folder, file), {
        'begins with "I know"': 'I know three drinks.',
        'rule of thumb': 'The short rule: take what you like.',
        'what is needed': `Need ${nth}`,
        'when a project needs it': 'Somebody needs it.',
        'answers with yes': 'Is it needed?',
        'a whole number': () => String([1, -1, 0, -1, 1, 0][scored++]),
        'why, in at most': 'Practice says so.',
        'words that say outright': () => `badly wanted thing number${nth++}`,
        'the first need': 'The first',
        'the second need': 'The second',
        'one sentence about': () => `Practice tells this, point ${nth++}.`,
        'types it in a hurry': isCons ? `${subject} bad?` : `${subject} pls explain`,
        'in other words': isCons ? `reasons to avoid ${subject}` : `${subject} for newcomers`,
        misspelt: isCons ? `whats wrong wiht ${subject}` : `teh idea of ${subject}`,
        'longer story': `my boss ${isCons ? 'complains about' : 'praises'} ${subject} all day, tell me more`,
        'right word': isCons ? `where does ${subject} hurt` : `that thing called ${subject}`,
        'the first sentence': isCons
          ? `The cons of ${subject} are few.`
          : subject === 'the choice'
            ? 'Taste sets them apart.'
            : `What people call ${subject} is a drink.`,
        'the rest': 'It is warm.',
        'what helps': 'It may be cold.',
      });
    }
    const { code, stdout, stderr } = await check(knowledgeDir);
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^drinks [0-9a-f]{12}: 7 entries, 3 claims, 0 sources, 2 criteria$/m);
    expect(loadLibrary(knowledgeDir)[0].pack.options.map(({ id }) => id)).toEqual([
      'blue-tea',
      'coffee',
      'hot-milk-2-0',
    ]);
  });

  describe('is refused, and nothing is written,', () => {
    const refuse = (title: string, id: string, names: readonly string[], says: string) => {
      it(title, () => {
        const knowledgeDir = temporaryFolder();
        expect(() => newPack(id, names, knowledgeDir, TODAY)).toThrow(UsageError);
        expect(() => newPack(id, names, knowledgeDir, TODAY)).toThrow(says);
        expect(filesIn(knowledgeDir)).toEqual([]);
      });
    };
    refuse('with an id that is none', 'My Drinks', ['A', 'B'], 'expected an id of lower-case words');
    refuse('with an id that leads elsewhere', '../drinks', ['A', 'B'], 'expected an id of lower-case words');
    refuse('with one option', 'drinks', ['Tea'], 'a pack compares two options or more; got 1');
    refuse('with one option twice', 'drinks', ['Tea', 'tea!'], 'two options have the id "tea"');
    refuse('with an option that no id can be made of', 'drinks', ['Tea', '?'], 'expected a name of an option with');
    refuse('with an option that is too long', 'drinks', ['Tea', 'x'.repeat(33)], 'expected a name of an option with');
  });

  it('never writes into a folder that is there', () => {
    const knowledgeDir = temporaryFolder();
    mkdirSync(join(knowledgeDir, 'drinks'));
    expect(() => newPack('drinks', NAMES, knowledgeDir, TODAY)).toThrow('is there already; choose another id');
  });

  it('asks about its options by name, as long as that fits on a button', () => {
    const knowledgeDir = temporaryFolder();
    const names = Array.from({ length: 9 }, (_, nth) => `Rather long ${nth}`);
    const folder = newPack('many', names, knowledgeDir, TODAY);
    const text = readFileSync(join(folder, 'entries', 'basics', 'main-difference.md'), 'utf8');
    expect(text).toContain('question: "What sets them apart?"');
    expect(readPacks(knowledgeDir).problems.every(({ message }) => message.startsWith('this blank'))).toBe(true);
  });
});

/** Writes into each blank of a file what the words that describe it stand for; a blank that is not described stays. */
function fill(path: string, words: Readonly<Record<string, string | (() => string)>>): void {
  const filled = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => {
      const at = line.indexOf(BLANK);
      const [, written] = Object.entries(words).find(([described]) => at >= 0 && line.includes(described)) ?? [];
      return written === undefined
        ? line
        : line.slice(0, at) + quotedIn(path, line, typeof written === 'string' ? written : written());
    });
  writeFileSync(path, filled.join('\n'));
}

/** In YAML, words with marks in them stand in quotes. */
function quotedIn(path: string, line: string, words: string): string {
  const isYaml = path.endsWith('.yaml') || /^ {2}- /.test(line);
  return isYaml && /[,:?"]/.test(words) ? JSON.stringify(words) : words;
}

function blankLines(path: string): number[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.includes(BLANK) ? [index + 1] : []));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name).slice(folder.length + 1))
    .sort();
}
