import {
  AV_BUFFERSRC_FLAG_KEEP_REF,
  AVCOL_SPC_BT709,
  AVCOL_SPC_SMPTE170M,
  AVCOL_SPC_UNSPECIFIED,
  FFmpegError,
  Frame,
} from 'node-av';
import type { Size } from '#common/domain/index.ts';
import { buildFilterChain, type FilterChain } from '../filter-graph.ts';

export type Orientation = { readonly rotationDegrees: 0 | 90 | 180 | 270; readonly flip: boolean };

/** A clip is asked in a few sizes at a time: model, viewer, filmstrip. */
const keptGraphs = 4;

/**
 * Turns decoded pictures into upright packed RGB, scaled once from the decoder's own planes (bicubic, which
 * widens its filter when it makes smaller). Colours follow the stream; a stream that does not say is taken as
 * BT.709 from 720 lines on and as BT.601 below, as browsers do.
 */
export class FrameScaler implements Disposable {
  readonly #orientation: Orientation;
  readonly #graphs = new Map<string, FilterChain>();
  readonly #output = new Frame();

  constructor(orientation: Orientation) {
    this.#orientation = orientation;
    this.#output.alloc();
  }

  async toRgb(frame: Frame, size: Size): Promise<Uint8Array> {
    if (frame.colorSpace === AVCOL_SPC_UNSPECIFIED) {
      frame.colorSpace =
        Math.max(frame.height, frame.width / 2) >= 720 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
    }
    const { source, sink } = await this.#graphFor(frame, size);
    FFmpegError.throwIfError(await source.buffersrcAddFrame(frame, AV_BUFFERSRC_FLAG_KEEP_REF), 'scale');
    FFmpegError.throwIfError(await sink.buffersinkGetFrame(this.#output), 'scale');
    try {
      return exactBytes(this.#output.toBuffer(), size.width * size.height * 3);
    } finally {
      this.#output.unref();
    }
  }

  async #graphFor(frame: Frame, size: Size): Promise<FilterChain> {
    const input = [
      `video_size=${frame.width}x${frame.height}`,
      `pix_fmt=${frame.format}`,
      'time_base=1/1',
      `colorspace=${frame.colorSpace}`,
      `range=${frame.colorRange}`,
    ].join(':');
    const key = `${input} ${size.width}x${size.height}`;
    const known = this.#graphs.get(key);
    this.#graphs.delete(key);
    const graph = known ?? (await buildFilterChain(input, this.#filters(size)));
    this.#graphs.set(key, graph);
    const oldest = this.#graphs.keys().next().value;
    if (this.#graphs.size > keptGraphs && oldest !== undefined) {
      this.#graphs.get(oldest)?.graph.free();
      this.#graphs.delete(oldest);
    }
    return graph;
  }

  #filters({ width, height }: Size): string {
    const { rotationDegrees, flip } = this.#orientation;
    const turned = rotationDegrees === 90 || rotationDegrees === 270;
    const stored = turned ? `${height}:${width}` : `${width}:${height}`;
    const turns = { 0: [], 90: ['transpose=clock'], 180: ['hflip', 'vflip'], 270: ['transpose=cclock'] };
    return [
      `scale=${stored}:flags=bicubic+accurate_rnd+full_chroma_int+bitexact`,
      'format=rgb24',
      ...turns[rotationDegrees],
      ...(flip ? ['hflip'] : []),
    ].join(',');
  }

  [Symbol.dispose](): void {
    for (const { graph } of this.#graphs.values()) graph.free();
    this.#graphs.clear();
    this.#output.free();
  }
}

/** Bytes in a buffer of their own: a view into a shared one would travel and be kept as a whole. */
function exactBytes(buffer: Buffer, length: number): Uint8Array {
  if (buffer.byteLength !== length) throw new Error(`expected ${length} bytes, got ${buffer.byteLength}`);
  return buffer.byteOffset === 0 && buffer.buffer.byteLength === length
    ? new Uint8Array(buffer.buffer)
    : new Uint8Array(buffer);
}
