import { sampleEvenly } from '#common/domain/index.ts';

/**
 * The frames that stand for `columns` equal parts of a clip: the middle frame of each, ascending; all frames
 * when there are fewer.
 */
export function filmstripIndices(frameCount: number, columns: number): readonly number[] {
  if (columns >= frameCount) return sampleEvenly({ start: 0, end: frameCount - 1 }, frameCount);
  return Array.from({ length: columns }, (_, column) =>
    Math.floor(((2 * column + 1) * frameCount) / (2 * columns)),
  );
}
