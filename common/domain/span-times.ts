import { frameAtTime } from './frame-at-time.ts';
import type { ReadingClip } from './span.ts';

const clock = String.raw`(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?`;
const unit = String.raw`\s*(?:s|secs?|seconds?)\b`;
const joint = String.raw`\s*(?:[-–—−‒~]|\.\.\.?|…|\b(?:to|through|until|till|and)\b)\s*`;
const place = String.raw`(?:(?<=\b(?:at|from|between|during|around|in|over|of)\s{1,3}(?:about\s)?)|(?<=^\W{0,3})|(?<=[:(@]\s{0,3}))`;
const ranges = new RegExp(
  `(?<![\\d:.])(?:(${clock})${joint}(${clock})|(\\d{1,6}(?:\\.\\d{1,4})?)(?:${unit})?${joint}(\\d{1,6}(?:\\.\\d{1,4})?)${unit})`,
  'giu',
);
const moments = new RegExp(`(?<![\\d:.])(?:(${clock})|(\\d{1,6}(?:\\.\\d{1,4})?)${unit})`, 'giu');
const placed = new RegExp(`${place}$`, 'iu');

/** Written times round; this much before a frame's own time is that frame. */
const slackSeconds = 0.0005;

/** Whether a text holds something that looks like a time, so that frame times are worth fetching. */
export const namesTimes = (text: string): boolean => text.search(ranges) >= 0 || text.search(moments) >= 0;

/**
 * A line with its times written as frames: `00:04.2–00:05.1` and `at 4.2 s` become `frames 126–153` and `at frame 126`.
 * A time is the frame shown then. What may be a length (`lasts 2 seconds`) or a score stays as it is: without `isAsked` a
 * time needs a word such as `at` before it.
 */
export function framesForTimes(line: string, isAsked: boolean, times: ReadingClip['times']): string {
  if (times === null) return line;
  const { timestampsSeconds } = times;
  const last = timestampsSeconds.at(-1) ?? 0;
  const frameOf = (seconds: number) =>
    Number.isFinite(seconds) && seconds <= last + 1
      ? frameAtTime(timestampsSeconds, seconds + slackSeconds)
      : null;
  const isPlaced = (at: number, text: string) => placed.test(text.slice(0, at));
  const withRanges = line.replace(ranges, (found: string, ...groups: unknown[]) => {
    const [clockStart, clockEnd, start, end] = groups as (string | undefined)[];
    const at = groups.find((group) => typeof group === 'number') ?? 0;
    if (!isAsked && clockStart === undefined && !found.includes('.') && !isPlaced(at, line)) return found;
    const from = frameOf(secondsOf(clockStart ?? start ?? ''));
    const to = frameOf(secondsOf(clockEnd ?? end ?? ''));
    return from === null || to === null || from > to ? found : `frames ${from}–${to}`;
  });
  return withRanges.replace(moments, (found: string, ...groups: unknown[]) => {
    const [clockTime, seconds] = groups as (string | undefined)[];
    const at = groups.find((group) => typeof group === 'number') ?? 0;
    const isTime = isPlaced(at, withRanges) || (isAsked && clockTime !== undefined);
    const frame = isTime ? frameOf(secondsOf(clockTime ?? seconds ?? '')) : null;
    return frame === null ? found : `frame ${frame}`;
  });
}

/** `4.2`, `0:04.2` and `1:02:03` in seconds. */
export function secondsOf(text: string): number {
  return text
    .replace(',', '.')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);
}
