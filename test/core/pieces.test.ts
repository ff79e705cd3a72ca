import { describe, expect, it } from 'vitest';
import { createLexicon } from '../../src/core/lexicon.ts';
import { MAX_PIECES, MAX_WHOLE_WORDS, piecesOf } from '../../src/core/pieces.ts';

const lexicon = createLexicon({ options: {}, synonyms: [], rivals: [], neighbours: [] });
const pieces = (text: string) => piecesOf(lexicon.read(text)).map((piece) => piece.map(({ word }) => word).join(' '));
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `w${index}w`).join(' ');

describe('the pieces of a text', () => {
  it.each([
    ['is it fast', ['is it fast']],
    ['Good morning. Is it fast? Thanks!', ['good morning is it fast thanks', 'good morning', 'is it fast']],
    ['', ['']],
  ])('are the whole and its sentences of two words or more: %j', (text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });

  it('are windows that overlap, where a sentence is long, so that every two neighbours meet in one', () => {
    const windows = pieces(numbered(100));
    expect(windows.every((window) => window.split(' ').length <= 12)).toBe(true);
    for (let index = 0; index < 99; index++) {
      const pair = `w${index}w w${index + 1}w`;
      expect(windows.some((window) => window.includes(pair))).toBe(true);
    }
  });

  it('include the whole up to its longest, and windows beside it', () => {
    expect(pieces(numbered(MAX_WHOLE_WORDS))[0]).toBe(numbered(MAX_WHOLE_WORDS));
    expect(pieces(numbered(MAX_WHOLE_WORDS)).length).toBeGreaterThan(1);
    expect(pieces(numbered(MAX_WHOLE_WORDS + 1))).not.toContain(numbered(MAX_WHOLE_WORDS + 1));
  });

  it('are never more than may be scored', () => {
    expect(pieces(numbered(5000))).toHaveLength(MAX_PIECES);
    expect(pieces('is it fast. '.repeat(5000))).toHaveLength(MAX_PIECES);
  });

  it('are the first words where all sentences are of one', () => {
    expect(pieces('Well. '.repeat(80))).toEqual([Array.from({ length: 12 }, () => 'well').join(' ')]);
  });
});
