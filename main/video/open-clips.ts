import { fileChanged } from './clip-errors.ts';
import type { ClipReader, OpenClip } from './clip-reader.ts';
import { type FileStamp, isSameStamp } from './file-stamp.ts';
import type { FrameCache } from './frame-cache.ts';
import { FrameQueue } from './frame-queue.ts';
import { SharedTask } from './shared-task.ts';

/** A clip with its index built, ready to give frames. */
export type OpenedClip = { readonly reader: ClipReader; readonly queue: FrameQueue };

type Entry = {
  readonly stamp: FileStamp;
  readonly opening: SharedTask<OpenedClip>;
  opened: OpenedClip | null;
};

export type OpenClipsParts = {
  readonly openClip: OpenClip;
  readonly readStamp: (path: string) => Promise<FileStamp>;
  readonly cache: FrameCache;
  /** Decoders and file handles kept; the clip unused for longest is closed, and opened anew when asked for. */
  readonly maxOpenClips: number;
};

/** The clips that are open, each opened once however many ask, and given up when its file is not the same any more. */
export class OpenClips {
  readonly #parts: OpenClipsParts;
  // Insertion order is order of use.
  readonly #entries = new Map<string, Entry>();

  constructor(parts: OpenClipsParts) {
    this.#parts = parts;
  }

  async get(path: string, signal: AbortSignal | undefined): Promise<OpenedClip> {
    const stamp = await this.#parts.readStamp(path).catch(async (error) => {
      await this.close(path);
      throw error;
    });
    const known = this.#entries.get(path);
    if (known && !isSameStamp(known.stamp, stamp)) {
      await this.close(path);
      throw fileChanged(path);
    }
    // All who asked for it have left: what comes of that opening is not for those who ask now.
    if (known?.opening.isAbandoned) await this.#dispose(path);
    const entry = this.#entries.get(path) ?? this.#open(path, stamp);
    this.#entries.delete(path);
    this.#entries.set(path, entry);
    const opened = await entry.opening.join(signal);
    await this.#closeLongestUnused();
    return opened;
  }

  #open(path: string, stamp: FileStamp): Entry {
    const opening = new SharedTask(async (signal) => {
      const reader = await this.#parts.openClip(path, { signal });
      const queue = new FrameQueue(reader, (frame) => this.#parts.cache.set(path, frame));
      return { reader, queue };
    });
    const entry: Entry = { stamp, opening, opened: null };
    opening.outcome.then(
      (opened) => {
        entry.opened = opened;
      },
      () => {
        if (this.#entries.get(path) === entry) this.#entries.delete(path);
      },
    );
    return entry;
  }

  async #closeLongestUnused(): Promise<void> {
    for (const [path, { opened }] of this.#entries) {
      if (this.#entries.size <= this.#parts.maxOpenClips) return;
      if (opened?.queue.isIdle) await this.#dispose(path);
    }
  }

  async close(path: string): Promise<void> {
    this.#parts.cache.forget(path);
    await this.#dispose(path);
    // A frame that was being decoded meanwhile is of no use any more either.
    this.#parts.cache.forget(path);
  }

  async #dispose(path: string): Promise<void> {
    const entry = this.#entries.get(path);
    if (!entry) return;
    this.#entries.delete(path);
    entry.opening.abandon();
    const opened = await entry.opening.outcome.catch(() => null);
    if (!opened) return;
    await opened.queue.stop();
    await opened.reader[Symbol.asyncDispose]();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((path) => this.close(path)));
  }
}
