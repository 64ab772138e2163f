import { describe, expect, it } from 'vitest';
import {
  angleDegrees,
  type Calibration,
  constrained,
  type DrawingItem,
  distanceToSegment,
  drawingFigure,
  drawingShapes,
  drawingsSvg,
  drawingText,
  exportedDrawings,
  measuredLength,
  movedBy,
  type PicturePoint,
  pixelLength,
  pointCount,
  simplified,
} from '#common/domain/index.ts';
import { createRandom } from '../random.ts';

const size = { width: 1280, height: 720 };
const random = createRandom(5);
const anyPoint = (): PicturePoint => [random.next(), random.next()];
const calibration: Calibration = {
  kind: 'calibration',
  id: 'clip',
  clipId: 'clip',
  points: [
    [0, 0],
    [0.5, 0],
  ],
  length: 3,
  unit: 'm',
};
const drawing = (shape: DrawingItem['shape'], points: readonly PicturePoint[], text = ''): DrawingItem => ({
  kind: 'drawing',
  id: `d-${shape}`,
  clipId: 'clip',
  shape,
  range: { start: 3, end: 9 },
  points,
  colour: '#e69f00',
  size: 0.006,
  text,
});

describe('Measuring in a picture', () => {
  it('gives the angle as it is seen, whatever the shape of the picture', () => {
    const corner: PicturePoint = [0.5, 0.5];
    for (const [degrees, expected] of [
      [0, 0],
      [30, 30],
      [90, 90],
      [135, 135],
      [180, 180],
      [270, 90],
    ] as const) {
      const turn = (degrees * Math.PI) / 180;
      const first: PicturePoint = [0.5 + 100 / size.width, 0.5];
      const second: PicturePoint = [
        0.5 + (Math.cos(turn) * 200) / size.width,
        0.5 + (Math.sin(turn) * 200) / size.height,
      ];
      expect(angleDegrees([first, corner, second], size)).toBeCloseTo(expected, 6);
    }
    expect(angleDegrees([corner, corner, corner], size)).toBe(0);
  });

  it('gives a length in pixels, and in the unit of something known', () => {
    const points: readonly PicturePoint[] = [
      [0.25, 0.5],
      [0.25, 0.5 + 320 / size.height],
    ];
    expect(drawingText(drawing('distance', points), size, undefined)).toBe('320 px');
    expect(measuredLength(points, size, calibration)).toEqual({ length: 1.5, unit: 'm' });
    expect(drawingText(drawing('distance', points), size, calibration)).toBe('1.50 m');
  });

  it('keeps its result when the drawing is moved there and back', () => {
    for (let trial = 0; trial < 200; trial += 1) {
      const points = [anyPoint(), anyPoint(), anyPoint()];
      const by = [random.integer(400) - 200, random.integer(400) - 200] as const;
      const moved = movedBy(points, by, size);
      expect(angleDegrees(moved, size)).toBeCloseTo(angleDegrees(points, size), 6);
      const back = movedBy(moved, [-by[0], -by[1]], size);
      for (const [at, point] of back.entries()) {
        expect(point[0]).toBeCloseTo(points[at]?.[0] ?? -1, 9);
        expect(point[1]).toBeCloseTo(points[at]?.[1] ?? -1, 9);
      }
    }
  });
});

describe('Shift', () => {
  it('holds lines at steps of 45° and ovals as circles, in pixels', () => {
    for (let trial = 0; trial < 200; trial += 1) {
      const from = anyPoint();
      const to = anyPoint();
      const line = constrained('line', from, to, size);
      const turn = Math.atan2((line[1] - from[1]) * size.height, (line[0] - from[0]) * size.width);
      const steps = turn / (Math.PI / 4);
      expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-6);
      expect(pixelLength(from, line, size)).toBeCloseTo(pixelLength(from, to, size), 6);
      const circle = constrained('ellipse', from, to, size);
      expect(Math.abs(circle[0] - from[0]) * size.width).toBeCloseTo(
        Math.abs(circle[1] - from[1]) * size.height,
        6,
      );
    }
  });
});

describe('A free hand', () => {
  it('loses points but never leaves its line', () => {
    const points = Array.from({ length: 300 }, (_, at): PicturePoint => {
      const turn = at / 40;
      return [0.5 + Math.cos(turn) * at * 0.001, 0.5 + Math.sin(turn) * at * 0.001];
    });
    const fewer = simplified(points, size);
    expect(fewer.length).toBeLessThan(points.length / 3);
    expect([fewer[0], fewer.at(-1)]).toEqual([points[0], points.at(-1)]);
    for (const point of points) {
      const nearest = Math.min(
        ...fewer.slice(1).map((to, at) => distanceToSegment(point, fewer[at] ?? to, to, size)),
      );
      expect(nearest).toBeLessThanOrEqual(0.76);
    }
  });
});

describe('Every shape', () => {
  it.each(drawingShapes)(
    '%s can be drawn, written as SVG and exported, even where its points are one',
    (shape) => {
      for (const points of [
        Array.from({ length: pointCount[shape] }, anyPoint),
        Array.from({ length: pointCount[shape] }, (): PicturePoint => [0.5, 0.5]),
      ]) {
        const item = drawing(shape, points, '<b>"x"</b> & {y}');
        const figure = drawingFigure(item, size, calibration);
        expect(JSON.stringify(figure)).not.toMatch(/null,null|NaN/);
        const svg = drawingsSvg([item], size, calibration);
        expect(svg).not.toMatch(/NaN|<b>|undefined/);
        const exported = exportedDrawings(item, size, calibration);
        expect(exported.length).toBeGreaterThan(0);
        for (const each of exported)
          expect(each).toMatchObject({ clipId: 'clip', range: { start: 3, end: 9 } });
      }
    },
  );

  it('shows words as they were typed and nothing that runs', () => {
    const svg = drawingsSvg(
      [drawing('text', [[0.1, 0.1]], '</text><script>alert(1)</script>')],
      size,
      undefined,
    );
    expect(svg).not.toContain('<script');
    expect(
      drawingsSvg([{ ...drawing('line', [[0, 0]]), colour: '"/><script>' }], size, undefined),
    ).not.toContain('<script');
  });
});
