import { drawingFigure } from './drawing-figure.ts';
import { toShares } from './drawing-geometry.ts';
import type { Drawing } from './export.ts';
import type { Calibration, DrawingItem, Track } from './record-items.ts';
import type { Size } from './size.ts';
import { trackRange } from './track-points.ts';

/** A drawing as exports burn it in: measures become lines and words. */
export function exportedDrawings(
  item: DrawingItem,
  size: Size,
  calibration: Calibration | undefined,
): readonly Drawing[] {
  const { clipId, range, colour } = item;
  const base = { clipId, range, colour, size: item.size, text: '' };
  switch (item.shape) {
    case 'line':
    case 'arrow':
    case 'path':
    case 'ellipse':
    case 'spotlight':
      return [{ ...base, kind: item.shape, points: item.points }];
    case 'chronometer':
      return [{ ...base, kind: 'chronometer', points: item.points }];
    case 'text':
      return [{ ...base, kind: 'text', points: item.points, text: item.text }];
    case 'angle':
    case 'distance': {
      const { lines, label } = drawingFigure(item, size, calibration);
      const strokes = lines
        .filter((line) => line.length >= 2)
        .map(
          (line): Drawing => ({ ...base, kind: 'path', points: line.map((point) => toShares(point, size)) }),
        );
      if (!label || label.text === '') return strokes;
      const words: Drawing = {
        ...base,
        kind: 'text',
        points: [toShares(label.at, size)],
        size: label.height / size.height,
        text: label.text,
      };
      return [...strokes, words];
    }
  }
}

/** A path as exports burn it in: on each frame, as far as it has come. */
export const exportedTrack = (track: Track): Drawing => ({
  kind: 'track',
  clipId: track.clipId,
  range: trackRange(track),
  points: track.points.map(({ x, y }) => [x, y]),
  frames: track.points.map(({ frame }) => frame),
  colour: track.colour,
  size: track.size,
  text: '',
});
