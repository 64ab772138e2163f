import { basename, resolve } from 'node:path';
import {
  cancelled,
  checkStroboscope,
  type FrameRange,
  isDeepSportError,
  stackBounds,
  throwIfCancelled,
} from '#common/domain/index.ts';
import { WorkerClient, type WorkerProcess } from '#main/platform/index.ts';
import { fileChanged } from '../clip-errors.ts';
import { readingOf, withAbsolutePath } from '../clip-reading.ts';
import { type FileStamp, isSameStamp, readFileStamp } from '../file-stamp.ts';
import { checkIndices } from '../frame-request.ts';
import { targetNoPng } from '../stroboscope/stroboscope-errors.ts';
import type { ClipSource, VideoService } from '../video-service.ts';
import type { ClipExporter, ExportOptions, ExportTask } from './clip-exporter.ts';
import { checkHolds, containerOf } from './containers.ts';
import { estimateBytes, type ProbedClip } from './estimate-bytes.ts';
import { rangeReversed, reelEmpty, stackCount, syncOutside } from './export-errors.ts';
import type { ExportJob, ExportWork, ExportWorkerResult } from './export-worker-messages.ts';
import { checkSpace, type FreeBytes, freeBytesAt } from './free-space.ts';
import { suggestedName } from './suggested-name.ts';
import { openTarget } from './target-file.ts';

export type ClipExporterParts = {
  /** Starts a process whose entry is `main/video/media-worker.ts`. */
  readonly startWorker: () => WorkerProcess;
  readonly video: Pick<VideoService, 'probe' | 'playablePath'>;
  /** Bytes free in a folder. */
  readonly freeBytes?: FreeBytes;
};

/** A worker that has not let go of a cancelled export by then is ended. */
const patienceMilliseconds = 700;

/** Exports by a worker process of its own for each, so that one that crashes or hangs takes nothing with it. */
export function createClipExporter({
  startWorker,
  video,
  freeBytes = freeBytesAt,
}: ClipExporterParts): ClipExporter {
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();

  const run = async (task: ExportTask, target: string, { signal, onStage }: Required<ExportOptions>) => {
    throwIfCancelled(signal);
    const sources = sourcesOf(task);
    checkTask(task, target);
    const clips: ProbedClip[] = [];
    for (const source of sources)
      clips.push({ source, info: await video.probe(source, { signal, onStage }) });
    checkFrames(task, clips);
    if (task.kind === 'clip' && task.cut !== 'exact' && !task.burnIn && clips[0]) {
      checkHolds(containerOf(target), clips[0].info.codec);
    }
    const inputs = await Promise.all(
      sources.map(async (source) => {
        const { path, videoTrack, captureRate } = withAbsolutePath(readingOf(source));
        const playable = resolve(await video.playablePath(source, { signal }));
        // What a file was converted to holds the one track that was asked for.
        const track = playable === path ? videoTrack : undefined;
        return { path: playable, videoTrack: track, captureRate, originalPath: path };
      }),
    );
    const files = [...new Set(inputs.flatMap(({ path, originalPath }) => [path, originalPath]))];
    const stamps = await readStamps(files);
    const isFolder = task.kind === 'frames' && task.frames.length > 1;
    await using place = await openTarget(target, { sources: files, isFolder });
    checkSpace(estimateBytes(task, clips), await freeBytes(place.folder));
    const job: ExportJob = {
      id: 'export',
      work: workOf(task, sources),
      clips: inputs,
      partPath: place.partPath,
      targetName: target,
    };
    const result = await callWorker(startWorker, job, { signal, onStage });
    await checkUnchanged(stamps);
    throwIfCancelled(signal);
    return { ...result, ...(await place.commit()) };
  };

  return {
    async export(task, target, options = {}) {
      const signals = [closing.signal, ...(options.signal ? [options.signal] : [])];
      const work = run(task, target, {
        signal: AbortSignal.any(signals),
        onStage: options.onStage ?? (() => {}),
      });
      running.add(work);
      try {
        return await work;
      } finally {
        running.delete(work);
      }
    },
    suggestedName,
    async [Symbol.asyncDispose]() {
      closing.abort();
      await Promise.allSettled(running);
    },
  };
}

