import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  type ClipInfo,
  keepKeyImage,
  keyImagesOf,
  noItems,
  putItem,
} from '#common/domain/index.ts';
import { drawingsOn, keyImageExport } from '#renderer/stills/key-image-export.ts';
import { chosenMoments, mostMoments } from '#renderer/stills/stroboscope-choice.ts';

const clip = { id: 'clip', width: 320, height: 240 } as ClipInfo;

describe('The moments that a person chose', () => {
  const range = { start: 10, end: 30 };
  const typed = (words: string) => chosenMoments({ way: 'chosen', count: 7, typed: words }, range, undefined);

  it('are so many evenly in time, never more than the range has', () => {
    expect(chosenMoments({ way: 'even', count: 5, typed: '' }, range, undefined)).toEqual([
      10, 15, 20, 25, 30,
    ]);
    expect(mostMoments({ start: 4, end: 8 })).toBe(5);
    expect(chosenMoments({ way: 'even', count: 7, typed: '' }, { start: 4, end: 6 }, undefined)).toEqual([
      4, 5, 6,
    ]);
  });

  it('are frames as typed, in order and each once', () => {
    expect(typed('30, 12  20;12')).toEqual([12, 20, 30]);
  });

  it('are none where what was typed is not of the range, no number, or too few or many', () => {
    for (const words of ['', '10 20', '9 20 30', '10 20 31', 'ten 20 30', '10 -20 30']) {
      expect(typed(words)).toBeNull();
    }
    expect(typed(Array.from({ length: 16 }, (_, at) => at + 10).join(' '))).toBeNull();
  });
});

describe('Key images as pictures', () => {
  const kept = [5, 60].reduce(
    (items, frame) =>
      applyChanges(items, keepKeyImage(items, { id: String(frame), clipId: 'clip', frame, createdAt: '' })),
    noItems,
  );
  const drawn = (start: number, end: number) =>
    applyChanges(kept, [
      putItem({
        ...{ kind: 'drawing', id: 'd', clipId: 'clip', shape: 'line', range: { start, end } },
        points: [
          [0, 0],
          [1, 1],
        ],
        ...{ colour: '#ffffff', size: 0.01, text: '' },
      }),
    ]);
  const choice = { format: 'png', frameNumbers: false, drawings: true } as const;

  it('stay as they are where nothing is drawn on them', () => {
    const items = drawn(10, 20);
    const images = keyImagesOf(items, 'clip');
    expect(keyImageExport(items, clip, images, choice)).toEqual({
      ...{ kind: 'frames', clipId: 'clip', frames: [5, 60], format: 'png', burnIn: null },
    });
  });

  it('show the drawings of their frames where that is wished', () => {
    const items = drawn(50, 70);
    const images = keyImagesOf(items, 'clip');
    expect(drawingsOn(items, clip, images)).toHaveLength(1);
    expect(keyImageExport(items, clip, images, choice)).toMatchObject({
      burnIn: { drawings: [{ kind: 'line' }] },
    });
    expect(keyImageExport(items, clip, images, { ...choice, drawings: false })).toMatchObject({
      burnIn: null,
    });
  });
});
