import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  keepKeyImage,
  keyImagesOf,
  neighbouringKeyImage,
  noItems,
  noteKeyImage,
  removeKeyImage,
} from '#common/domain/index.ts';

const keep = (items: typeof noItems, id: string, frame: number, clipId = 'clip') =>
  applyChanges(items, keepKeyImage(items, { id, clipId, frame, createdAt: '2026-01-01T00:00:00Z' }));

describe('Key images', () => {
  const items = keep(keep(keep(noItems, 'b', 40), 'a', 10), 'other', 20, 'another clip');

  it('stand in the order of their frames, those of each clip by themselves', () => {
    expect(keyImagesOf(items, 'clip').map(({ frame }) => frame)).toEqual([10, 40]);
  });

  it('are kept once for each frame', () => {
    expect(keyImagesOf(keep(items, 'c', 40), 'clip')).toHaveLength(2);
  });

  it('carry a note, trimmed, and change nothing where it stays the same', () => {
    const noted = applyChanges(items, noteKeyImage(items, 'a', ' Take-off \n'));
    expect(noted['key-image'].get('a')?.note).toBe('Take-off');
    expect(noteKeyImage(noted, 'a', 'Take-off')).toEqual([]);
    expect(noteKeyImage(noted, 'gone', 'Take-off')).toEqual([]);
  });

  it('go when they are removed, once', () => {
    const less = applyChanges(items, removeKeyImage(items, 'a'));
    expect(keyImagesOf(less, 'clip').map(({ id }) => id)).toEqual(['b']);
    expect(removeKeyImage(less, 'a')).toEqual([]);
  });

  it('lead to the next one and back', () => {
    const images = keyImagesOf(items, 'clip');
    expect(neighbouringKeyImage(images, 10, 1)?.frame).toBe(40);
    expect(neighbouringKeyImage(images, 25, -1)?.frame).toBe(10);
    expect(neighbouringKeyImage(images, 40, 1)).toBeUndefined();
  });
});
