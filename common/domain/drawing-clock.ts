import type { DrawingItem } from './record-items.ts';

/** Stopwatch time to a hundredth of a second: `0:04.28`, `1:02:04.28` from an hour on. */
export function clockText(seconds: number): string {
  // A sum of timestamps may miss a hundredth by the rounding of its last bit.
  const hundredths = Math.max(0, Math.round(seconds * 100 + 1e-6));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(hundredths / 6000);
  const hours = Math.floor(minutes / 60);
  const rest = `${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`;
  return hours > 0 ? `${hours}:${two(minutes % 60)}:${rest}` : `${minutes}:${rest}`;
}

/** What a chronometer shows on a frame: real time since the first frame of its range; zero before. */
export function chronometerText(
  { range }: Pick<DrawingItem, 'range'>,
  frame: number,
  timeSecondsOf: (frame: number) => number,
): string {
  return clockText(timeSecondsOf(Math.min(frame, range.end)) - timeSecondsOf(range.start));
}

/** The drawing as it is on a frame: a chronometer with its time. Others stay the same objects. */
export const drawingOnFrame = (
  drawing: DrawingItem,
  frame: number,
  timeSecondsOf: (frame: number) => number,
): DrawingItem =>
  drawing.shape === 'chronometer'
    ? { ...drawing, text: chronometerText(drawing, frame, timeSecondsOf) }
    : drawing;
