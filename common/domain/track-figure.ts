import type { Track, TrackPoint } from './record-items.ts';
import type { Size } from './size.ts';
import { lastPointAt } from './track-points.ts';

type Point = readonly [x: number, y: number];

/** How much of a path is seen: up to the frame, the last of that fading, or all of it. */
export const trackViews = ['so-far', 'tail', 'whole'] as const;
export type TrackView = (typeof trackViews)[number];

/** What a path looks like on a frame, in pixels of a picture of the given size. */
export type TrackFigure = {
  /** The line, older pieces first; opacity 0 to 1. */
  readonly pieces: readonly { readonly points: readonly Point[]; readonly opacity: number }[];
  /** One for each point that is seen, but the one on the frame. */
  readonly dots: readonly { readonly at: Point; readonly by: TrackPoint['by']; readonly opacity: number }[];
  /** On the frame itself. */
  readonly current: Point | null;
  readonly strokeWidth: number;
};

/** Points that a tail is made of. */
const tailPoints = 16;
const tailSteps = 4;

/** Null on frames before and after the path. */
export function trackFigure(
  { points, size: stroke }: Pick<Track, 'points' | 'size'>,
  frame: number,
  size: Size,
  view: TrackView = 'so-far',
): TrackFigure | null {
  const last = lastPointAt(points, frame);
  const here = points[last];
  if (!here || frame > (points.at(-1)?.frame ?? 0)) return null;
  const end = view === 'whole' ? points.length : last + 1;
  const start = view === 'tail' ? Math.max(0, end - tailPoints) : 0;
  const place = ({ x, y }: TrackPoint): Point => [x * size.width, y * size.height];
  const seen = points.slice(start, end);
  const opacityAt = (at: number) =>
    view === 'tail' ? Math.ceil(((at + 1) * tailSteps) / seen.length) / tailSteps : 1;
  const pieces: { points: Point[]; opacity: number }[] = [];
  for (const [at, point] of seen.entries()) {
    const opacity = opacityAt(at);
    const piece = pieces.at(-1);
    if (piece?.opacity === opacity) piece.points.push(place(point));
    else {
      const before = piece?.points.at(-1);
      pieces.push({ points: before ? [before, place(point)] : [place(point)], opacity });
    }
  }
  return {
    pieces: pieces.filter((piece) => piece.points.length > 1),
    dots: seen.flatMap((point, at) =>
      point.frame === frame ? [] : [{ at: place(point), by: point.by, opacity: opacityAt(at) }],
    ),
    current: here.frame === frame ? place(here) : null,
    strokeWidth: Math.max(1, stroke * size.height),
  };
}

/** Dots as the `d` of one SVG path, to be stroked with round ends. */
export const dotsPath = (places: readonly Point[]): string =>
  places.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join('');

/** Across a dot, and across the one of the frame shown, in strokes. */
export const dotWidths = { dot: 2, person: 3, current: 4.5 } as const;
