import { mkdir, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { VideoService } from '../video-service.ts';
import type { ExportClip } from './export-clip.ts';

export type FramePictures = {
  readonly video: VideoService;
  readonly clip: ExportClip;
  readonly frames: readonly number[];
  readonly format: 'png' | 'jpeg';
  /** The file for one frame, the folder for several. */
  readonly path: string;
  readonly signal: AbortSignal;
  readonly onPicture: (done: number, total: number) => void;
};

/** Writes frames as pictures, full display size, each named by its clip and number. */
export async function writeFramePictures(request: FramePictures): Promise<void> {
  const { video, clip, frames, format, path, signal, onPicture } = request;
  const [only] = frames;
  if (frames.length === 1 && only !== undefined) {
    const { bytes } = await video.picture(clip.reading, only, format, undefined, { signal });
    await writeFile(path, bytes, { flag: 'wx', flush: true });
    return onPicture(1, 1);
  }
  await mkdir(path);
  // Ascending, so that the clip is decoded once.
  const distinct = [...new Set(frames)].sort((a, b) => a - b);
  for (const [i, frame] of distinct.entries()) {
    const { bytes } = await video.picture(clip.reading, frame, format, undefined, { signal });
    await writeFile(join(path, pictureName(clip.name, frame, format)), bytes, { flag: 'wx', flush: true });
    onPicture(i + 1, distinct.length);
  }
}

/** `dive frame-000035.png` */
export const pictureName = (clipName: string, frame: number, format: 'png' | 'jpeg'): string =>
  `${parse(clipName).name} frame-${String(frame).padStart(6, '0')}.${format === 'png' ? 'png' : 'jpg'}`;
