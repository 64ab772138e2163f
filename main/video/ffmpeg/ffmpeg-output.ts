import { basename } from 'node:path';
import type { FfmpegProgress } from './ffmpeg-program.ts';

/** What ffmpeg says, read by pure functions. */

/** Releases by the version of libavutil that came with them, newest first. */
const releases: readonly (readonly [major: number, minor: number, release: string])[] = [
  [60, 8, '8.0'],
  [59, 8, '7.0'],
  [58, 29, '6.1'],
  [58, 2, '6.0'],
  [57, 28, '5.1'],
  [57, 17, '5.0'],
];

/**
 * `5.1.9` of `ffmpeg version 5.1.9-0+deb12u1 Copyright …`; for a build between releases the one it follows, told by
 * its libraries. Null for another program.
 */
export function parseVersion(output: string): string | null {
  const stated = /^ffmpeg version (\S+)/m.exec(output)?.[1];
  if (!stated) return null;
  const release = /^n?(\d+(?:\.\d+)+)/.exec(stated)?.[1];
  if (release) return release;
  const [, major = '0', minor = '0'] = /^libavutil\s+(\d+)\.\s*(\d+)/m.exec(output) ?? [];
  const follows = releases.find(
    ([atMajor, atMinor]) =>
      Number(major) > atMajor || (Number(major) === atMajor && Number(minor) >= atMinor),
  );
  return follows?.[2] ?? '4.0';
}

/** True for this release and later ones. */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [stated = 0, second = 0] = version.split('.').map(Number);
  return stated > major || (stated === major && second >= minor);
}

/** Reads the lines of `-progress` as they come in pieces; gives a report for each complete block. */
export function createProgressParser(): (text: string) => readonly FfmpegProgress[] {
  let rest = '';
  let framesDone = 0;
  let timeSeconds = 0;
  let sizeBytes = 0;
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    const reports: FfmpegProgress[] = [];
    for (const line of lines) {
      const [key, value = ''] = line.trim().split('=', 2);
      const number = Number(value);
      if (key === 'frame' && Number.isFinite(number)) framesDone = number;
      // Microseconds, whatever the older name out_time_ms says; N/A before the first packet.
      if (key === 'out_time_us' && Number.isFinite(number)) timeSeconds = Math.max(0, number / 1e6);
      if (key === 'total_size' && Number.isFinite(number)) sizeBytes = number;
      if (key === 'progress') reports.push({ framesDone, timeSeconds, sizeBytes });
    }
    return reports;
  };
}

const meaningless =
  /^(Conversion failed!|Last message repeated|Error opening (input|output) files?\b|Error initializing the muxer)/;

/** ffmpeg's last meaningful line, without addresses of its parts and without folders. */
export function lastWords(complaints: string, args: readonly string[]): string {
  const lines = complaints
    .split(/[\r\n]+/)
    .map((line) =>
      withoutPaths(line, args)
        .replace(/^\[[^\]]* @ (0x)?[0-9a-f]+\]\s*/i, '')
        .trim(),
    )
    .filter((line) => line !== '' && !meaningless.test(line));
  return (lines.at(-1) ?? '').slice(0, 300).replace(/\.$/, '');
}

function withoutPaths(line: string, args: readonly string[]): string {
  let text = line;
  for (const arg of args) {
    const path = arg.replace(/^file:/, '');
    if (/[/\\]/.test(path)) text = text.replaceAll(arg, basename(path)).replaceAll(path, basename(path));
  }
  return text;
}

export const saysDiskFull = (complaints: string): boolean =>
  /No space left on device|not enough space on the disk|Disk quota exceeded|error -28\b/i.test(complaints);
