import { checkStroboscope, type Frame } from '#common/domain/index.ts';
import type { WorkerMethod } from '#main/platform/worker-server.ts';
import { readingKey } from '../clip-reading.ts';
import { encodePicture } from '../encode-picture.ts';
import { checkIndices } from '../frame-request.ts';
import { createLocalVideoService } from '../local-video-service.ts';
import { openMediabunnyClip } from '../mediabunny/open-clip.ts';
import { SharedTask } from '../shared-task.ts';
import type { VideoService } from '../video-service.ts';
import { buildPicture } from './build-picture.ts';
import type { Figure } from './find-figure.ts';
import { type OpenScene, openScene, type SceneSource } from './open-scene.ts';
import type { StroboscopePreview, StroboscopeWorkerInputs } from './stroboscope-messages.ts';

const cacheBytes = 96 * 2 ** 20;
/** Figures found in one scene that are kept for other choices of moments. */
const keptFigures = 40;

type Kept = {
  readonly key: string;
  readonly source: SceneSource;
  readonly task: SharedTask<OpenScene>;
  readonly figures: Map<number, Figure>;
};

/** The preview of a stroboscopic picture as a method of the worker; the scene of the last range is kept. */
export function stroboscopeWorkerMethods(): Readonly<Record<keyof StroboscopeWorkerInputs, WorkerMethod>> {
  let service: VideoService | null = null;
  let kept: Kept | null = null;

  const sceneOf = async (input: StroboscopeWorkerInputs['previewStroboscope'], signal: AbortSignal) => {
    const { reading, choice } = input;
    service ??= createLocalVideoService({ openClip: openMediabunnyClip, cacheBytes });
    const video = service;
    const { width, height, frameCount } = await video.probe(reading, { signal });
    checkIndices([choice.range.start, choice.range.end], frameCount);
    checkStroboscope(choice);
    const key = `${readingKey(reading)} ${choice.range.start} ${choice.range.end}`;
    if (kept?.key === key && !kept.task.isAbandoned) return kept;
    kept?.task.abandon();
    const source: SceneSource = { video, reading, clipSize: { width, height }, range: choice.range };
    const opened: Kept = {
      key,
      source,
      figures: new Map(),
      task: new SharedTask((inner) => openScene(source, { signal: inner })),
    };
    kept = opened;
    opened.task.outcome.catch(() => {
      if (kept === opened) kept = null;
    });
    return opened;
  };

  return {
    async previewStroboscope(
      input: StroboscopeWorkerInputs['previewStroboscope'],
      { signal },
    ): Promise<StroboscopePreview> {
      const { task, source, figures } = await sceneOf(input, signal);
      const scene = await task.join(signal);
      const picture = await buildPicture(scene, source, input.choice, 'preview', { signal, figures });
      for (const frame of figures.keys()) {
        if (figures.size <= keptFigures) break;
        if (!input.choice.frames.includes(frame)) figures.delete(frame);
      }
      const { width, height, note } = picture;
      const encoded = await encodePicture(
        picture as Pick<Frame, 'pixels' | 'width' | 'height'> as Frame,
        'jpeg',
      );
      return { ...encoded, width, height, note };
    },
  };
}
