/** A whole number in groups of three, by thin spaces. */
export const formatCount = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, '\u2009');

/** `00:04.280`, or `1:02:04.280` from one hour on; a leading minus for times before zero. */
export function formatTime(timeSeconds: number): string {
  const milliseconds = Math.round(Math.abs(timeSeconds) * 1000);
  const sign = timeSeconds < 0 && milliseconds > 0 ? '−' : '';
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.floor(milliseconds / 60_000) % 60;
  const seconds = Math.floor(milliseconds / 1000) % 60;
  const rest = String(milliseconds % 1000).padStart(3, '0');
  return `${sign}${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(seconds)}.${rest}`;
}

/** `0.4 s`, `12 s`, `3 min 20 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** `2×`, `1/4×`, `0.3×`. */
export const formatSpeed = (speed: number): string =>
  speed < 1 && Number.isInteger(1 / speed) ? `1/${1 / speed}×` : `${Number(speed.toFixed(3))}×`;

/** `812 kB`, `3.2 MB`: decimal units, as file managers show. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`;
}

/** `frame 35`, `frames 35–59`. */
export const formatRange = ({ start, end }: { readonly start: number; readonly end: number }): string =>
  start === end ? formatCount(start) : `${formatCount(start)}–${formatCount(end)}`;

export const plural = (count: number, word: string): string =>
  `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;
