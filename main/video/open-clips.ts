import type { StageProgress } from '#common/domain/index.ts';
import { fileChanged } from './clip-errors.ts';
import type { OpenClip, OpenedClipReader } from './clip-reader.ts';
import { isKeyOf, readingKey } from './clip-reading.ts';
import { type FileStamp, isSameStamp } from './file-stamp.ts';
import type { FrameCache } from './frame-cache.ts';
import { FrameQueue } from './frame-queue.ts';
import { SharedTask } from './shared-task.ts';
import type { ClipReading, OpenOptions } from './video-service.ts';

/** A clip with its index built, ready to give frames. */
export type OpenedClip = {
  readonly reader: OpenedClipReader;
  readonly queue: FrameQueue;
  /** Under which its frames are kept, in the file's own seconds. */
  readonly key: string;
};

type Entry = {
  readonly stamp: FileStamp;
  readonly opening: SharedTask<OpenedClip>;
  readonly stageListeners: Set<(progress: StageProgress) => void>;
  opened: OpenedClip | null;
};

export type OpenClipsParts = {
  readonly openClip: OpenClip;
  readonly readStamp: (path: string) => Promise<FileStamp>;
  readonly cache: FrameCache;
  /** Decoders and file handles kept; the clip unused for longest is closed, and opened anew when asked for. */
  readonly maxOpenClips: number;
};

/**
 * The clips that are open, by file and track, each opened once however many ask, and given up when the file is not
 * the same any more. A capture rate changes no frame, so all rates share one.
 */
export class OpenClips {
  readonly #parts: OpenClipsParts;
  // Insertion order is order of use.
  readonly #entries = new Map<string, Entry>();

  constructor(parts: OpenClipsParts) {
    this.#parts = parts;
  }

  async get({ path, videoTrack }: ClipReading, { signal, onStage }: OpenOptions): Promise<OpenedClip> {
    const stamp = await this.#parts.readStamp(path).catch(async (error) => {
      await this.close(path);
      throw error;
    });
    const key = readingKey({ path, videoTrack });
    const known = this.#entries.get(key);
    if (known && !isSameStamp(known.stamp, stamp)) {
      await this.close(path);
      throw fileChanged(path);
    }
    // All who asked for it have left: what comes of that opening is not for those who ask now.
    if (known?.opening.isAbandoned) await this.#dispose(key);
    const entry = this.#entries.get(key) ?? this.#open(key, path, videoTrack, stamp);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (onStage) entry.stageListeners.add(onStage);
    try {
      return await entry.opening.join(signal);
    } finally {
      if (onStage) entry.stageListeners.delete(onStage);
      await this.#closeLongestUnused();
    }
  }

  #open(key: string, path: string, videoTrack: number | undefined, stamp: FileStamp): Entry {
    const stageListeners: Entry['stageListeners'] = new Set();
    const onStage = (progress: StageProgress) => {
      for (const listen of stageListeners) listen(progress);
    };
    const opening = new SharedTask(async (signal) => {
      const reader = await this.#parts.openClip(path, { videoTrack, signal, onStage });
      const queue = new FrameQueue(reader, (frame) => this.#parts.cache.set(key, frame));
      return { reader, queue, key };
    });
    const entry: Entry = { stamp, opening, stageListeners, opened: null };
    opening.outcome.then(
      (opened) => {
        entry.opened = opened;
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    return entry;
  }

  async #closeLongestUnused(): Promise<void> {
    for (const [key, { opened }] of this.#entries) {
      if (this.#entries.size <= this.#parts.maxOpenClips) return;
      if (opened?.queue.isIdle && opened.reader.isIdle) await this.#dispose(key);
    }
  }

  async close(path: string): Promise<void> {
    this.#parts.cache.forget(path);
    const keys = [...this.#entries.keys()].filter((key) => isKeyOf(key, path));
    await Promise.all(keys.map((key) => this.#dispose(key)));
    // A frame that was being decoded meanwhile is of no use any more either.
    this.#parts.cache.forget(path);
  }

  async #dispose(key: string): Promise<void> {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    entry.opening.abandon();
    const opened = await entry.opening.outcome.catch(() => null);
    if (!opened) return;
    await opened.queue.stop();
    await opened.reader[Symbol.asyncDispose]();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((key) => this.#dispose(key)));
  }
}
