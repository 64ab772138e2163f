/** The frame shown at a time: the last one whose timestamp is not later; frame 0 before the first. */
export function frameAtTime(timestampsSeconds: readonly number[], timeSeconds: number): number {
  let low = 0;
  let high = timestampsSeconds.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((timestampsSeconds[middle] ?? Number.POSITIVE_INFINITY) <= timeSeconds) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How far a decoded picture's time may be from the index: containers round to micro- or milliseconds. */
const toleranceSeconds = 0.0006;

/** The frame with exactly this timestamp, or undefined when the index has none. */
export function frameWithTimestamp(
  timestampsSeconds: readonly number[],
  timeSeconds: number,
): number | undefined {
  const below = frameAtTime(timestampsSeconds, timeSeconds + toleranceSeconds);
  const found = timestampsSeconds[below];
  return found !== undefined && Math.abs(found - timeSeconds) <= toleranceSeconds ? below : undefined;
}

/** The last key frame at or before a frame. */
export const keyFrameBefore = (keyFrames: readonly number[], frame: number): number =>
  keyFrames[frameAtTime(keyFrames, frame)] ?? 0;

/** A frame number typed by a person: digits with spaces allowed; undefined when it is no frame of the clip. */
export function parseFrameNumber(text: string, frameCount: number): number | undefined {
  const digits = text.replace(/[\s.,_]/g, '');
  if (!/^\d+$/.test(digits)) return undefined;
  const frame = Number(digits);
  return frame < frameCount ? frame : undefined;
}
