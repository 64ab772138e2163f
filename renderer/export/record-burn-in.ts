import {
  type BurntEvent,
  type ClipInfo,
  codesInOrder,
  type Drawing,
  exportedDrawings,
  exportedTrack,
  type FrameRange,
  type RecordItems,
  trackRange,
} from '#common/domain/index.ts';

/** A stretch that goes into an export. */
type Part = { readonly clipId: string; readonly range: FrameRange };

const touches = (parts: readonly Part[], clipId: string, range: FrameRange): boolean =>
  parts.some(
    (part) => part.clipId === clipId && part.range.start <= range.end && part.range.end >= range.start,
  );

/** What events and drawings of the project would be seen in these stretches; events of hidden codes are not. */
export function recordBurnIn(
  items: RecordItems,
  clips: readonly ClipInfo[],
  parts: readonly Part[],
): { readonly events: readonly BurntEvent[]; readonly drawings: readonly Drawing[] } {
  const codes = new Map(codesInOrder(items.code.values()).map((code) => [code.id, code]));
  const events = [...items.event.values()]
    .filter(({ clipId, range }) => touches(parts, clipId, range))
    .sort((a, b) => a.range.start - b.range.start)
    .flatMap(({ clipId, range, codeId, labels }): readonly BurntEvent[] => {
      const code = codes.get(codeId);
      if (!code || code.hidden) return [];
      const words = [code.name, ...labels.map(({ text }) => text)].join(' · ');
      return [{ clipId, range, label: words.slice(0, 200), colour: code.colour }];
    });
  const drawings = [...items.drawing.values()]
    .filter(({ clipId, range }) => touches(parts, clipId, range))
    .flatMap((drawing) => {
      const clip = clips.find(({ id }) => id === drawing.clipId);
      return clip ? exportedDrawings(drawing, clip, items.calibration.get(clip.id)) : [];
    });
  const tracks = [...items.track.values()]
    .filter((track) => touches(parts, track.clipId, trackRange(track)))
    .map(exportedTrack);
  return { events, drawings: [...tracks, ...drawings] };
}
