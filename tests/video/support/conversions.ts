import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { forkWorker, type WorkerProcess } from '#main/platform/index.ts';
import type { Conversions } from '#main/video/conversion/conversions.ts';
import { createConvertingVideoService } from '#main/video/conversion/converting-video-service.ts';
import { createConversions } from '#main/video/conversion/create-conversions.ts';
import {
  createLocalConversions,
  type LocalConversionsParts,
} from '#main/video/conversion/local-conversions.ts';
import { createFfmpegProgram } from '#main/video/ffmpeg/create-ffmpeg-program.ts';
import { openMediabunnyClip } from '#main/video/mediabunny/open-clip.ts';
import type { VideoService } from '#main/video/video-service.ts';
import { createLocal } from './services.ts';

const mediaWorkerEntry = resolve(import.meta.dirname, '../../../main/video/media-worker.ts');

/** Conversions in this process. */
export const localConversions = (folder: string, parts: Partial<LocalConversionsParts> = {}): Conversions =>
  createLocalConversions({
    folder,
    maxBytes: 2 ** 40,
    openClip: openMediabunnyClip,
    findProgram: () => createFfmpegProgram(),
    ...parts,
  });

/** Conversions in a worker process of their own. */
export const workerConversions = (
  folder: string,
  started: (worker: WorkerProcess) => void = () => {},
): Conversions =>
  createConversions({
    startWorker: () => {
      const worker = forkWorker(mediaWorkerEntry);
      started(worker);
      return worker;
    },
    folder,
    maxBytes: 2 ** 40,
  });

/** The service that opens everything, with both parts in this process. */
export const createConverting = (folder: string): VideoService =>
  createConvertingVideoService({ video: createLocal(), conversions: localConversions(folder) });

/** What lies in the folder of conversions; empty where there is none. */
export const conversionsIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);
