import type { Frame, Size } from '#common/domain/index.ts';
import { readBarCode } from '#main/video/synthetic/bar-code.ts';
import type { BenchClip } from './bench-clips.ts';

export type Timed = { readonly milliseconds: number };
/** With the numbers read from the bar codes of the pictures; null where none could be read. */
export type TimedFrames = Timed & { readonly numbers: readonly (number | null)[] };

/** A program that gives frames as packed RGB. What it keeps open between calls is its own affair. */
export interface Contender extends AsyncDisposable {
  readonly name: string;
  /** From a clip that it has not open to the first picture. */
  open(clip: BenchClip, size: Size): Promise<TimedFrames>;
  frames(clip: BenchClip, indices: readonly number[], size: Size): Promise<TimedFrames>;
  /** The timestamps of all frames; null where the program has no such thing. */
  index(clip: BenchClip): Promise<Timed | null>;
}

export async function timed<Result>(work: () => Promise<Result>): Promise<Timed & { result: Result }> {
  const start = performance.now();
  const result = await work();
  return { milliseconds: performance.now() - start, result };
}

/** Reads the number in the upper fifth. */
export function numberIn({ pixels, width, height }: Pick<Frame, 'pixels' | 'width' | 'height'>) {
  const band = Math.floor(height / 10) * 2;
  return readBarCode(pixels.subarray(0, width * band * 3), { width, height: band });
}
