import type { FrameRange } from '#common/domain/index.ts';

/** A loop in the clip's seconds: from its first frame to the end of its last one. */
export type LoopSpan = { readonly startSeconds: number; readonly endSeconds: number };

export function loopSpan(
  { start, end }: FrameRange,
  timestampsSeconds: readonly number[],
  clipEndSeconds: number,
): LoopSpan {
  const startSeconds = timestampsSeconds[start] ?? 0;
  return { startSeconds, endSeconds: timestampsSeconds[end + 1] ?? clipEndSeconds };
}

/**
 * Seconds to add to a time that ran over the loop's end, or backwards over its start, so that it goes on in the loop
 * as if there were no seam; 0 inside it and on the way to it.
 */
export function backIntoLoop(
  timeSeconds: number,
  rate: number,
  { startSeconds, endSeconds }: LoopSpan,
): number {
  const length = endSeconds - startSeconds;
  if (length <= 0) return startSeconds - timeSeconds;
  if (rate >= 0 && timeSeconds >= endSeconds) {
    return -Math.floor((timeSeconds - startSeconds) / length) * length;
  }
  if (rate < 0 && timeSeconds < startSeconds) {
    return Math.ceil((startSeconds - timeSeconds) / length) * length;
  }
  return 0;
}
