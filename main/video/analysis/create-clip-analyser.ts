import { join } from 'node:path';
import {
  type ClipAnalysis,
  DeepSportError,
  type StageProgress,
  throwIfCancelled,
} from '#common/domain/index.ts';
import { WorkerClient, type WorkerProcess } from '#main/platform/index.ts';
import { readingOf } from '../clip-reading.ts';
import { createContentIdentities } from '../content-identity.ts';
import { type FileStamp, readFileStamp } from '../file-stamp.ts';
import { SharedTask } from '../shared-task.ts';
import type { ClipSource, VideoOptions, VideoService } from '../video-service.ts';
import type { AnalysisProgress, AnalysisTask } from './analysis-messages.ts';
import { makeRoom, markUsed } from './analysis-shelf.ts';
import { type AnalysisState, dataPath, newState, readState } from './analysis-state.ts';
import type { ClipAnalyser } from './clip-analyser.ts';
import { readPart } from './read-part.ts';
import { shotsBetween } from './shots.ts';
import { filesAreWhole } from './verify-files.ts';

export type ClipAnalyserParts = {
  /** Starts a process whose entry is `main/video/media-worker.ts`. */
  readonly startWorker: () => WorkerProcess;
  /** Where analyses are kept, each in a folder named by the clip's content. */
  readonly folder: string;
  /** What all of them together may take; those unused for longest go first. */
  readonly maxBytes: number;
  /** Opens clips: tells how many frames there are and which file holds them. */
  readonly video: Pick<VideoService, 'probe' | 'playablePath'>;
};

/** Where a clip's analysis is kept, and what its file was like when it was named by its content. */
type Shelved = { readonly folder: string; readonly stamp: FileStamp };

type Running = {
  readonly task: SharedTask<void>;
  readonly listeners: Set<(progress: StageProgress) => void>;
  latest: StageProgress | null;
};

/** What a page reads; signatures serve the search for shots alone and are checked by the worker. */
const servedFiles = ['motion', 'thumbnails', 'thumbnail-index', 'waveform'] as const;

