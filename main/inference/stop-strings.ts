/** The text up to and including the stop string that is complete first, or null while there is none. */
export function cutAfterStop(text: string, stop: readonly string[]): string | null {
  let end = Number.POSITIVE_INFINITY;
  for (const candidate of stop) {
    const at = candidate === '' ? -1 : text.indexOf(candidate);
    if (at >= 0) end = Math.min(end, at + candidate.length);
  }
  return Number.isFinite(end) ? text.slice(0, end) : null;
}
