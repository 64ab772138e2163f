import { measuredLength } from './drawing-geometry.ts';
import type { Calibration, Track, TrackPoint } from './record-items.ts';
import type { Size } from './size.ts';
import { lastPointAt } from './track-points.ts';

/** What is needed to tell lengths and times of a path. */
export type TrackScale = {
  readonly size: Size;
  readonly calibration: Calibration | undefined;
  /** Each frame's real time; never a count of frames. */
  readonly timestampsSeconds: readonly number[];
};

type TrackMotion = {
  /** Along the path from its first point, in `unit`. */
  readonly distance: number;
  /** In `unit` for each second; null where the path is too short to tell. */
  readonly speed: number | null;
  /** The calibration's, else `px`. */
  readonly unit: string;
};

/** Frames to each side over which a speed is taken: the way from the one to the other, by the time between them. */
const speedWindow = 2;

/**
 * How far something came by a frame and how fast it is there. It holds in the plane of the calibrated line and for a
 * camera that does not move. Null before the path's first point.
 */
export function motionAt(
  { points }: Pick<Track, 'points'>,
  frame: number,
  scale: TrackScale,
): TrackMotion | null {
  const at = lastPointAt(points, frame);
  const first = points[0];
  if (at < 0 || !first) return null;
  let distance = 0;
  for (let i = 1; i <= at; i++) distance += lengthBetween(points[i - 1] ?? first, points[i] ?? first, scale);
  return { distance, speed: speedAt(points, frame, scale), unit: scale.calibration?.unit ?? 'px' };
}

type TrackRow = TrackPoint & {
  readonly timeSeconds: number;
  readonly xPixels: number;
  readonly yPixels: number;
} & Pick<TrackMotion, 'distance' | 'speed'>;

/** Every point with its time, its place in pixels, the way to it and the speed there. */
export function trackRows({ points }: Pick<Track, 'points'>, scale: TrackScale): readonly TrackRow[] {
  let distance = 0;
  return points.map((point, i) => {
    const before = points[i - 1];
    if (before) distance += lengthBetween(before, point, scale);
    return {
      ...point,
      timeSeconds: scale.timestampsSeconds[point.frame] ?? 0,
      xPixels: point.x * scale.size.width,
      yPixels: point.y * scale.size.height,
      distance,
      speed: speedAt(points, point.frame, scale),
    };
  });
}

/** Near the ends of the path, over as much of the window as there is. */
function speedAt(points: readonly TrackPoint[], frame: number, scale: TrackScale): number | null {
  const after = points[lastPointAt(points, frame + speedWindow)];
  const before = points[lastPointAt(points, frame - speedWindow - 1) + 1];
  if (!after || !before || after.frame <= before.frame) return null;
  const { timestampsSeconds } = scale;
  const seconds = (timestampsSeconds[after.frame] ?? 0) - (timestampsSeconds[before.frame] ?? 0);
  return seconds > 0 ? lengthBetween(before, after, scale) / seconds : null;
}

const lengthBetween = (a: TrackPoint, b: TrackPoint, { size, calibration }: TrackScale): number =>
  measuredLength(
    [
      [a.x, a.y],
      [b.x, b.y],
    ],
    size,
    calibration,
  ).length;
