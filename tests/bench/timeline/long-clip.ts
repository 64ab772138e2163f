import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

export const frameRate = 50;
export const frameCount = 2 * 60 * 60 * frameRate;

/** Two hours of moving patterns at 50 frames a second, made once by ffmpeg: one minute over and over. */
export function longClip(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'two-hours-50fps.mp4');
  if (existsSync(path)) return path;
  const minute = join(folder, 'minute-50fps.mp4');
  const source = `testsrc2=size=320x180:rate=${frameRate}:duration=60`;
  ffmpeg([
    '-f',
    'lavfi',
    '-i',
    source,
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-g',
    '50',
    '-bf',
    '0',
    '-pix_fmt',
    'yuv420p',
    minute,
  ]);
  // Under another name first, so that an interrupted run leaves no half clip behind.
  const partial = join(folder, 'partial.mp4');
  ffmpeg(['-stream_loop', '119', '-i', minute, '-c', 'copy', partial]);
  renameSync(partial, path);
  return path;
}

function ffmpeg(args: readonly string[]): void {
  const { status, error } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0)
    throw new Error('ffmpeg could not make the clip; it has to be on PATH.', { cause: error });
}