/** Runs the job in a fresh worker and ends only when nothing of it holds the file any more. */
async function callWorker(
  startWorker: () => WorkerProcess,
  job: ExportJob,
  { signal, onStage }: Required<ExportOptions>,
): Promise<ExportWorkerResult> {
  await using worker = new WorkerClient('The exporter', startWorker);
  let patience: NodeJS.Timeout | undefined;
  const outOfPatience = Promise.withResolvers<never>();
  const abort = () => {
    worker.call('cancelExport', { id: job.id }).catch(() => {});
    patience = setTimeout(() => outOfPatience.reject(cancelled()), patienceMilliseconds);
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const call = worker.call('runExport', job, { onEvent: onStage });
    return (await Promise.race([call, outOfPatience.promise])) as ExportWorkerResult;
  } catch (error) {
    throw signal?.aborted ? cancelled() : error;
  } finally {
    clearTimeout(patience);
    signal?.removeEventListener('abort', abort);
  }
}

function sourcesOf(task: ExportTask): readonly ClipSource[] {
  const all = 'parts' in task ? task.parts.map(({ source }) => source) : [task.source];
  return all.filter((source, i) => all.findIndex((other) => isSameReading(other, source)) === i);
}

function isSameReading(a: ClipSource, b: ClipSource): boolean {
  const [left, right] = [readingOf(a), readingOf(b)];
  return (
    left.path === right.path && left.videoTrack === right.videoTrack && left.captureRate === right.captureRate
  );
}

function workOf(task: ExportTask, sources: readonly ClipSource[]): ExportWork {
  switch (task.kind) {
    case 'clip': {
      const { kind, range, cut, sound, burnIn } = task;
      return { kind, range, cut, sound, burnIn };
    }
    case 'frames': {
      const { kind, frames, format, burnIn } = task;
      return { kind, frames, format, burnIn };
    }
    case 'reel': {
      const { kind, sound } = task;
      const parts = task.parts.map(({ source, range, burnIn }) => ({
        clip: sources.findIndex((other) => isSameReading(other, source)),
        range,
        burnIn,
      }));
      return { kind, parts, sound };
    }
    case 'stack': {
      const { kind, sound } = task;
      const parts = task.parts.map(({ source, ...part }) => ({
        ...part,
        clip: sources.findIndex((other) => isSameReading(other, source)),
      }));
      return { kind, parts, sound };
    }
    case 'stroboscope':
      return { kind: task.kind, choice: task.choice };
  }
}

/** What can be said before any clip is opened. */
function checkTask(task: ExportTask, target: string): void {
  if (task.kind === 'frames') return;
  if (task.kind === 'stroboscope') {
    if (!target.toLowerCase().endsWith('.png')) throw targetNoPng(basename(target));
    checkStroboscope(task.choice);
    return;
  }
  if (task.kind === 'reel' && task.parts.length === 0) throw reelEmpty();
  if (task.kind === 'stack') {
    const { length } = task.parts;
    if (length < stackBounds.least || length > stackBounds.most) throw stackCount(length);
  }
  containerOf(target);
}

function checkFrames(task: ExportTask, clips: readonly ProbedClip[]): void {
  const countOf = (source: ClipSource) =>
    clips.find((clip) => isSameReading(clip.source, source))?.info.frameCount ?? 0;
  const checkRange = ({ start, end }: FrameRange, source: ClipSource) => {
    checkIndices([start, end], countOf(source));
    if (end < start) throw rangeReversed(start, end);
  };
  if (task.kind === 'clip') checkRange(task.range, task.source);
  if (task.kind === 'frames') checkIndices(task.frames, countOf(task.source));
  if (task.kind === 'stroboscope') checkRange(task.choice.range, task.source);
  if (!('parts' in task)) return;
  for (const { source, range } of task.parts) checkRange(range, source);
  if (task.kind !== 'stack') return;
  for (const { range, syncFrame } of task.parts) {
    if (syncFrame < range.start || syncFrame > range.end) throw syncOutside(syncFrame, range);
  }
}

type Stamps = ReadonlyMap<string, FileStamp>;

const readStamps = async (paths: readonly string[]): Promise<Stamps> =>
  new Map(await Promise.all(paths.map(async (path) => [path, await readFileStamp(path)] as const)));

/** A source that was replaced meanwhile gave frames of two files. */
async function checkUnchanged(stamps: Stamps): Promise<void> {
  for (const [path, stamp] of stamps) {
    const now = await readFileStamp(path).catch((error) => {
      if (isDeepSportError(error) && error.code === 'FILE_EMPTY') return null;
      throw error;
    });
    if (!now || !isSameStamp(stamp, now)) throw fileChanged(path);
  }
}
