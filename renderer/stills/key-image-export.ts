import {
  type BurnIn,
  type ClipInfo,
  type Drawing,
  type ExportRequest,
  exportedDrawings,
  exportedTrack,
  type FrameRange,
  type KeyImage,
  type RecordItems,
  trackRange,
} from '#common/domain/index.ts';

export type KeyImageChoice = {
  readonly format: 'png' | 'jpeg';
  readonly frameNumbers: boolean;
  readonly drawings: boolean;
};

/** What the contract takes at once. */
const mostDrawings = 1000;

/** The drawings and paths that are seen on some of the key images. */
export function drawingsOn(
  items: RecordItems,
  clip: ClipInfo,
  images: readonly KeyImage[],
): readonly Drawing[] {
  const isSeen = (clipId: string, { start, end }: FrameRange) =>
    clipId === clip.id && images.some(({ frame }) => frame >= start && frame <= end);
  const tracks = [...items.track.values()]
    .filter((track) => isSeen(track.clipId, trackRange(track)))
    .map(exportedTrack);
  const drawings = [...items.drawing.values()]
    .filter(({ clipId, range }) => isSeen(clipId, range))
    .flatMap((drawing) => exportedDrawings(drawing, clip, items.calibration.get(clip.id)));
  return [...tracks, ...drawings].slice(0, mostDrawings);
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
