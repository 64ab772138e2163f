import {
  AV_BUFFERSRC_FLAG_KEEP_REF,
  AV_FRAME_FLAG_INTERLACED,
  AV_FRAME_FLAG_TOP_FIELD_FIRST,
  FFmpegError,
  Frame,
} from 'node-av';
import type { Size } from '#common/domain/index.ts';
import { buildFilterChain, type FilterChain } from '../filter-graph.ts';
import { type ContainerColour, completeColour, filtersToScreen } from './frame-colour.ts';

export type Presentation = {
  readonly rotationDegrees: 0 | 90 | 180 | 270;
  /** Mirrored left to right, after rotation. */
  readonly flip: boolean;
  readonly colour: ContainerColour;
  /** Whether frames marked as interlaced are deinterlaced: in an interlaced clip only. */
  readonly deinterlaces: boolean;
};

type PixelFormat = 'rgb24' | 'gray';

/** A clip is asked in a few sizes at a time: model, viewer, filmstrip. */
const keptGraphs = 4;

/**
 * Turns decoded pictures into upright packed RGB for an ordinary screen, scaled once from the decoder's own planes
 * (bicubic, which widens its filter when it makes smaller). The same frame gives the same bytes, whatever was
 * shown before.
 */
export class FrameScaler implements Disposable {
  readonly #presentation: Presentation;
  readonly #graphs = new Map<string, FilterChain>();
  readonly #output = new Frame();

  constructor(presentation: Presentation) {
    this.#presentation = presentation;
    this.#output.alloc();
  }

  /** The frame once for each size. */
  async toRgb(frame: Frame, sizes: readonly Size[]): Promise<readonly Uint8Array[]> {
    completeColour(frame, this.#presentation.colour);
    const pictures: Uint8Array[] = [];
    for (const size of sizes) pictures.push(await this.#scale(frame, size, 'rgb24'));
    return pictures;
  }

  /** The frame's brightness, a byte a pixel. */
  async toLuma(frame: Frame, size: Size): Promise<Uint8Array> {
    completeColour(frame, this.#presentation.colour);
    return this.#scale(frame, size, 'gray');
  }

  async #scale(frame: Frame, size: Size, format: PixelFormat): Promise<Uint8Array> {
    const { source, sink } = await this.#graphFor(frame, size, format);
    FFmpegError.throwIfError(await source.buffersrcAddFrame(frame, AV_BUFFERSRC_FLAG_KEEP_REF), 'scale');
    FFmpegError.throwIfError(await sink.buffersinkGetFrame(this.#output), 'scale');
    try {
      return exactBytes(this.#output.toBuffer(), size.width * size.height * (format === 'gray' ? 1 : 3));
    } finally {
      this.#output.unref();
    }
  }

  async #graphFor(frame: Frame, size: Size, format: PixelFormat): Promise<FilterChain> {
    const input = filterInput(frame);
    const filters = this.#filters(frame, size, format);
    const key = `${input} ${filters}`;
    const known = this.#graphs.get(key);
    this.#graphs.delete(key);
    const graph = known ?? (await buildFilterChain(input, filters));
    this.#graphs.set(key, graph);
    const oldest = this.#graphs.keys().next().value;
    if (this.#graphs.size > keptGraphs && oldest !== undefined) {
      this.#graphs.get(oldest)?.graph.free();
      this.#graphs.delete(oldest);
    }
    return graph;
  }

  #filters(frame: Frame, { width, height }: Size, format: PixelFormat): string {
    const { rotationDegrees, flip, deinterlaces } = this.#presentation;
    const turned = rotationDegrees === 90 || rotationDegrees === 270;
    const stored = turned ? `${height}:${width}` : `${width}:${height}`;
    const turns = { 0: [], 90: ['transpose=clock'], 180: ['hflip', 'vflip'], 270: ['transpose=cclock'] };
    return [
      ...(deinterlaces ? fieldShownFirst(frame) : []),
      `scale=${stored}:flags=bicubic+accurate_rnd+full_chroma_int+bitexact`,
      ...filtersToScreen(frame),
      // Planes are scaled and turned by several threads, packed pixels by one: twice as fast, the same bytes.
      format === 'gray' ? 'format=gray' : 'format=gbrp',
      ...turns[rotationDegrees],
      ...(flip ? ['hflip'] : []),
      ...(format === 'gray' ? [] : ['scale', 'format=rgb24']),
    ].join(',');
  }

  [Symbol.dispose](): void {
    for (const { graph } of this.#graphs.values()) graph.free();
    this.#graphs.clear();
    this.#output.free();
  }
}

/**
 * Of an interlaced frame, the lines of the field that was seen first: scaled like any other picture, they have no
 * combs and need no frame before or after.
 */
function fieldShownFirst(frame: Frame): readonly string[] {
  if (!frame.hasFlags(AV_FRAME_FLAG_INTERLACED)) return [];
  return [`field=type=${frame.hasFlags(AV_FRAME_FLAG_TOP_FIELD_FIRST) ? 'top' : 'bottom'}`];
}

/** A frame's shape and colours as FFmpeg's `buffer` filter takes them. */
const filterInput = (frame: Frame): string =>
  [
    `video_size=${frame.width}x${frame.height}`,
    `pix_fmt=${frame.format}`,
    'time_base=1/1',
    `colorspace=${frame.colorSpace}`,
    `range=${frame.colorRange}`,
  ].join(':');

/** Bytes in a buffer of their own: a view into a shared one would travel and be kept as a whole. */
function exactBytes(buffer: Buffer, length: number): Uint8Array {
  if (buffer.byteLength !== length) throw new Error(`expected ${length} bytes, got ${buffer.byteLength}`);
  return buffer.byteOffset === 0 && buffer.buffer.byteLength === length
    ? new Uint8Array(buffer.buffer)
    : new Uint8Array(buffer);
}
