import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainProse } from '../../src/core/prose.ts';
import { loadLibrary } from '../../src/pack/load-knowledge.ts';
import { problemLine, readPacks } from '../../src/pack/read-pack.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import {
  type Files,
  LONE_CLAIM,
  LONE_ENTRY,
  problemsOf,
  SMALL_PACK,
  smallPackWith,
  writeKnowledge,
} from './small-pack.ts';

const SHIPPED = join(import.meta.dirname, '..', '..', 'knowledge');

describe('a pack without problems', () => {
  it('is the one that ships', () => {
    const { packs, problems } = readPacks(SHIPPED);
    expect(problems.map(problemLine)).toEqual([]);
    expect(packs).toHaveLength(1);
  });

  it('holds all that its files say', () => {
    const { packs, problems } = readPacks(writeKnowledge({ drinks: SMALL_PACK }));
    expect(problems).toEqual([]);
    const pack = packs[0]?.pack;
    expect(pack?.id).toBe('tea-vs-coffee');
    expect(pack?.criteria.map(({ id }) => id)).toEqual(['wakefulness', 'ceremony']);
    expect(pack?.vocabulary.options.tea?.aliases).toEqual(['tea']);
    expect([...(pack?.claims.keys() ?? [])]).toEqual(['tea.caffeine', 'coffee.caffeine', 'tea.taste']);
    expect(pack?.claims.get('tea.taste')?.checkedOn).toBe('2026-11-01');
    expect(pack?.sources.get('handbook')?.publisher).toBe('Example');
  });

  it('may leave out what is not for every pack', () => {
    const files = {
      ...SMALL_PACK,
      'criteria.yaml': (SMALL_PACK['criteria.yaml'] ?? '').replace(
        /^(?:facts|questions):\n(?: .*\n)+|^bothCost: .*\n/gm,
        '',
      ),
    };
    const { packs, problems } = readPacks(writeKnowledge({ drinks: files }));
    expect(problems.map(problemLine)).toEqual([]);
    const pack = packs[0]?.pack;
    expect([pack?.facts, pack?.questions, pack?.bothCost]).toEqual([[], [], undefined]);
  });

  it('has its entries in the order of their ids, each with its short answer and the longer part', () => {
    const pack = readPacks(writeKnowledge({ drinks: SMALL_PACK })).packs[0]?.pack;
    const entries = [...(pack?.entries.values() ?? [])].map(({ id, answer, more }) => [
      id,
      plainProse(answer),
      more && plainProse(more),
    ]);
    expect(entries).toEqual([
      ['main-difference', 'Coffee has more caffeine than tea.', undefined],
      ['tea-kinds', 'Tea is green or black.', 'There is white tea too.'],
      ['what-is-coffee', 'Coffee is a drink of roasted beans.', undefined],
      ['what-is-tea', 'Tea is a drink of leaves in hot water.', 'It comes in many kinds.'],
    ]);
  });

  it('may be written on Windows: byte order marks and CRLF change nothing', () => {
    const windows = Object.entries(SMALL_PACK).map(([file, text]) => [file, `\uFEFF${text.replaceAll('\n', '\r\n')}`]);
    const knowledgeDir = writeKnowledge({ drinks: SMALL_PACK });
    const before = readPacks(knowledgeDir);
    for (const [file = '', text = ''] of windows) writeFileSync(join(knowledgeDir, 'drinks', file), text);
    expect(readPacks(knowledgeDir)).toEqual(before);
  });

  it('may have other files beside, and sets of questions to try it with', () => {
    const knowledgeDir = writeKnowledge({ drinks: SMALL_PACK });
    const before = readPacks(knowledgeDir);
    const others = { 'picture.png': '', 'notes.txt': 'x', 'eval/tune.jsonl': '{}', 'eval/README.md': '# Questions' };
    mkdirSync(join(knowledgeDir, 'drinks', 'eval'));
    for (const [file, text] of Object.entries(others)) writeFileSync(join(knowledgeDir, 'drinks', file), text);
    writeFileSync(join(knowledgeDir, 'README.md'), '# Packs');
    mkdirSync(join(knowledgeDir, '.git'));
    mkdirSync(join(knowledgeDir, 'drafts', 'empty'), { recursive: true });
    symlinkSync(join(knowledgeDir, 'nowhere'), join(knowledgeDir, 'link'));
    expect(readPacks(knowledgeDir)).toEqual(before);
  });
});

