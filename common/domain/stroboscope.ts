import { DeepSportError } from './errors.ts';
import { type FrameRange, frameRangeLength, sampleEvenly } from './frame-range.ts';

/** One picture in which a moving figure stands at several moments over the still scene of a range. */
export type Stroboscope = {
  /** The frames that the still scene is made of. */
  readonly range: FrameRange;
  /** The moments: frames of the range, ascending, each once. */
  readonly frames: readonly number[];
  /** Which figure is seen whole where two overlap. */
  readonly onTop: 'latest' | 'earliest';
  /** Whether each figure has its frame number beside it. */
  readonly numbers: boolean;
};

/** How many moments one picture holds. */
export const stroboscopeMoments = { least: 3, most: 15 } as const;

/**
 * Frames of a range spread evenly in time, first and last included, ascending, each once; all frames of a range that
 * has fewer. `timestampsSeconds` are those of the whole clip; without them the frames are spread evenly by number.
 */
export function momentsInTime(
  range: FrameRange,
  count: number,
  timestampsSeconds: readonly number[] | undefined,
): readonly number[] {
  const even = sampleEvenly(range, count);
  const first = timestampsSeconds?.[range.start];
  const last = timestampsSeconds?.[range.end];
  if (timestampsSeconds === undefined || first === undefined || last === undefined || even.length < 3) {
    return even;
  }
  const frames: number[] = [];
  for (let at = 0; at < even.length; at++) {
    const seconds = first + ((last - first) * at) / (even.length - 1);
    // Each moment leaves room for those before and after it.
    const least = (frames.at(-1) ?? range.start - 1) + 1;
    const most = range.end - (even.length - 1 - at);
    let frame = least;
    while (frame < most && nearer(timestampsSeconds, frame + 1, frame, seconds)) frame += 1;
    frames.push(frame);
  }
  return frames;
}

const nearer = (times: readonly number[], frame: number, than: number, seconds: number): boolean =>
  Math.abs((times[frame] ?? seconds) - seconds) <= Math.abs((times[than] ?? seconds) - seconds);

/** Fails with BAD_INPUT or RANGE_INVALID, in a sentence, unless such a picture can be asked for. */
export function checkStroboscope({ range, frames }: Stroboscope): void {
  const { least, most } = stroboscopeMoments;
  const length = frameRangeLength(range);
  if (length < least) {
    throw new DeepSportError(
      'RANGE_INVALID',
      `A stroboscopic picture needs a range of at least ${least} frames. Select a longer one.`,
      { ...range },
    );
  }
  if (frames.length < least || frames.length > most) {
    throw new DeepSportError(
      'BAD_INPUT',
      `A stroboscopic picture holds ${least} to ${most} moments, not ${frames.length}. Choose as many.`,
      { count: frames.length },
    );
  }
  if (frames.length > length) {
    throw new DeepSportError(
      'RANGE_INVALID',
      `The range has ${length} frames, too few for ${frames.length} moments. Choose fewer moments or a longer range.`,
      { ...range, count: frames.length },
    );
  }
  const wrong = frames.find((frame, at) => {
    const before = frames[at - 1];
    return frame < range.start || frame > range.end || (before !== undefined && frame <= before);
  });
  if (wrong !== undefined) {
    throw new DeepSportError(
      'BAD_INPUT',
      `Frame ${wrong} cannot be a moment there: give frames of the range ${range.start}–${range.end}, in order and each once.`,
      { ...range, frame: wrong },
    );
  }
}
