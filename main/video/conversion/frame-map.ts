/**
 * The proof of a conversion, kept beside its result: what each frame of the source was, and what it became. Frame n
 * of one is frame n of the other.
 */
export type FrameMap = {
  /** Of the source's timestamps: seconds for each unit, as a fraction. */
  readonly timeBase: readonly [number, number];
  /** In units of `timeBase`, in display order. */
  readonly sourceTimestamps: readonly number[];
  /**
   * The first 16 hex digits of SHA-256 over each frame's decoded planes (FrameFingerprint says which), one after
   * another without a space. For a re-encoded file these are the planes in the pixel format of the result.
   */
  readonly sourceHashes: string;
  /** As `sourceHashes`; null where they are the same. */
  readonly resultHashes: string | null;
};

export const hashDigits = 16;

/** The timestamps of the frames that `-f framecrc` lists. */
export function parseFrameTimes(text: string): Pick<FrameMap, 'timeBase' | 'sourceTimestamps'> {
  const [, numerator, denominator] = /^#tb 0: (\d+)\/(\d+)$/m.exec(text) ?? [];
  const sourceTimestamps: number[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    sourceTimestamps.push(Number(line.split(',')[2]));
  }
  return { timeBase: [Number(numerator ?? 0), Number(denominator ?? 1)], sourceTimestamps };
}

/** The finest that every container stores. */
const millisecond = 0.001;

/**
 * The first frame whose time, counted from frame 0, is not the source's; null when all are. A source whose clock
 * steps back is followed again from where it has caught up.
 */
export function firstTimeOff(
  { timeBase: [numerator, denominator], sourceTimestamps }: Pick<FrameMap, 'timeBase' | 'sourceTimestamps'>,
  resultSeconds: readonly number[],
): number | null {
  const unit = numerator / denominator;
  const tolerance = Math.max(unit, millisecond) + 1e-6;
  const [firstSource = 0] = sourceTimestamps;
  const [firstResult = 0] = resultSeconds;
  let highest = Number.NEGATIVE_INFINITY;
  for (const [index, timestamp] of sourceTimestamps.entries()) {
    if (timestamp <= highest) continue;
    highest = timestamp;
    const expected = (timestamp - firstSource) * unit;
    const actual = (resultSeconds[index] ?? Number.NaN) - firstResult;
    if (!(Math.abs(actual - expected) <= tolerance)) return index;
  }
  return null;
}