describe('the version of a pack', () => {
  it('changes with any word of it, and comes back with that word', () => {
    const knowledgeDir = writeKnowledge({ drinks: SMALL_PACK });
    const version = () => readPacks(knowledgeDir).packs[0]?.version;
    const write = (files: Files) => writeFileSync(join(knowledgeDir, 'drinks', LONE_ENTRY), files[LONE_ENTRY] ?? '');
    const first = version();
    expect(first).toMatch(/^[0-9a-f]{12}$/);
    write(smallPackWith(LONE_ENTRY, 'white tea', 'red tea'));
    expect(version()).not.toBe(first);
    write(SMALL_PACK);
    expect(version()).toBe(first);
  });

  it('is of its words alone, wherever its folder stands and whatever its name', () => {
    const versions = ['drinks', 'hot drinks'].map((name) => {
      const { packs } = readPacks(writeKnowledge({ [name]: SMALL_PACK }));
      return packs[0]?.version;
    });
    expect(versions[0]).toBe(versions[1]);
  });
});

describe('a pack with problems', () => {
  it('is not handed out, and every problem is listed, by file and then by line', () => {
    const files: Files = {
      ...SMALL_PACK,
      'pack.yaml': `colour: red\n${SMALL_PACK['pack.yaml']}shade: dark\n`,
      'notes.md': 'Remember the milk.',
      [LONE_CLAIM]: (SMALL_PACK[LONE_CLAIM] ?? '')
        .replace('status: opinion', 'status: maybe')
        .replace('checkedOn: 2026-11-01', 'checkedOn: soon'),
      [LONE_ENTRY]: 'No front matter here.',
    };
    const { packs, problems } = readPacks(writeKnowledge({ drinks: files }));
    expect(packs).toEqual([]);
    expect(problems.map(({ file, line, field }) => [file.split('/drinks/')[1], line, field])).toEqual([
      [LONE_CLAIM, 5, '[1].status'],
      [LONE_CLAIM, 9, '[1].checkedOn'],
      [LONE_ENTRY, 1, ''],
      ['notes.md', 1, ''],
      ['pack.yaml', 1, 'colour'],
    ]);
  });

  it('lists what is wrong in what refers to what, all of it together', () => {
    const files: Files = {
      ...SMALL_PACK,
      'pack.yaml': (SMALL_PACK['pack.yaml'] ?? '').replace('overview: main', 'overview: the-main'),
      'vocabulary.yaml': (SMALL_PACK['vocabulary.yaml'] ?? '').replace('  tea:\n    aliases: [tea]\n', ''),
      [LONE_CLAIM]: (SMALL_PACK[LONE_CLAIM] ?? '').replace('[handbook]', '[handbok]'),
      [LONE_ENTRY]: (SMALL_PACK[LONE_ENTRY] ?? '').replace('[what-is-tea]', '[what-is-te]'),
    };
    expect(problemsOf(files)).toEqual([
      `${LONE_CLAIM}:8: [1].sources[1]: no source has the id "handbok"; did you mean "handbook"?`,
      `${LONE_ENTRY}:7: related[1]: no entry has the id "what-is-te"; did you mean "what-is-tea"?`,
      'pack.yaml:13: overview: no entry has the id "the-main-difference"; known are the ids of the pack\'s entries',
      'vocabulary.yaml:2: options: expected the words of the option "tea"; add it with its aliases',
    ]);
  });

  for (const file of ['pack.yaml', 'criteria.yaml', 'vocabulary.yaml']) {
    it(`must have ${file}`, () => {
      const files = Object.fromEntries(Object.entries(SMALL_PACK).filter(([name]) => name !== file));
      expect(problemsOf(files)).toEqual([`${file}:1: expected this file; every pack has one`]);
    });
  }

  for (const file of ['facts.yaml', 'pack.yml', 'claims/more/milk.yaml', 'entries/milk.md', 'entries/a/b/milk.md']) {
    it(`must not have ${file}: no such file is read`, () => {
      expect(problemsOf({ ...SMALL_PACK, [file]: '' })).toEqual([
        `${file}:1: a pack has pack.yaml, criteria.yaml, vocabulary.yaml, sources.yaml, claims/*.yaml and entries/<topic>/<id>.md; move or remove this file`,
      ]);
    });
  }
});

