import type { FrameRange } from '#common/domain/index.ts';
import type { CodedTrack } from './coded-track.ts';

/**
 * Frame numbers in decode order, from the key picture at or before the range to where all frames of the range, and
 * those decoded between them, have come. Pictures that an edit list hides count down from -1.
 */
export async function readDecodeOrder(
  track: CodedTrack,
  range: FrameRange,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const ranks: number[] = [];
  let start: number | null = null;
  let count = 0;
  let highest = -1;
  for await (const { rank } of track.pictures(range.start, { orderOnly: true, signal })) {
    ranks.push(rank);
    start ??= Math.max(0, rank);
    if (rank < start) continue;
    count += 1;
    highest = Math.max(highest, rank);
    if (highest >= range.end && highest - start + 1 === count) break;
  }
  const hidden = ranks.filter((rank) => rank < 0).sort((a, b) => a - b);
  const numbers = new Map(hidden.map((rank, i) => [rank, i - hidden.length]));
  return ranks.map((rank) => numbers.get(rank) ?? rank);
}
