import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  type ClipInfo,
  type DrawingItem,
  noItems,
  putItem,
  type Track,
} from '#common/domain/index.ts';
import { radiusFor } from '#renderer/drawing/track-edits.ts';
import { recordBurnIn } from '#renderer/export/record-burn-in.ts';

const clip = { id: 'c', width: 640, height: 360 } as ClipInfo;
const track: Track = {
  ...{ kind: 'track', id: 't', clipId: 'c', colour: '#e69f00', size: 0.004, text: '' },
  points: [20, 21, 40].map((frame) => ({ frame, x: frame / 100, y: 0.5, by: 'search' })),
};
const chronometer: DrawingItem = {
  ...{ kind: 'drawing', id: 'd', clipId: 'c', shape: 'chronometer', range: { start: 10, end: 30 } },
  ...{ points: [[0.1, 0.1]], colour: '#ffffff', size: 0.05, text: '' },
};
const items = applyChanges(noItems, [putItem(track), putItem(chronometer)]);
const kindsIn = (start: number, end: number) =>
  recordBurnIn(items, [clip], [{ clipId: 'c', range: { start, end } }]).drawings.map(({ kind }) => kind);

describe('What an export burns in', () => {
  it('has the paths and chronometers of its frames', () => {
    expect(kindsIn(25, 60)).toEqual(['track', 'chronometer']);
    expect(kindsIn(31, 60)).toEqual(['track']);
    expect(kindsIn(0, 15)).toEqual(['chronometer']);
    expect(kindsIn(41, 60)).toEqual([]);
  });
});

describe('What is followed', () => {
  it('is taken to be a fortieth of the picture, until a person says how large it is', () => {
    expect(radiusFor({ width: 1920, height: 1080 } as ClipInfo, null)).toBe(27);
    expect(radiusFor({ width: 120, height: 90 } as ClipInfo, null)).toBe(6);
    expect(radiusFor(clip, 31)).toBe(31);
  });
});
