import type { FrameRange } from './frame-range.ts';
import type { Track, TrackPoint } from './record-items.ts';
import type { Size } from './size.ts';

type Points = readonly TrackPoint[];

/** From a track's first frame to its last. */
export const trackRange = ({ points }: Pick<Track, 'points'>): FrameRange => ({
  start: points[0]?.frame ?? 0,
  end: points.at(-1)?.frame ?? 0,
});

/** Its place in the list of the last point at or before a frame; −1 for none. */
export function lastPointAt(points: Points, frame: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.frame ?? 0) <= frame) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The point of a frame; undefined where there is none. */
export function pointOn(points: Points, frame: number): TrackPoint | undefined {
  const point = points[lastPointAt(points, frame)];
  return point?.frame === frame ? point : undefined;
}

/** The points with others in the place of those of the same frames. */
export function withPoints(points: Points, others: Points): Points {
  const byFrame = new Map(points.map((point) => [point.frame, point]));
  for (const point of others) byFrame.set(point.frame, point);
  return [...byFrame.values()].sort((a, b) => a.frame - b.frame);
}

/** What a search found, in the place of what searches found there before. What a person set stays. */
export function withFound(points: Points, range: FrameRange, found: Points): Points {
  const stays = points.filter(({ frame, by }) => by === 'person' || frame < range.start || frame > range.end);
  const set = new Set(stays.map(({ frame }) => frame));
  return withPoints(
    stays,
    found.filter(({ frame }) => !set.has(frame)),
  );
}

/** The nearest frames before and after one at which a person set a point; null for none. */
export function anchorsAround(
  points: Points,
  frame: number,
): { readonly before: TrackPoint | null; readonly after: TrackPoint | null } {
  const set = points.filter(({ by }) => by === 'person');
  return {
    before: set.findLast((point) => point.frame < frame) ?? null,
    after: set.find((point) => point.frame > frame) ?? null,
  };
}

/**
 * What was found between two points that a person set, from the first one forward and from the second one backward,
 * as one path. Where both agree they are blended, by how near each end is; where they do not, one of them went
 * astray: the first counts up to where they come nearest to each other, the second from there on.
 */
export function joined(
  forward: Points,
  backward: Points,
  { start, end }: FrameRange,
  size: Size,
  tolerancePixels: number,
): Points {
  const back = new Map(backward.map((point) => [point.frame, point]));
  const ahead = new Map(forward.map((point) => [point.frame, point]));
  const apart = (a: TrackPoint, b: TrackPoint) =>
    Math.hypot((a.x - b.x) * size.width, (a.y - b.y) * size.height);
  let seam = start;
  let nearest = Number.POSITIVE_INFINITY;
  for (const point of forward) {
    const other = back.get(point.frame);
    if (!other || apart(point, other) >= nearest) continue;
    nearest = apart(point, other);
    seam = point.frame;
  }
  const all: TrackPoint[] = [];
  for (let frame = start + 1; frame < end; frame++) {
    const [a, b] = [ahead.get(frame), back.get(frame)];
    if (a && b && apart(a, b) <= tolerancePixels) {
      const share = (frame - start) / (end - start);
      all.push({ frame, x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share, by: 'search' });
    } else {
      const only = a && b ? (frame <= seam ? a : b) : (a ?? b);
      if (only) all.push(only);
    }
  }
  return all;
}
