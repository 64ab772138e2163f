import { writeFile } from 'node:fs/promises';
import type { StageProgress, Stroboscope } from '#common/domain/index.ts';
import { encodePng } from '#main/platform/index.ts';
import type { ExportClip } from '../export/export-clip.ts';
import type { ExportWorkerResult } from '../export/export-worker-messages.ts';
import type { VideoService } from '../video-service.ts';
import { buildPicture } from './build-picture.ts';
import { openScene } from './open-scene.ts';
import { withPngText } from './png-text.ts';

export type StroboscopeFile = {
  readonly video: VideoService;
  readonly clip: ExportClip;
  readonly choice: Stroboscope;
  readonly path: string;
  readonly signal: AbortSignal;
  readonly onStage: (progress: StageProgress) => void;
};

/** Writes the picture at the clip's size as PNG, which says its frames and times itself. */
export async function writeStroboscope(file: StroboscopeFile): Promise<ExportWorkerResult> {
  const { video, clip, choice, path, signal, onStage } = file;
  const { range, frames } = choice;
  const { width, height } = clip.info;
  const source = { video, reading: clip.reading, clipSize: { width, height }, range };
  const scene = await openScene(source, { signal, onStage });
  const picture = await buildPicture(scene, source, choice, 'full', { signal, onStage });
  onStage({ stage: 'Writing the picture', done: 0, total: 1 });
  const seconds = frames.map((frame) => (clip.timestampsSeconds[frame] ?? 0) * clip.timeScale);
  const moments = frames.map((frame, at) => `${frame} (${(seconds[at] ?? 0).toFixed(3)} s)`).join(', ');
  const png = withPngText(await encodePng(picture.pixels, picture), {
    Title: `Stroboscopic picture of ${clip.name}`,
    Source: clip.name,
    Description: `Frames ${moments} over the still scene of frames ${range.start}–${range.end}.`,
    Frames: frames.join(' '),
    Seconds: seconds.map((each) => each.toFixed(6)).join(' '),
  });
  await writeFile(path, png, { flag: 'wx', flush: true });
  const note = [`Frames ${moments}.`, picture.note].filter((sentence) => sentence !== '').join(' ');
  return { frameCount: frames.length, note };
}
