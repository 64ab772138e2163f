import type { FrameRange } from '#common/domain/index.ts';

/** A pull is felt within so many pixels. */
export const snapPixels = 6;

/** Places between frames that edges are drawn to, ascending: n stands before frame n. */
export type SnapPlaces = Float64Array;

/** The edges of ranges and both sides of the playhead's frame. */
export function snapPlaces(ranges: Iterable<FrameRange>, playhead: number): SnapPlaces {
  const places = new Set([playhead, playhead + 1]);
  for (const { start, end } of ranges) {
    places.add(start);
    places.add(end + 1);
  }
  return Float64Array.from(places).sort();
}

/** The place nearest to one of some edges, and how far that edge is from it; null where none is near. */
export function snapTo(
  places: SnapPlaces,
  edges: readonly number[],
  reach: number,
): { readonly place: number; readonly by: number } | null {
  let best: { place: number; by: number } | null = null;
  for (const edge of edges) {
    const at = firstFrom(places, edge);
    for (const place of [places[at - 1], places[at]]) {
      if (place === undefined || Math.abs(place - edge) > reach) continue;
      if (!best || Math.abs(place - edge) < Math.abs(best.by)) best = { place, by: place - edge };
    }
  }
  return best;
}

function firstFrom(places: SnapPlaces, edge: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) >= edge) high = middle;
    else low = middle + 1;
  }
  return low;
}
