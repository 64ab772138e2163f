import { statfs } from 'node:fs/promises';
import { DeepSportError, type StageProgress, throwIfCancelled } from '#common/domain/index.ts';
import { fileChanged } from '../clip-errors.ts';
import type { OpenClip } from '../clip-reader.ts';
import { readingKey } from '../clip-reading.ts';
import type { FfmpegProgram } from '../ffmpeg/ffmpeg-program.ts';
import { isSameStamp, readFileStamp } from '../file-stamp.ts';
import { SharedTask } from '../shared-task.ts';
import { ConversionFolder } from './conversion-folder.ts';
import { createConversionNames } from './conversion-names.ts';
import type { Conversions, ConvertedClip } from './conversions.ts';
import { convertFile } from './convert-file.ts';

export type LocalConversionsParts = {
  readonly folder: string;
  /** What all conversions together may take; those unused for longest go first. */
  readonly maxBytes: number;
  readonly openClip: OpenClip;
  readonly findProgram: () => Promise<FfmpegProgram>;
  readonly freeBytes?: () => Promise<number>;
};

type Running = {
  readonly task: SharedTask<ConvertedClip>;
  readonly listeners: Set<(progress: StageProgress) => void>;
};

/** The conversions in this process; the worker serves them, tests may call them directly. */
export function createLocalConversions(parts: LocalConversionsParts): Conversions {
  const { folder, maxBytes, openClip, findProgram, freeBytes = () => freeBytesIn(folder) } = parts;
  const store = new ConversionFolder(folder);
  const identify = createConversionNames();
  const running = new Map<string, Running>();
  let tidied: Promise<void> | null = null;
  let closed = false;

  const work = async (
    path: string,
    videoTrack: number | undefined,
    signal: AbortSignal,
    onStage: (progress: StageProgress) => void,
  ): Promise<ConvertedClip> => {
    tidied ??= store.removeLeftOvers();
    await tidied;
    const { name, stamp } = await identify(path, videoTrack, signal);
    const known = await store.find(name);
    if (known) return known;
    const partial = await store.newPartial();
    try {
      const { clip, fileName, map } = await convertFile(
        { openClip, findProgram, freeBytes },
        { path, sizeBytes: stamp.sizeBytes, videoTrack, signal, onStage },
        partial,
      );
      if (!isSameStamp(stamp, await readFileStamp(path))) throw fileChanged(path);
      throwIfCancelled(signal);
      const converted = await store.publish(name, partial, clip, fileName, map);
      await store.makeRoom(maxBytes, name);
      return converted;
    } finally {
      await store.remove(partial);
    }
  };

  const start = (key: string, path: string, videoTrack: number | undefined): Running => {
    const listeners: Running['listeners'] = new Set();
    const task = new SharedTask((signal) =>
      work(path, videoTrack, signal, (progress) => {
        for (const listen of listeners) listen(progress);
      }),
    );
    const entry = { task, listeners };
    running.set(key, entry);
    const forget = () => {
      if (running.get(key) === entry) running.delete(key);
    };
    task.outcome.then(forget, forget);
    return entry;
  };

  return {
    async find(path, { videoTrack, signal } = {}) {
      const { name } = await identify(path, videoTrack, signal);
      return store.find(name);
    },

    async convert(path, { videoTrack, signal, onStage } = {}) {
      if (closed) throw new DeepSportError('WORKER_STOPPED', 'The conversion of clips is closed.');
      const key = readingKey({ path, videoTrack });
      const known = running.get(key);
      const entry = known && !known.task.isAbandoned ? known : start(key, path, videoTrack);
      if (onStage) entry.listeners.add(onStage);
      try {
        return await entry.task.join(signal);
      } finally {
        if (onStage) entry.listeners.delete(onStage);
        // Whoever leaves last leaves no process and no file behind.
        if (entry.task.isAbandoned) await entry.task.outcome.catch(() => {});
      }
    },

    async [Symbol.asyncDispose]() {
      closed = true;
      const tasks = [...running.values()].map(({ task }) => task);
      for (const task of tasks) task.abandon();
      await Promise.allSettled(tasks.map((task) => task.outcome));
    },
  };
}

async function freeBytesIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
