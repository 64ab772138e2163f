import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import type { BurnIn, Frame } from '#common/domain/index.ts';
import { encodePicture } from '../encode-picture.ts';
import type { VideoService } from '../video-service.ts';
import type { ExportClip } from './export-clip.ts';
import { checkFont } from './font-check.ts';
import { openOverlayChain } from './picture-chain.ts';
import { writeScript } from './write-script.ts';

export type FramePictures = {
  readonly video: VideoService;
  readonly clip: ExportClip;
  readonly frames: readonly number[];
  readonly format: 'png' | 'jpeg';
  readonly burnIn: BurnIn | null;
  /** The file for one frame, the folder for several. */
  readonly path: string;
  readonly signal: AbortSignal;
  readonly onPicture: (done: number, total: number) => void;
};

/** Writes frames as pictures, full display size, each named by its clip and number. */
export async function writeFramePictures(request: FramePictures): Promise<void> {
  const { clip, frames, format, path, onPicture } = request;
  const [only] = frames;
  if (frames.length === 1 && only !== undefined) {
    await writeFile(path, await pictureOf(request, only), { flag: 'wx', flush: true });
    return onPicture(1, 1);
  }
  await mkdir(path);
  // Ascending, so that the clip is decoded once.
  const distinct = [...new Set(frames)].sort((a, b) => a - b);
  for (const [i, frame] of distinct.entries()) {
    const bytes = await pictureOf(request, frame);
    await writeFile(join(path, pictureName(clip.name, frame, format)), bytes, { flag: 'wx', flush: true });
    onPicture(i + 1, distinct.length);
  }
}

async function pictureOf(request: FramePictures, frame: number): Promise<Uint8Array> {
  const { video, clip, format, burnIn, signal } = request;
  if (!burnIn) return (await video.picture(clip.reading, frame, format, undefined, { signal })).bytes;
  const { width, height } = clip.info;
  const [picture] = await video.frames(clip.reading, [frame], { width, height }, { signal });
  if (!picture) throw new Error(`frame ${frame} did not come back`);
  return (await encodePicture(await drawnUpon(picture, clip, burnIn), format)).bytes;
}

async function drawnUpon(picture: Frame, clip: ExportClip, burnIn: BurnIn): Promise<Frame> {
  await checkFont();
  const folder = await mkdtemp(join(tmpdir(), 'deepsport-picture-'));
  try {
    const range = { start: picture.index, end: picture.index };
    const scriptPath = await writeScript({ burnIn, clip }, range, picture, folder);
    if (scriptPath === null) return picture;
    using chain = await openOverlayChain(picture, scriptPath);
    return { ...picture, pixels: await chain.draw(picture.pixels) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `dive frame-000035.png` */
export const pictureName = (clipName: string, frame: number, format: 'png' | 'jpeg'): string =>
  `${parse(clipName).name} frame-${String(frame).padStart(6, '0')}.${format === 'png' ? 'png' : 'jpg'}`;