/** The analyser over worker processes, one at a time, each for one pass. */
export function createClipAnalyser(parts: ClipAnalyserParts): ClipAnalyser {
  const { startWorker, maxBytes, video } = parts;
  const identify = createContentIdentities();
  const running = new Map<string, Running>();
  /** What was found whole, by folder, so that each state of it is read through once. */
  const verified = new Map<string, AnalysisState['extents']>();
  let lastPass: Promise<unknown> = Promise.resolve();
  let closed = false;

  const shelved = async (source: ClipSource, signal: AbortSignal | undefined): Promise<Shelved> => {
    const { path, videoTrack } = readingOf(source);
    const { hash, stamp } = await identify(path, signal);
    return { stamp, folder: join(parts.folder, videoTrack === undefined ? hash : `${hash}-t${videoTrack}`) };
  };

  /** What is kept; null where nothing is, or nothing that can be trusted. */
  const stateOf = async (folder: string): Promise<AnalysisState | null> => {
    const state = await readState(folder);
    if (!state || running.has(folder)) return state;
    const known = verified.get(folder);
    if (known && JSON.stringify(known) === JSON.stringify(state.extents)) return state;
    if (!(await filesAreWhole(folder, state, servedFiles))) return null;
    verified.set(folder, state.extents);
    await markUsed(folder);
    return state;
  };

  const analysisOf = async (
    folder: string,
    source: ClipSource,
    options: VideoOptions | undefined,
  ): Promise<ClipAnalysis> => {
    const isRunning = running.get(folder)?.task.isAbandoned === false;
    const state = await stateOf(folder);
    if (state) return toAnalysis(state, state.done ? 'done' : isRunning ? 'running' : 'paused');
    const { frameCount } = await video.probe(source, options);
    return toAnalysis(newState(frameCount), isRunning ? 'running' : 'none');
  };

  const runPass = async (
    source: ClipSource,
    { folder, stamp }: Shelved,
    signal: AbortSignal,
    onProgress: (progress: AnalysisProgress) => void,
  ): Promise<void> => {
    const reading = readingOf(source);
    const path = await video.playablePath(source, { signal });
    const isConverted = path !== reading.path;
    const task: AnalysisTask = {
      path,
      // A converted file holds the one track that was asked for.
      videoTrack: isConverted ? undefined : reading.videoTrack,
      guarded: [
        { path: reading.path, stamp },
        ...(isConverted ? [{ path, stamp: await readFileStamp(path) }] : []),
      ],
      folder,
    };
    // A process for each pass: it gives its memory back, and ends at once when the pass is cancelled.
    await using worker = new WorkerClient('The analysis of the clip', startWorker);
    await worker.call('analyse', task, { signal, onEvent: onProgress });
  };

  const start = (source: ClipSource, shelf: Shelved): Running => {
    const listeners: Running['listeners'] = new Set();
    const previous = lastPass;
    const task = new SharedTask(async (signal) => {
      await previous;
      throwIfCancelled(signal);
      await runPass(source, shelf, signal, ({ framesDone, frameCount }) => {
        started.latest = { stage: 'Analysing', done: framesDone, total: frameCount };
        for (const listen of listeners) listen(started.latest);
      });
      await makeRoom(parts.folder, maxBytes, new Set(running.keys()));
    });
    const started: Running = { task, listeners, latest: null };
    running.set(shelf.folder, started);
    const end = () => {
      if (running.get(shelf.folder) === started) running.delete(shelf.folder);
    };
    lastPass = task.outcome.then(end, end);
    return started;
  };

  const checkOpen = () => {
    if (closed) throw new DeepSportError('WORKER_STOPPED', 'The analyser is closed.');
  };

  return {
    async analyse(source, options) {
      checkOpen();
      const shelf = await shelved(source, options?.signal);
      const { folder } = shelf;
      const known = await stateOf(folder);
      if (known?.done) return toAnalysis(known, 'done');
      checkOpen();
      const found = running.get(folder);
      const joined = found && !found.task.isAbandoned ? found : start(source, shelf);
      const listener = options?.onStage;
      if (listener) {
        joined.listeners.add(listener);
        if (joined.latest) listener(joined.latest);
      }
      try {
        await joined.task.join(options?.signal);
      } finally {
        if (listener) joined.listeners.delete(listener);
      }
      return analysisOf(folder, source, options);
    },

    async state(source, options) {
      const { folder } = await shelved(source, options?.signal);
      return analysisOf(folder, source, options);
    },

    async motion(source, options) {
      const { folder } = await shelved(source, options?.signal);
      const state = await stateOf(folder);
      if (!state)
        return { energy: new Float32Array(), frameCount: (await video.probe(source, options)).frameCount };
      const bytes = await readPart(dataPath(folder, 'motion'), 0, state.extents.motion.bytes);
      return { energy: new Float32Array(bytes.buffer), frameCount: state.frameCount };
    },

    async waveform(source, options) {
      const { folder } = await shelved(source, options?.signal);
      const state = await stateOf(folder);
      if (!state || state.waveformRate === null) return null;
      const bytes = await readPart(dataPath(folder, 'waveform'), 0, state.extents.waveform.bytes);
      return { rate: state.waveformRate, peaks: new Int8Array(bytes.buffer) };
    },

    async thumbnail(source, index, options) {
      const { folder } = await shelved(source, options?.signal);
      const state = await stateOf(folder);
      if (!state || index < 0 || index >= state.framesDone || index % state.thumbnailStride !== 0)
        return null;
      const place = 8 * (index / state.thumbnailStride);
      const entry = new Uint32Array((await readPart(dataPath(folder, 'thumbnail-index'), place, 8)).buffer);
      const [at = 0, length = 0] = entry;
      return length === 0 ? null : readPart(dataPath(folder, 'thumbnails'), at, length);
    },

    async [Symbol.asyncDispose]() {
      closed = true;
      const tasks = [...running.values()].map(({ task }) => task);
      for (const task of tasks) task.abandon();
      await Promise.allSettled(tasks.map((task) => task.outcome));
    },
  };
}

function toAnalysis(state: AnalysisState, status: ClipAnalysis['status']): ClipAnalysis {
  const { framesDone, frameCount, search, thumbnailStride, waveformRate } = state;
  const { transitions } = search;
  const shots = shotsBetween(transitions, framesDone);
  return { status, framesDone, frameCount, shots, transitions, thumbnailStride, waveformRate };
}
