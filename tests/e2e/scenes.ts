import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFfmpeg } from '../video/support/ffmpeg.ts';

/** Scenes that nobody takes for one another, each with something moving. */
const pictures = ['testsrc2', 'mandelbrot', 'rgbtestsrc', 'smptehdbars'] as const;

export type ScenesOptions = {
  readonly seconds: readonly number[];
  readonly size?: string;
};

/** A clip of scenes with hard cuts between them, 25 frames a second, a key frame each second, a beeping sound. */
export async function makeScenes({ seconds, size = '320x180' }: ScenesOptions): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'deepsport-scenes-'));
  try {
    const total = seconds.reduce((sum, each) => sum + each, 0);
    const inputs = seconds.flatMap((each, at) => [
      '-f',
      'lavfi',
      '-t',
      String(each),
      '-i',
      `${pictures[at % pictures.length]}=size=${size}:rate=25`,
    ]);
    const joined = seconds.map((_, at) => `[${at}:v]setsar=1,format=yuv420p[v${at}]`).join(';');
    const concat = `${seconds.map((_, at) => `[v${at}]`).join('')}concat=n=${seconds.length}[v]`;
    const path = join(folder, 'scenes.mp4');
    await runFfmpeg([
      ...inputs,
      ...['-f', 'lavfi', '-t', String(total), '-i', 'sine=frequency=500:beep_factor=4'],
      ...['-filter_complex', `${joined};${concat}`, '-map', '[v]', '-map', `${seconds.length}:a`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '32', '-g', '25', '-c:a', 'aac', path],
    ]);
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
