import type { Frame, Size } from '#common/domain/index.ts';

/** What a frame costs beside its pixels, roughly. */
const overheadBytes = 512;

/** Frames lately asked for, by clip, number and size, within a bound of bytes; the least lately used leave first. */
export class FrameCache {
  // Insertion order is order of use: a hit is put back at the end.
  readonly #frames = new Map<string, Frame>();
  readonly #capacityBytes: number;
  #usedBytes = 0;

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  get(path: string, index: number, size: Size): Frame | undefined {
    const key = keyOf(path, index, size);
    const frame = this.#frames.get(key);
    if (!frame) return undefined;
    this.#frames.delete(key);
    this.#frames.set(key, frame);
    return frame;
  }

  set(path: string, frame: Frame): void {
    const key = keyOf(path, frame.index, frame);
    this.#remove(key);
    this.#frames.set(key, frame);
    this.#usedBytes += costOf(frame);
    for (const oldest of this.#frames.keys()) {
      if (this.#usedBytes <= this.#capacityBytes) break;
      this.#remove(oldest);
    }
  }

  forget(path: string): void {
    for (const key of this.#frames.keys()) if (key.startsWith(`${path}\0`)) this.#remove(key);
  }

  clear(): void {
    this.#frames.clear();
    this.#usedBytes = 0;
  }

  #remove(key: string): void {
    const frame = this.#frames.get(key);
    if (!frame) return;
    this.#frames.delete(key);
    this.#usedBytes -= costOf(frame);
  }
}

const keyOf = (path: string, index: number, { width, height }: Size) =>
  `${path}\0${index}@${width}x${height}`;

const costOf = (frame: Frame) => frame.pixels.byteLength + overheadBytes;
