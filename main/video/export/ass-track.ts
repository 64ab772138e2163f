import { type Drawing, dotWidths, type FrameRange, type Size } from '#common/domain/index.ts';
import { dotShapes, drawingShapes } from './ass-shapes.ts';

type Point = readonly [x: number, y: number];

/** A piece of a path: over which frames it is seen, under or over the others, and its outline. */
export type TrackLine = {
  readonly shown: FrameRange;
  /** A dark edge under all of the path, so that it is seen on bright ground too. */
  readonly layer: 'edge' | 'line';
  readonly shapes: string;
};

const unit = 8;
/** Pixels that the edge stands out at each side. */
const edge = 1;

/**
 * A path over a range of frames: what lies before the range as one piece, then one piece for each point, seen from its
 * frame to the path's last, and a larger dot on the frame itself.
 */
export function trackLines(drawing: Drawing, range: FrameRange, size: Size): readonly TrackLine[] {
  const { frames = [], points } = drawing;
  const last = Math.min(range.end, frames.at(-1) ?? -1);
  const first = Math.max(range.start, frames[0] ?? 0);
  if (first > last) return [];
  const stroke = Math.max(1, drawing.size * size.height);
  const lines: TrackLine[] = [];
  const add = (shown: FrameRange, run: readonly Point[], dots: readonly Point[], dotWidth: number) => {
    const places = dots.map(([x, y]): Point => [x * size.width, y * size.height]);
    for (const layer of ['edge', 'line'] as const) {
      const wider = layer === 'edge' ? 2 * edge : 0;
      const line =
        run.length > 1 ? drawingShapes({ kind: 'path', points: run }, size, stroke + wider, unit) : '';
      const shapes = `${line} ${dotShapes(places, dotWidth * stroke + wider, unit)}`.trim();
      lines.push({ shown, layer, shapes });
    }
  };
  const before = frames.findLastIndex((frame) => frame < first);
  if (before >= 0) {
    const past = points.slice(0, before + 1);
    add({ start: first, end: last }, past, past, dotWidths.dot);
  }
  for (const [at, frame] of frames.entries()) {
    const point = points[at];
    if (frame < first || frame > last || !point) continue;
    const from = points[at - 1];
    add({ start: frame, end: last }, from ? [from, point] : [], [point], dotWidths.dot);
    add({ start: frame, end: frame }, [], [point], dotWidths.current);
  }
  return lines;
}
