import {
  type BurnIn,
  type ClipInfo,
  type Drawing,
  type ExportRequest,
  exportedDrawings,
  type KeyImage,
  type RecordItems,
} from '#common/domain/index.ts';

export type KeyImageChoice = {
  readonly format: 'png' | 'jpeg';
  readonly frameNumbers: boolean;
  readonly drawings: boolean;
};

/** What the contract takes at once. */
const mostDrawings = 1000;

/** The drawings that are seen on some of the key images. */
export function drawingsOn(
  items: RecordItems,
  clip: ClipInfo,
  images: readonly KeyImage[],
): readonly Drawing[] {
  return [...items.drawing.values()]
    .filter(
      ({ clipId, range }) =>
        clipId === clip.id && images.some(({ frame }) => frame >= range.start && frame <= range.end),
    )
    .flatMap((drawing) => exportedDrawings(drawing, clip, items.calibration.get(clip.id)))
    .slice(0, mostDrawings);
}

/** The key images of a clip as pictures. */
export function keyImageExport(
  items: RecordItems,
  clip: ClipInfo,
  images: readonly KeyImage[],
  { format, frameNumbers, drawings }: KeyImageChoice,
): ExportRequest {
  const drawn = drawings ? drawingsOn(items, clip, images) : [];
  const burnIn: BurnIn | null =
    frameNumbers || drawn.length > 0 ? { frameNumbers, times: false, events: [], drawings: drawn } : null;
  return { kind: 'frames', clipId: clip.id, frames: images.map(({ frame }) => frame), format, burnIn };
}
