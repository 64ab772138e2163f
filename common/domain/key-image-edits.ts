import { putItem, type RecordChange, type RecordItems, removeItem } from './project-record.ts';
import type { KeyImage } from './record-items.ts';

/** As the contract has it. */
const mostNote = 4000;

/** The key images of a clip in the order of their frames. */
export const keyImagesOf = (items: RecordItems, clipId: string): readonly KeyImage[] =>
  [...items['key-image'].values()]
    .filter((image) => image.clipId === clipId)
    .sort((a, b) => a.frame - b.frame);

/** A frame kept as a key image; nothing where it is one already. */
export function keepKeyImage(
  items: RecordItems,
  image: Pick<KeyImage, 'id' | 'clipId' | 'frame' | 'createdAt'>,
): readonly RecordChange[] {
  const isKept = keyImagesOf(items, image.clipId).some(({ frame }) => frame === image.frame);
  return isKept ? [] : [putItem({ kind: 'key-image', ...image, note: '' })];
}

/** A person's words on a key image; nothing where they stay the same. */
export function noteKeyImage(items: RecordItems, id: string, note: string): readonly RecordChange[] {
  const image = items['key-image'].get(id);
  const words = note.trim().slice(0, mostNote);
  return !image || image.note === words ? [] : [putItem({ ...image, note: words })];
}

/** A key image taken off the list; nothing where it is gone already. */
export function removeKeyImage(items: RecordItems, id: string): readonly RecordChange[] {
  const image = items['key-image'].get(id);
  return image ? [removeItem(image)] : [];
}

/** The next key image after a frame, or the last one before it. */
export const neighbouringKeyImage = (
  images: readonly KeyImage[],
  frame: number,
  direction: 1 | -1,
): KeyImage | undefined =>
  direction === 1
    ? images.find((image) => image.frame > frame)
    : images.findLast((image) => image.frame < frame);
