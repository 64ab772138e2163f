import type { FrameRange } from '#common/domain/index.ts';

/** `00:04.280`, or `1:02:04.280` from one hour on. */
export function clockTime(seconds: number): string {
  const milliseconds = Math.round(Math.abs(seconds) * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(milliseconds / 3_600_000);
  const clock = `${two(Math.floor(milliseconds / 60_000) % 60)}:${two(Math.floor(milliseconds / 1000) % 60)}`;
  const sign = seconds < 0 && milliseconds > 0 ? '−' : '';
  return `${sign}${hours > 0 ? `${hours}:` : ''}${clock}.${String(milliseconds % 1000).padStart(3, '0')}`;
}

/** `0.48 s`, `12.3 s`, `3 min 20 s`. */
export function lasting(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export const frameWords = ({ start, end }: FrameRange): string =>
  start === end ? String(start) : `${start}–${end}`;

/** `2026-01-31 14:05:12 UTC`. */
export const dateWords = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')} UTC`;

export function byteWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`;
}

export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
