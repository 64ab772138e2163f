import { AV_BUFFERSRC_FLAG_KEEP_REF, AV_FRAME_FLAG_INTERLACED, FFmpegError, Frame } from 'node-av';
import { buildFilterChain, type FilterChain } from '../filter-graph.ts';
import { filterInput } from './filter-input.ts';

/**
 * Keeps the lines of the field that was seen first and draws those of the other along the edges of its own
 * picture, so that what comes out depends on nothing but the frame that goes in.
 */
export class Deinterlacer implements Disposable {
  #chain: FilterChain | null = null;
  #input = '';
  readonly #output = new Frame();

  constructor() {
    this.#output.alloc();
  }

  /** The frame without combs, valid until the next call; the frame itself where it is not interlaced. */
  async deinterlace(frame: Frame): Promise<Frame> {
    if (!frame.hasFlags(AV_FRAME_FLAG_INTERLACED)) return frame;
    const { source, sink } = await this.#chainFor(frame);
    // The filter gives a frame out once the next one is there: it gets each twice, and the last out is the one.
    for (let i = 0; i < 2; i++) {
      const added = await source.buffersrcAddFrame(frame, AV_BUFFERSRC_FLAG_KEEP_REF);
      FFmpegError.throwIfError(added, 'deinterlace');
      await this.#takeOne(sink);
    }
    return this.#output;
  }

  async #takeOne(sink: FilterChain['sink']): Promise<void> {
    const next = new Frame();
    next.alloc();
    try {
      if ((await sink.buffersinkGetFrame(next)) < 0) return;
      this.#output.unref();
      FFmpegError.throwIfError(this.#output.ref(next), 'deinterlace');
    } finally {
      next.free();
    }
  }

  async #chainFor(frame: Frame): Promise<FilterChain> {
    const input = filterInput(frame);
    if (this.#chain && this.#input === input) return this.#chain;
    this.#chain?.graph.free();
    this.#chain = await buildFilterChain(input, 'estdif=mode=frame:parity=auto:deint=all');
    this.#input = input;
    return this.#chain;
  }

  [Symbol.dispose](): void {
    this.#chain?.graph.free();
    this.#chain = null;
    this.#output.free();
  }
}
