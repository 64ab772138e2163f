import { setPriority } from 'node:os';
import type { WorkerMethod } from '#main/platform/worker-server.ts';
import { createFfmpegProgram } from '../ffmpeg/create-ffmpeg-program.ts';
import { openMediabunnyClip } from '../mediabunny/open-clip.ts';
import type {
  ConversionSettings,
  ConversionWorkerEvent,
  ConversionWorkerInputs,
} from './conversion-messages.ts';
import type { Conversions } from './conversions.ts';
import { createLocalConversions } from './local-conversions.ts';

/** Conversions as a method of the worker for long work. */
export function conversionWorkerMethods(): Readonly<Record<keyof ConversionWorkerInputs, WorkerMethod>> {
  const byFolder = new Map<string, Conversions>();

  const conversionsFor = ({ folder, maxBytes, ffmpegPath }: ConversionSettings): Conversions => {
    const known = byFolder.get(folder);
    if (known) return known;
    lowerPriority();
    const env = ffmpegPath === null ? process.env : { ...process.env, DEEPSPORT_FFMPEG: ffmpegPath };
    const conversions = createLocalConversions({
      folder,
      maxBytes,
      openClip: openMediabunnyClip,
      findProgram: () => createFfmpegProgram({ env }),
    });
    byFolder.set(folder, conversions);
    return conversions;
  };

  return {
    convert: ({ path, videoTrack, settings }: ConversionWorkerInputs['convert'], { signal, emit }) =>
      conversionsFor(settings).convert(path, {
        videoTrack,
        signal,
        onStage: (progress) => emit(progress satisfies ConversionWorkerEvent),
      }),
  };
}

function lowerPriority(): void {
  try {
    setPriority(10);
  } catch {
    // It runs at normal priority then.
  }
}
