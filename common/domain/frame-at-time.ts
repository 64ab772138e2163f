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
