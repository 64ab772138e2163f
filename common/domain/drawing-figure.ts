import { drawingText, type PicturePoint, toPixels } from './drawing-geometry.ts';
import type { Calibration, DrawingItem } from './record-items.ts';
import type { Size } from './size.ts';

type Point = readonly [x: number, y: number];

/** What a drawing looks like, in pixels of a picture of the given size; the page and the report draw the same. */
export type DrawingFigure = {
  /** Lines to be stroked, each a run of points. */
  readonly lines: readonly (readonly Point[])[];
  /** Areas to be filled: the head of an arrow. */
  readonly areas: readonly (readonly Point[])[];
  /** An oval: stroked, or left bright by a spotlight. */
  readonly oval: { readonly centre: Point; readonly radii: Point } | null;
  readonly label: { readonly at: Point; readonly text: string; readonly height: number } | null;
  readonly strokeWidth: number;
};

/** Letters of a measure, as a share of the picture's height. */
const measureShare = 1 / 28;

type Drawn = Pick<DrawingItem, 'shape' | 'points' | 'text' | 'size'>;

export function drawingFigure(
  drawing: Drawn,
  size: Size,
  calibration: Calibration | undefined,
): DrawingFigure {
  const points = drawing.points.map((point: PicturePoint): Point => toPixels(point, size));
  const strokeWidth = Math.max(1, drawing.size * size.height);
  const text = drawingText(drawing, size, calibration);
  const empty = { lines: [], areas: [], oval: null, label: null, strokeWidth };
  const [a = [0, 0], b = a, c = b] = points;
  const measure = (at: Point) => ({
    at,
    text,
    height: Math.max(measureShare * size.height, strokeWidth * 3),
  });
  switch (drawing.shape) {
    case 'line':
    case 'path':
      return { ...empty, lines: [points] };
    case 'arrow': {
      const head = strokeWidth * 4;
      const [ux, uy] = direction(a, b);
      const base: Point = [b[0] - ux * head, b[1] - uy * head];
      const wing = head * 0.55;
      const triangle: readonly Point[] = [
        b,
        [base[0] - uy * wing, base[1] + ux * wing],
        [base[0] + uy * wing, base[1] - ux * wing],
      ];
      return { ...empty, lines: [[a, base]], areas: [triangle] };
    }
    case 'ellipse':
    case 'spotlight':
      return {
        ...empty,
        oval: {
          centre: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2],
          radii: [Math.abs(b[0] - a[0]) / 2, Math.abs(b[1] - a[1]) / 2],
        },
      };
    case 'text':
    case 'chronometer':
      return { ...empty, label: { at: a, text, height: Math.max(6, drawing.size * size.height) } };
    case 'angle': {
      if (points.length < 3) return { ...empty, lines: [points] };
      const { arc, middle } = arcOf(a, b, c, strokeWidth);
      return { ...empty, lines: [points, arc], label: measure(middle) };
    }
    case 'distance': {
      const [ux, uy] = direction(a, b);
      const tick = strokeWidth * 3;
      const across = ([x, y]: Point): readonly Point[] => [
        [x - uy * tick, y + ux * tick],
        [x + uy * tick, y - ux * tick],
      ];
      const at: Point = [(a[0] + b[0]) / 2 + strokeWidth * 2, (a[1] + b[1]) / 2 + strokeWidth * 2];
      return { ...empty, lines: [[a, b], across(a), across(b)], label: measure(at) };
    }
  }
}

/** A small arc inside the angle at `corner`, and where its number stands. */
function arcOf(a: Point, corner: Point, b: Point, strokeWidth: number) {
  const shorter = Math.min(distance(a, corner), distance(b, corner));
  const radius = Math.max(strokeWidth * 3, Math.min(shorter * 0.4, strokeWidth * 14));
  const from = Math.atan2(a[1] - corner[1], a[0] - corner[0]);
  let turn = Math.atan2(b[1] - corner[1], b[0] - corner[0]) - from;
  if (turn > Math.PI) turn -= 2 * Math.PI;
  if (turn < -Math.PI) turn += 2 * Math.PI;
  const steps = 16;
  const at = (share: number, length: number): Point => [
    corner[0] + Math.cos(from + turn * share) * length,
    corner[1] + Math.sin(from + turn * share) * length,
  ];
  const arc = Array.from({ length: steps + 1 }, (_, step) => at(step / steps, radius));
  return { arc, middle: at(0.5, radius + strokeWidth * 2) };
}

const distance = (a: Point, b: Point): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

function direction(from: Point, to: Point): Point {
  const length = distance(from, to);
  return length === 0 ? [0, 0] : [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
}
