import { putItem, type RecordChange, type SyncPoint } from '#common/domain/index.ts';
import type { Comparison } from './compare-state.ts';
import type { SyncedFrames } from './frame-lookup.ts';

/** The sync point in hand: the record's item and which way round, or frames that are not kept. */
export type PointInHand = {
  readonly id: string | null;
  /** The item's left moment is shown on the right. */
  readonly flipped: boolean;
  readonly unkept: SyncedFrames | null;
};

export const noPoint: PointInHand = { id: null, flipped: false, unkept: null };

type Points = ReadonlyMap<string, SyncPoint>;
type ClipPair = { readonly left: string; readonly right: string };

const isWithin = (frame: number, range: { start: number; end: number } | undefined): boolean =>
  !range || (frame >= range.start && frame <= range.end);

/** The latest sync point of the record for a comparison; of a clip with itself only one that is asked for. */
export function findPoint(points: Points, clips: ClipPair, { syncId, events }: Comparison): PointInHand {
  const unkept = events ? { left: events.left.start, right: events.right.start } : null;
  for (const { id, left, right } of [...points.values()].reverse()) {
    if (syncId !== undefined && id !== syncId) continue;
    if (clips.left === clips.right && syncId === undefined && !events) continue;
    for (const flipped of [false, true]) {
      const [a, b] = flipped ? [right, left] : [left, right];
      const isTheirs = a.clipId === clips.left && b.clipId === clips.right;
      if (isTheirs && isWithin(a.frame, events?.left) && isWithin(b.frame, events?.right)) {
        return { id, flipped, unkept };
      }
    }
  }
  return { ...noPoint, unkept };
}

/** The frames that a point makes the same instant; null where nothing is synced. */
export function framesOfPoint(points: Points, { id, flipped, unkept }: PointInHand): SyncedFrames | null {
  const item = id === null ? undefined : points.get(id);
  if (!item) return unkept;
  const [a, b] = flipped ? [item.right, item.left] : [item.left, item.right];
  return { left: a.frame, right: b.frame };
}

export const flipPoint = ({ id, flipped, unkept }: PointInHand): PointInHand => ({
  id,
  flipped: !flipped,
  unkept: unkept && { left: unkept.right, right: unkept.left },
});

/** The change of the record that keeps the frames of a point. */
export function keepPoint(id: string, flipped: boolean, clips: ClipPair, frames: SyncedFrames): RecordChange {
  const left = { clipId: clips.left, frame: frames.left };
  const right = { clipId: clips.right, frame: frames.right };
  return putItem({ kind: 'sync', id, ...(flipped ? { left: right, right: left } : { left, right }) });
}