/** The small pack under another id, with a title that is no text. */
function brokenPack(id: string): Files {
  const pack = smallPackWith('pack.yaml', 'title: Tea vs Coffee', 'title: 7')['pack.yaml'] ?? '';
  return { ...SMALL_PACK, 'pack.yaml': pack.replace('id: tea-vs-coffee', `id: ${id}`) };
}

describe('a knowledge folder', () => {
  it('may hold packs side by side; what is wrong with one does not hide another', () => {
    const knowledgeDir = writeKnowledge({ broken: brokenPack('hot'), drinks: SMALL_PACK, worse: brokenPack('cold') });
    const { packs, problems } = readPacks(knowledgeDir);
    expect(packs.map(({ pack }) => pack.id)).toEqual(['tea-vs-coffee']);
    expect(problems.map(problemLine)).toEqual([
      `${knowledgeDir}/broken/pack.yaml:2: title: expected text; got 7`,
      `${knowledgeDir}/worse/pack.yaml:2: title: expected text; got 7`,
    ]);
  });

  it('has each pack once: a copy is a problem where its id stands', () => {
    const knowledgeDir = writeKnowledge({ copy: SMALL_PACK, drinks: SMALL_PACK });
    const { packs, problems } = readPacks(knowledgeDir);
    expect(packs).toHaveLength(1);
    expect(problems.map(problemLine)).toEqual([
      `${knowledgeDir}/drinks/pack.yaml:1: id: the pack in ${knowledgeDir}/copy has the id "tea-vs-coffee" too; rename one, or remove the copy`,
    ]);
  });

  for (const [title, makeFolder] of [
    ['is empty', () => temporaryFolder()],
    ['is not there', () => join(temporaryFolder(), 'nowhere')],
    ['is a file', () => join(writeKnowledge({ drinks: SMALL_PACK }), 'drinks', 'pack.yaml')],
  ] as const) {
    it(`cannot be used when it ${title}, and the problem says what it must be`, () => {
      const knowledgeDir = makeFolder();
      expect(readPacks(knowledgeDir).problems.map(problemLine)).toEqual([
        `${knowledgeDir}:1: no pack is here; KNOWLEDGE_DIR must name a folder with one folder for each pack`,
      ]);
    });
  }

  it('is loaded for the bot when it holds one pack', () => {
    const [knowledge] = loadLibrary(writeKnowledge({ drinks: SMALL_PACK }));
    expect(knowledge.pack.title).toBe('Tea vs Coffee');
    expect(knowledge.version).toMatch(/^[0-9a-f]{12}$/);
  });

  it('is refused for the bot with every problem, a line each', () => {
    const knowledgeDir = writeKnowledge({ broken: brokenPack('hot'), worse: brokenPack('cold') });
    expect(() => loadLibrary(knowledgeDir)).toThrow(
      expect.objectContaining({
        lines: [
          `${knowledgeDir}/broken/pack.yaml:2: title: expected text; got 7`,
          `${knowledgeDir}/worse/pack.yaml:2: title: expected text; got 7`,
        ],
      }),
    );
  });

  it('is loaded for the bot with all its packs, in the order of their folders', () => {
    const other = smallPackWith('pack.yaml', 'id: tea-vs-coffee', 'id: hot-vs-cold');
    const packs = loadLibrary(writeKnowledge({ drinks: SMALL_PACK, another: other }));
    expect(packs.map(({ pack }) => pack.id)).toEqual(['hot-vs-cold', 'tea-vs-coffee']);
    expect(new Set(packs.map(({ version }) => version)).size).toBe(2);
  });

  it('is shown by its place below the working folder', () => {
    const files = readPacks(join(process.cwd(), 'test')).problems.map(({ file }) => file);
    expect(files).toContain('test/conversations/criteria.yaml');
  });
});
