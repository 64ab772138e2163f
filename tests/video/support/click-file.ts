import { join } from 'node:path';
import { runFfmpeg } from './ffmpeg.ts';

/** Frames of a click file, 30 per second, at which a click of 2 ms sounds: at 1, 2 and 3 s. */
export const clickFrames = [30, 60, 90];

/** Writes a clip of 4 s with a click at the moment of each of `clickFrames`, in this container and codec. */
export async function makeClickFile(
  folder: string,
  name: string,
  output: readonly string[],
): Promise<string> {
  const path = join(folder, name);
  const clicks = '0.8*sin(2*PI*3000*t)*between(mod(t,1),0,0.002)*gte(t,0.5)';
  const picture = name.endsWith('.webm')
    ? ['-c:v', 'libvpx', '-b:v', '200k']
    : ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2'];
  await runFfmpeg([
    ...['-f', 'lavfi', '-i', 'testsrc=s=128x96:r=30:d=4'],
    ...['-f', 'lavfi', '-i', `aevalsrc='${clicks}':s=48000:d=4`],
    ...picture,
    ...output,
    path,
  ]);
  return path;
}
