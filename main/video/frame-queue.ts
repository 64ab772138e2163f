import { hash } from 'node:crypto';
import { cancelled, type Frame, type Size, toDeepSportError } from '#common/domain/index.ts';
import type { ClipReader } from './clip-reader.ts';

/**
 * Who steps back through a clip frame by frame would pay for a run from the key frame each time. A step back
 * brings frames before it along: as many as fit into what the worker keeps, so that fewer than one step in twenty
 * has to wait at the size of a viewer.
 */
const mostBroughtAlong = 32;
const broughtAlongBytes = 40 * 2 ** 20;
/** A step back from where the frames brought along end is a step too. */
const backwardReach = mostBroughtAlong + 8;

/** `look` goes before `thumbnail`, of which a page asks hundreds at a time. */
export type FramePriority = 'look' | 'thumbnail';

export type FrameWish = {
  readonly index: number;
  readonly size: Size;
  readonly priority: FramePriority;
  readonly signal: AbortSignal | undefined;
};

type Waiter = FrameWish & {
  readonly resolve: (frame: Frame) => void;
  readonly reject: (error: Error) => void;
};

/**
 * Serves the wishes of one clip in forward passes: always the next wished frame ahead of the decoder, then from
 * the lowest again. Wishes that arrive meanwhile join the pass, so scattered requests cost one decoding.
 */
export class FrameQueue {
  readonly #reader: ClipReader;
  readonly #onFrame: (frame: Frame) => void;
  readonly #waiters = new Set<Waiter>();
  #running: Promise<void> | null = null;
  #stopped = false;
  #lastServed = -1;

  constructor(reader: ClipReader, onFrame: (frame: Frame) => void) {
    this.#reader = reader;
    this.#onFrame = onFrame;
  }

  get isIdle(): boolean {
    return this.#running === null;
  }

  request(wish: FrameWish): Promise<Frame> {
    return new Promise((resolve, reject) => {
      if (this.#stopped || wish.signal?.aborted) {
        reject(cancelled());
        return;
      }
      const abort = () => waiter.reject(cancelled());
      const leave = () => {
        this.#waiters.delete(waiter);
        wish.signal?.removeEventListener('abort', abort);
      };
      const waiter: Waiter = {
        ...wish,
        resolve: (frame) => {
          leave();
          resolve(frame);
        },
        reject: (error) => {
          leave();
          reject(error);
        },
      };
      wish.signal?.addEventListener('abort', abort, { once: true });
      this.#waiters.add(waiter);
      this.#running ??= this.#run();
    });
  }

  /** Fails all wishes with CANCELLED and returns once the reader is at rest. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const waiter of this.#waiters) waiter.reject(cancelled());
    await this.#running;
  }

  async #run(): Promise<void> {
    // Wishes made in the same turn are seen together before the first one is chosen.
    await Promise.resolve();
    for (let index = this.#choose(); index !== null; index = this.#choose()) await this.#serve(index);
    this.#running = null;
  }

  #choose(): number | null {
    const position = this.#reader.position;
    let best: Waiter | null = null;
    for (const waiter of this.#waiters) if (!best || comesBefore(waiter, best, position)) best = waiter;
    return best?.index ?? null;
  }

  async #serve(index: number): Promise<void> {
    const waitersHere = () => [...this.#waiters].filter((waiter) => waiter.index === index);
    const sizes = distinctSizes(waitersHere());
    const stillWanted = () => {
      for (const waiter of this.#waiters) if (waiter.index === index) return true;
      return false;
    };
    try {
      for (const before of this.#framesToBringAlong(index, sizes))
        await this.#read(before, sizes, stillWanted);
      const frames = await this.#read(index, sizes, stillWanted);
      if (!frames) return;
      this.#lastServed = index;
      for (const waiter of waitersHere()) {
        const frame = frames.find((candidate) => isSameSize(candidate, waiter.size));
        if (frame) waiter.resolve(frame);
      }
    } catch (error) {
      for (const waiter of waitersHere()) waiter.reject(toDeepSportError(error));
    }
  }

  #framesToBringAlong(index: number, sizes: readonly Size[]): readonly number[] {
    const back = this.#lastServed - index;
    const isStep = back > 0 && back <= backwardReach && this.#waiters.size === 1;
    if (!isStep) return [];
    const bytes = sizes.reduce((sum, { width, height }) => sum + width * height * 3, 0);
    const count = Math.min(index, mostBroughtAlong - 1, Math.floor(broughtAlongBytes / bytes));
    return Array.from({ length: count }, (_, i) => index - count + i);
  }

  async #read(
    index: number,
    sizes: readonly Size[],
    stillWanted: () => boolean,
  ): Promise<readonly Frame[] | null> {
    const pictures = await this.#reader.read(index, sizes, stillWanted);
    if (!pictures) return null;
    const timeSeconds = this.#reader.times.timestampsSeconds[index] ?? 0;
    const frames = sizes.flatMap(({ width, height }, i) => {
      const pixels = pictures[i];
      return pixels ? [{ index, timeSeconds, width, height, sha256: hash('sha256', pixels), pixels }] : [];
    });
    for (const frame of frames) this.#onFrame(frame);
    return frames;
  }
}

function comesBefore(a: Waiter, b: Waiter, position: number): boolean {
  if (a.priority !== b.priority) return a.priority === 'look';
  const aIsAhead = a.index >= position;
  if (aIsAhead !== b.index >= position) return aIsAhead;
  return a.index < b.index;
}

const isSameSize = (a: Size, b: Size) => a.width === b.width && a.height === b.height;

function distinctSizes(waiters: readonly Waiter[]): readonly Size[] {
  const sizes: Size[] = [];
  for (const { size } of waiters) if (!sizes.some((known) => isSameSize(known, size))) sizes.push(size);
  return sizes;
}
