import type { Calibration, DrawingItem, DrawingShape } from './record-items.ts';
import type { Size } from './size.ts';

/** A point of the picture as shares of its width and height. */
export type PicturePoint = readonly [x: number, y: number];
/** The same in pixels of the picture. */
type PixelPoint = readonly [x: number, y: number];

/** How many points a person places; a path and nothing else takes more. */
export const pointCount: Readonly<Record<DrawingShape, number>> = {
  line: 2,
  arrow: 2,
  path: 2,
  ellipse: 2,
  text: 1,
  angle: 3,
  distance: 2,
  spotlight: 2,
  chronometer: 1,
};

export const toPixels = ([x, y]: PicturePoint, size: Size): PixelPoint => [x * size.width, y * size.height];

export const toShares = ([x, y]: PixelPoint, size: Size): PicturePoint => [x / size.width, y / size.height];

export const pixelLength = (a: PicturePoint, b: PicturePoint, size: Size): number =>
  Math.hypot((b[0] - a[0]) * size.width, (b[1] - a[1]) * size.height);

/** The angle at the middle point, 0 to 180 degrees; 0 where two points are the same. */
export function angleDegrees(points: readonly PicturePoint[], size: Size): number {
  const [a, corner, b] = points.map((point) => toPixels(point, size));
  if (!a || !corner || !b) return 0;
  const first = [a[0] - corner[0], a[1] - corner[1]] as const;
  const second = [b[0] - corner[0], b[1] - corner[1]] as const;
  const cross = first[0] * second[1] - first[1] * second[0];
  const dot = first[0] * second[0] + first[1] * second[1];
  return (Math.abs(Math.atan2(cross, dot)) * 180) / Math.PI;
}

/**
 * How long a distance is: in the calibration's unit, else in pixels of the picture. It holds in the plane of the
 * calibrated line and while the camera does not move.
 */
export function measuredLength(
  points: readonly PicturePoint[],
  size: Size,
  calibration: Calibration | undefined,
): { readonly length: number; readonly unit: string } {
  const [a, b] = points;
  const pixels = a && b ? pixelLength(a, b, size) : 0;
  const known = calibration ? pixelLength(calibration.points[0], calibration.points[1], size) : 0;
  if (!calibration || known === 0) return { length: pixels, unit: 'px' };
  return { length: (pixels / known) * calibration.length, unit: calibration.unit };
}

/** Three significant digits, no more than the picture gives: `2.13 m`, `148 px`, `0.045 m`. */
export function lengthText({ length, unit }: { readonly length: number; readonly unit: string }): string {
  const digits =
    unit === 'px' || length >= 100 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.max(length, 1e-3))));
  return `${length.toFixed(Math.min(digits, 4))} ${unit}`;
}

/** What a drawing says in words: its own text, its angle, its length or its time; empty for nothing. */
export function drawingText(
  { shape, points, text }: Pick<DrawingItem, 'shape' | 'points' | 'text'>,
  size: Size,
  calibration: Calibration | undefined,
): string {
  switch (shape) {
    case 'text':
    case 'chronometer':
      return text;
    case 'angle':
      return points.length < 3 ? '' : `${angleDegrees(points, size).toFixed(1)}°`;
    case 'distance':
      return points.length < 2 ? '' : lengthText(measuredLength(points, size, calibration));
    case 'line':
    case 'arrow':
    case 'path':
    case 'ellipse':
    case 'spotlight':
      return '';
  }
}

/** The point moved to where Shift holds it: lines at steps of 45°, boxes as squares; as seen in the picture. */
export function constrained(
  shape: DrawingShape,
  from: PicturePoint,
  to: PicturePoint,
  size: Size,
): PicturePoint {
  const [x, y] = toPixels([to[0] - from[0], to[1] - from[1]], size);
  if (shape === 'ellipse' || shape === 'spotlight') {
    const side = Math.max(Math.abs(x), Math.abs(y));
    const [dx, dy] = toShares([(Math.sign(x) || 1) * side, (Math.sign(y) || 1) * side], size);
    return [from[0] + dx, from[1] + dy];
  }
  const step = Math.PI / 4;
  const angle = Math.round(Math.atan2(y, x) / step) * step;
  const length = Math.hypot(x, y);
  const [dx, dy] = toShares([Math.cos(angle) * length, Math.sin(angle) * length], size);
  return [from[0] + dx, from[1] + dy];
}

/** All points moved by so many pixels of the picture. */
export const movedBy = (
  points: readonly PicturePoint[],
  [x, y]: PixelPoint,
  size: Size,
): readonly PicturePoint[] => points.map(([px, py]) => [px + x / size.width, py + y / size.height]);

/** A path without the points that lie closer than this to a straight line, in pixels (Ramer, Douglas, Peucker). */
export function simplified(
  points: readonly PicturePoint[],
  size: Size,
  tolerancePixels = 0.75,
): readonly PicturePoint[] {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < 3 || !first || !last) return points;
  let farthest = 0;
  let most = -1;
  for (let at = 1; at < points.length - 1; at += 1) {
    const off = distanceToSegment(points[at] ?? first, first, last, size);
    if (off > most) [most, farthest] = [off, at];
  }
  if (most <= tolerancePixels) return [first, last];
  const before = simplified(points.slice(0, farthest + 1), size, tolerancePixels);
  return [...before.slice(0, -1), ...simplified(points.slice(farthest), size, tolerancePixels)];
}

/** From a point to the nearest one of a segment, in pixels of the picture. */
export function distanceToSegment(
  point: PicturePoint,
  from: PicturePoint,
  to: PicturePoint,
  size: Size,
): number {
  const [p, a, b] = [toPixels(point, size), toPixels(from, size), toPixels(to, size)];
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared;
  const share = Math.max(0, Math.min(1, along));
  return Math.hypot(p[0] - a[0] - share * dx, p[1] - a[1] - share * dy);
}
