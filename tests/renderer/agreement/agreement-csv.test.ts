import { describe, expect, it } from 'vitest';
import { compareMarks, type Mark } from '#common/domain/index.ts';
import { numbersCsv, rowsCsv } from '#renderer/agreement/agreement-csv.ts';
import { asNamed, unpairedCodes } from '#renderer/agreement/pair-codes.ts';

const mark = (start: number, end: number, codeName: string): Mark => ({ codeName, range: { start, end } });

const times = { startSeconds: Array.from({ length: 100 }, (_, frame) => frame / 25), endSeconds: 4 };
const within = { scope: { start: 0, end: 99 }, times };
const sides = { first: 'you', second: 'a, b' };
const mine = [mark(10, 19, 'Touch'), mark(40, 49, '=Shot')];
const theirs = [mark(12, 21, 'Touch'), mark(70, 79, 'Goal shot')];

describe('The comparison as CSV', () => {
  const found = compareMarks(mine, theirs, within);

  it('has a line for each code and one for all, with the reason where there is no kappa', () => {
    expect(numbersCsv(found, sides).trimEnd().split('\r\n')).toEqual([
      'code,same,shifted,only you,"only a, b",observed agreement,kappa,why no kappa',
      "'=Shot,0,0,1,0,0.9000,,second-never",
      'Goal shot,0,0,0,1,0.9000,,first-never',
      'Touch,1,0,0,0,0.9600,0.7778,',
      expect.stringMatching(/^all codes,1,0,1,1,0\.9200,0\.\d{4},$/),
    ]);
  });

  it('has a line for each range, with the frames of both sides', () => {
    expect(rowsCsv(found, sides).trimEnd().split('\r\n')).toEqual([
      'code,kind,you first frame,you last frame,"a, b first frame","a, b last frame",overlap',
      "'=Shot,only you,40,49,,,",
      'Goal shot,"only a, b",,,70,79,',
      'Touch,matched,10,19,12,21,0.6667',
    ]);
  });
});

describe('Codes of different names', () => {
  it('are those that only one side has, and are compared as one where a person says so', () => {
    expect(unpairedCodes(mine, theirs)).toEqual({ first: ['=Shot'], second: ['Goal shot'] });
    const named = asNamed(theirs, { 'Goal shot': '=Shot' });
    expect(named.map(({ codeName }) => codeName)).toEqual(['Touch', '=Shot']);
    expect(unpairedCodes(mine, named)).toEqual({ first: [], second: [] });
  });
});
