import {
  AV_PIX_FMT_RGB24,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  FFmpegError,
  Frame,
} from 'node-av';
import type { Size } from '#common/domain/index.ts';
import { buildFilterChain } from '../filter-graph.ts';
import { assFrameRate } from './ass-script.ts';
import { ownedFrame } from './owned-frame.ts';

export type PictureChainRequest = {
  /** Of the pictures that come in. */
  readonly size: Size;
  /** Of those that go out, both even: the picture in the middle, black around it. */
  readonly outputSize: Size;
  /** Path of the script to be drawn on the pictures; null for none. */
  readonly scriptPath: string | null;
};

/** Turns upright RGB pictures into what encoders take, drawn upon and padded. */
export interface PictureChain extends Disposable {
  /** The picture with this number, counted from 0 within the script; valid until the next call. */
  convert(rgb: Uint8Array, number: number): Promise<Frame>;
}

export async function openPictureChain(request: PictureChainRequest): Promise<PictureChain> {
  const { size, outputSize, scriptPath } = request;
  const input = `video_size=${size.width}x${size.height}:pix_fmt=${AV_PIX_FMT_RGB24}:time_base=1/${assFrameRate}`;
  const isPadded = size.width !== outputSize.width || size.height !== outputSize.height;
  const filters = [
    ...(scriptPath === null ? [] : [`ass=filename=${quoted(scriptPath)}`]),
    ...(isPadded ? [`pad=${outputSize.width}:${outputSize.height}:(ow-iw)/2:(oh-ih)/2:black`] : []),
    'scale=out_color_matrix=bt709:out_range=limited:flags=bicubic+accurate_rnd+full_chroma_inp+full_chroma_int',
    'format=yuv420p',
  ];
  const { graph, source, sink } = await buildFilterChain(input, filters.join(','));
  const output = new Frame();
  output.alloc();
  return {
    async convert(rgb, number) {
      output.unref();
      using borrowed = Frame.fromVideoBuffer(Buffer.from(rgb.buffer, rgb.byteOffset, rgb.byteLength), {
        ...size,
        format: AV_PIX_FMT_RGB24,
        timeBase: { num: 1, den: assFrameRate },
        pts: BigInt(number),
      });
      using picture = ownedFrame(borrowed);
      FFmpegError.throwIfError(await source.buffersrcAddFrame(picture), 'convert a picture');
      FFmpegError.throwIfError(await sink.buffersinkGetFrame(output), 'convert a picture');
      output.colorSpace = AVCOL_SPC_BT709;
      output.colorPrimaries = AVCOL_PRI_BT709;
      output.colorTrc = AVCOL_TRC_BT709;
      output.colorRange = AVCOL_RANGE_MPEG;
      return output;
    },
    [Symbol.dispose]() {
      output.free();
      graph.free();
    },
  };
}

/** Draws a script on upright RGB pictures, each by its number within the script, and gives them back as such. */
export async function openOverlayChain(size: Size, scriptPath: string) {
  const input = `video_size=${size.width}x${size.height}:pix_fmt=${AV_PIX_FMT_RGB24}:time_base=1/${assFrameRate}`;
  const { graph, source, sink } = await buildFilterChain(
    input,
    `ass=filename=${quoted(scriptPath)},format=rgb24`,
  );
  return {
    async draw(rgb: Uint8Array, number = 0): Promise<Uint8Array> {
      using borrowed = Frame.fromVideoBuffer(Buffer.from(rgb.buffer, rgb.byteOffset, rgb.byteLength), {
        width: size.width,
        height: size.height,
        format: AV_PIX_FMT_RGB24,
        timeBase: { num: 1, den: assFrameRate },
        pts: BigInt(number),
      });
      using picture = ownedFrame(borrowed);
      using output = new Frame();
      output.alloc();
      FFmpegError.throwIfError(await source.buffersrcAddFrame(picture), 'draw on a picture');
      FFmpegError.throwIfError(await sink.buffersinkGetFrame(output), 'draw on a picture');
      return new Uint8Array(output.toBuffer());
    },
    [Symbol.dispose]() {
      graph.free();
    },
  };
}

/** A path within a filter's options within a chain of filters: two levels of escaping. */
function quoted(path: string): string {
  const option = path.replace(/[\\':]/g, '\\$&');
  return option.replace(/[\\'[\],;]/g, '\\$&');
}
