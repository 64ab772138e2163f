import { basename, dirname } from 'node:path';
import { isDeepSportError } from '#common/domain/index.ts';
import type { VideoService } from '#main/video/video-service.ts';
import { writeBarCodedFile } from '../support/bar-coded-file.ts';

const size = { width: 96, height: 64 };
/** Nobody waits longer than this for an answer, however broken the file is. */
const longestWaitMilliseconds = 10_000;

const frameCount = 40;
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '15', '-bf', '2', '-sc_threshold', '0'];
const hevc = [
  '-c:v',
  'libx265',
  '-preset',
  'ultrafast',
  '-x265-params',
  'keyint=15:bframes=2:log-level=none',
];
const recipes: readonly (readonly [string, readonly string[]])[] = [
  ['h264.mp4', h264],
  ['hevc.mp4', [...hevc, '-tag:v', 'hvc1']],
  ['vp9.webm', ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '15']],
  ['av1.mkv', ['-c:v', 'libaom-av1', '-cpu-used', '8', '-usage', 'realtime', '-g', '15']],
  ['h264.ts', h264],
  ['prores.mov', ['-c:v', 'prores_ks', '-profile:v', '0', '-pix_fmt', 'yuv422p10le']],
];

/** Small bar-coded files, one of each family of containers and codecs. */
export async function writeSmallFiles(pathOf: (name: string) => string): Promise<readonly string[]> {
  for (const [name, output] of recipes) {
    await writeBarCodedFile({ path: pathOf(name), frameCount, size: { width: 128, height: 96 }, output });
  }
  return recipes.map(([name]) => pathOf(name));
}

/**
 * Opens a broken file and asks for three frames, one by one. What is wrong with the answers, or null: pictures of
 * the size asked for and errors that a person can read are both right.
 */
export async function complaintAbout(
  video: VideoService,
  path: string,
  random: () => number,
): Promise<string | null> {
  const start = performance.now();
  const complaints: (string | null)[] = [];
  const opened = await video.probe(path).catch((error: unknown) => error);
  if (isClip(opened)) {
    for (let i = 0; i < 3; i++) {
      const index = Math.floor(random() * opened.frameCount);
      const answer = await video.frames(path, [index], size).then(
        ([frame]) =>
          frame?.pixels.length === size.width * size.height * 3 ? null : 'a picture of another size',
        (error: unknown) => whatIsWrongWith(error, path),
      );
      complaints.push(answer);
    }
  } else {
    complaints.push(whatIsWrongWith(opened, path));
  }
  await video.close(path);
  if (performance.now() - start > longestWaitMilliseconds) complaints.push('more than 10 seconds');
  const found = complaints.filter((complaint) => complaint !== null);
  return found.length === 0 ? null : `${basename(path)}: ${found.join('; ')}`;
}

const isClip = (value: unknown): value is { readonly frameCount: number } =>
  typeof value === 'object' && value !== null && 'frameCount' in value;

/** A command to copy may end a sentence; everything else ends with a full stop and names no place in the code or on the disk. */
function whatIsWrongWith(error: unknown, path: string): string | null {
  if (!isDeepSportError(error)) return `not an error for a person: ${String(error)}`;
  const { code, message } = error;
  const isSentence = /^[A-Z“”\w].*(\.|ffmpeg -i .+)$/.test(message) && !message.includes('\n');
  const isClean = !message.includes(dirname(path)) && !/\bat \S+:\d+|undefined|NaN/.test(message);
  return isSentence && isClean && code !== 'INTERNAL' ? null : `${code} “${message}”`;
}
