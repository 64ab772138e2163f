import type { FoundTime } from './found-event.ts';

/**
 * A time as people and programs write it: `12.5`, `12,5`, `1:02.5`, `1:02:03.5`, and with frames after the last
 * colon or semicolon `01:02:03:04`. Null for anything else.
 */
export function readTime(text: string): FoundTime | null {
  const cleaned = text
    .trim()
    .replace(/^[−–]/, '-')
    .replace(/\s*(s|sec|secs|seconds)\.?$/i, '');
  if (cleaned === '' || cleaned.length > 40) return null;
  const timecode = /^(-?)(\d{1,3}):(\d{1,2}):(\d{1,2})[:;](\d{1,3})$/.exec(cleaned);
  if (timecode) {
    const [hours = 0, minutes = 0, seconds = 0, frames = 0] = timecode.slice(2).map(Number);
    const whole = hours * 3600 + minutes * 60 + seconds;
    return { kind: 'timecode', seconds: timecode[1] === '-' ? -whole : whole, frames };
  }
  const clock = /^(-?)(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2}(?:[.,]\d*)?)$/.exec(cleaned);
  if (clock) {
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = clock;
    const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds.replace(',', '.'));
    return { kind: 'seconds', seconds: sign === '-' ? -whole : whole };
  }
  if (!/^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,2})?$/i.test(cleaned)) return null;
  const seconds = Number(cleaned.replace(',', '.'));
  return Number.isFinite(seconds) ? { kind: 'seconds', seconds } : null;
}

/** A frame number; null for anything else. */
export const readFrame = (text: string): FoundTime | null =>
  /^\s*\d{1,9}\s*$/.test(text) ? { kind: 'frame', frame: Number(text) } : null;
