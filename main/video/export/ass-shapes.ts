import type { Drawing, Size } from '#common/domain/index.ts';

type Point = readonly [x: number, y: number];

/** Where a circle's Bézier handles lie. */
const handle = 0.5523;

/**
 * The outline of a drawing as commands of ASS, in `unit`-ths of a pixel. Strokes are areas, for ASS only fills: all
 * parts turn the same way, so that they join where they overlap.
 */
export function drawingShapes(
  { kind, points }: Pick<Drawing, 'kind' | 'points'>,
  size: Size,
  stroke: number,
  unit: number,
): string {
  const pixels = points.map(([x, y]): Point => [x * size.width, y * size.height]);
  const shapes =
    kind === 'ellipse'
      ? ellipse(pixels, stroke)
      : kind === 'arrow'
        ? arrow(pixels, stroke)
        : path(pixels, stroke);
  return shapes.map((shape) => command(shape, unit)).join(' ');
}

/** The oval of a spotlight as commands of ASS. */
export function ovalShape({ points }: Pick<Drawing, 'points'>, size: Size, unit: number): string {
  const [a = [0, 0], b = [0, 0]] = points.map(([x, y]): Point => [x * size.width, y * size.height]);
  const centre: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  return command(oval(centre, Math.abs(b[0] - a[0]) / 2, Math.abs(b[1] - a[1]) / 2), unit);
}

/** Round dots as commands of ASS. */
export const dotShapes = (places: readonly Point[], width: number, unit: number): string =>
  places.map((place) => command(oval(place, width / 2, width / 2), unit)).join(' ');

type Shape = { readonly curved: boolean; readonly points: readonly Point[] };

function command({ curved, points }: Shape, unit: number): string {
  const text = ([x, y]: Point) => `${Math.round(x * unit)} ${Math.round(y * unit)}`;
  const [first = [0, 0], ...rest] = points;
  return `m ${text(first)} ${curved ? 'b' : 'l'} ${rest.map(text).join(' ')}`;
}

function path(points: readonly Point[], stroke: number): readonly Shape[] {
  const shapes: Shape[] = [];
  for (const [i, point] of points.entries()) {
    shapes.push(oval(point, stroke / 2, stroke / 2));
    const next = points[i + 1];
    if (next) shapes.push(...segment(point, next, stroke));
  }
  return shapes;
}

function arrow(points: readonly Point[], stroke: number): readonly Shape[] {
  const tip = points.at(-1);
  const from = points.at(-2);
  if (!tip || !from) return path(points, stroke);
  const [ux, uy] = direction(from, tip);
  const head = stroke * 4;
  const base: Point = [tip[0] - ux * head, tip[1] - uy * head];
  const wing = head * 0.55;
  const triangle: Shape = {
    curved: false,
    points: clockwise([
      tip,
      [base[0] - uy * wing, base[1] + ux * wing],
      [base[0] + uy * wing, base[1] - ux * wing],
    ]),
  };
  return [...path([...points.slice(0, -1), base], stroke), triangle];
}

/** A ring between two ovals that turn against each other. */
function ellipse(points: readonly Point[], stroke: number): readonly Shape[] {
  const [a = [0, 0], b = [0, 0]] = points;
  const centre: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const [width, height] = [Math.abs(b[0] - a[0]) / 2, Math.abs(b[1] - a[1]) / 2];
  const outer = oval(centre, width + stroke / 2, height + stroke / 2);
  if (width <= stroke / 2 || height <= stroke / 2) return [outer];
  const inner = oval(centre, width - stroke / 2, height - stroke / 2);
  return [outer, { curved: true, points: inner.points.toReversed() }];
}

function oval([x, y]: Point, width: number, height: number): Shape {
  const [w, h] = [width * handle, height * handle];
  return {
    curved: true,
    points: [
      [x + width, y],
      [x + width, y + h],
      [x + w, y + height],
      [x, y + height],
      [x - w, y + height],
      [x - width, y + h],
      [x - width, y],
      [x - width, y - h],
      [x - w, y - height],
      [x, y - height],
      [x + w, y - height],
      [x + width, y - h],
      [x + width, y],
    ],
  };
}

function segment(from: Point, to: Point, stroke: number): readonly Shape[] {
  const [ux, uy] = direction(from, to);
  if (ux === 0 && uy === 0) return [];
  const [nx, ny] = [(-uy * stroke) / 2, (ux * stroke) / 2];
  const corners: readonly Point[] = [
    [from[0] + nx, from[1] + ny],
    [from[0] - nx, from[1] - ny],
    [to[0] - nx, to[1] - ny],
    [to[0] + nx, to[1] + ny],
  ];
  return [{ curved: false, points: clockwise(corners) }];
}

function direction(from: Point, to: Point): Point {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  return length === 0 ? [0, 0] : [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
}

/** As the ovals turn. */
function clockwise(points: readonly Point[]): readonly Point[] {
  let area = 0;
  for (const [i, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[(i + 1) % points.length] ?? [x, y];
    area += x * nextY - nextX * y;
  }
  return area >= 0 ? points : points.toReversed();
}
