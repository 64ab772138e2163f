import type { FrameRange } from '#common/domain/index.ts';
import { placesBetween, type RowItem } from './event-lanes.ts';
import type { EventRow } from './event-rows.ts';
import { frameToX, pixelsPerFrame, type Scale } from './scale.ts';

/** Below this width an event is a tick. */
export const tickPixels = 3;
/** How far from an edge it is still taken hold of. */
const edgePixels = 5;
/** Narrower events have edges only outside, and only while they are selected. */
const roomForEdges = 15;

export type EventPart = 'body' | 'start' | 'end';
export type EventHit = { readonly item: RowItem; readonly row: EventRow; readonly part: EventPart };

/** A bar that overlaps with none is this high at most. */
const tallest = 17;

/** Where a bar of a lane lies that shares the row with so many lanes, in pixels from the top of all rows. */
export function barBox(
  row: EventRow,
  lane: number,
  share: number,
): { readonly top: number; readonly height: number } {
  const inside = row.height - 7;
  const count = Math.max(1, share);
  const height = Math.min(tallest, inside / count);
  const top = row.top + 3 + (inside - count * height) / 2 + lane * height;
  return { top, height: count > 1 ? height - 1 : height };
}

export function rowAt(rows: readonly EventRow[], y: number): EventRow | undefined {
  return rows.find((row) => y >= row.top && y < row.top + row.height);
}

/** The edges of a range in pixels. */
export function span(
  scale: Scale,
  { start, end }: FrameRange,
): { readonly left: number; readonly right: number } {
  return {
    left: frameToX(scale, start),
    right: Math.max(frameToX(scale, end + 1), frameToX(scale, start) + 2),
  };
}

/** What lies under the pointer: what it is inside of, else the nearest that is close enough. */
export function hitEvent(
  rows: readonly EventRow[],
  scale: Scale,
  x: number,
  y: number,
  selected: ReadonlySet<string>,
): EventHit | null {
  const row = rowAt(rows, y);
  if (!row) return null;
  const perFrame = pixelsPerFrame(scale);
  const frameAt = (pixel: number) => scale.start + pixel / perFrame;
  const near = row.lanes.flatMap((lane, at) => {
    const { from, to } = placesBetween(lane, frameAt(x - edgePixels), frameAt(x + edgePixels));
    return lane.items.slice(from, to).flatMap((item, place) => {
      const { left, right } = span(scale, item.range);
      const beside = Math.max(0, left - x, x - right);
      if (beside > (selected.has(item.id) ? edgePixels : edgePixels - 2)) return [];
      const { top, height } = barBox(row, at, lane.shares[from + place] ?? 1);
      const above = Math.max(0, top - y, y - top - height);
      return [{ item, beside, above }];
    });
  });
  const [first, ...others] = near;
  if (!first) return null;
  // Of those that it is inside of, the one that begins last lies on top.
  const { item } = others.reduce((best, each) => {
    const isNearer = each.above < best.above || (each.above === best.above && each.beside <= best.beside);
    return isNearer ? each : best;
  }, first);
  return { item, row, part: partAt(scale, item, x, selected) };
}

function partAt(scale: Scale, item: RowItem, x: number, selected: ReadonlySet<string>): EventPart {
  const { left, right } = span(scale, item.range);
  const wide = right - left >= roomForEdges;
  if (!wide) {
    if (!selected.has(item.id)) return 'body';
    if (x < left) return 'start';
    return x > right ? 'end' : 'body';
  }
  if (x - left <= edgePixels) return 'start';
  return right - x <= edgePixels ? 'end' : 'body';
}

/** Everything of which something lies in a box: frames, and pixels from the top of all rows. */
export function itemsInBox(
  rows: readonly EventRow[],
  frames: { readonly start: number; readonly end: number },
  heights: { readonly top: number; readonly bottom: number },
): readonly string[] {
  return rows.flatMap((row) =>
    row.lanes.flatMap((lane, at) => {
      if (row.top > heights.bottom || row.top + row.height < heights.top) return [];
      const { from, to } = placesBetween(lane, frames.start, frames.end);
      return lane.items.slice(from, to).flatMap(({ id, range }, place) => {
        const { top, height } = barBox(row, at, lane.shares[from + place] ?? 1);
        const inside = top <= heights.bottom && top + height >= heights.top && range.end + 1 > frames.start;
        return inside ? [id] : [];
      });
    }),
  );
}
