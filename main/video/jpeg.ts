import { availableParallelism } from 'node:os';
import {
  AV_CODEC_FLAG_QSCALE,
  AV_CODEC_ID_MJPEG,
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_YUV444P,
  AVCOL_RANGE_JPEG,
  Codec,
  CodecContext,
  FF_QP2LAMBDA,
  FF_THREAD_SLICE,
  FFmpegError,
  Frame,
  Packet,
  Rational,
} from 'node-av';
import type { Size } from '#common/domain/index.ts';
import { buildFilterChain, type FilterChain } from './filter-graph.ts';

/** FFmpeg's scale runs from 1 to 31, the best first; 2 is as good as looks the same. */
const quantiser = 2;

/** Making an encoder costs as much as a picture; a page asks for two sizes at a time. */
const keptEncoders = 2;

type JpegEncoder = Size & {
  readonly context: CodecContext;
  /** To JPEG's own colours: BT.601 over the full range, whatever the video had. */
  readonly colours: FilterChain;
};

/** Those not at work, the one used last at the end. */
const idle: JpegEncoder[] = [];

/** Packed RGB as a JPEG file, colour at full resolution. */
export async function encodeJpeg(rgb: Uint8Array, size: Size): Promise<Uint8Array> {
  const known = idle.findIndex(({ width, height }) => width === size.width && height === size.height);
  const encoder = idle.splice(known, known < 0 ? 0 : 1)[0] ?? (await openEncoder(size));
  try {
    const bytes = await encodeWith(encoder, rgb);
    idle.push(encoder);
    const surplus = idle.length > keptEncoders ? idle.shift() : undefined;
    if (surplus) free(surplus);
    return bytes;
  } catch (error) {
    free(encoder);
    throw error;
  }
}

async function encodeWith({ context, colours, width, height }: JpegEncoder, rgb: Uint8Array) {
  using source = Frame.fromVideoBuffer(Buffer.from(rgb.buffer, rgb.byteOffset, rgb.byteLength), {
    width,
    height,
    format: AV_PIX_FMT_RGB24,
  });
  using picture = new Frame();
  picture.alloc();
  FFmpegError.throwIfError(await colours.source.buffersrcAddFrame(source), 'convert for JPEG');
  FFmpegError.throwIfError(await colours.sink.buffersinkGetFrame(picture), 'convert for JPEG');
  picture.quality = quantiser * FF_QP2LAMBDA;
  FFmpegError.throwIfError(await context.sendFrame(picture), 'encode JPEG');
  using packet = new Packet();
  packet.alloc();
  FFmpegError.throwIfError(await context.receivePacket(packet), 'encode JPEG');
  return new Uint8Array(packet.data ?? []);
}

async function openEncoder({ width, height }: Size): Promise<JpegEncoder> {
  const codec = Codec.findEncoder(AV_CODEC_ID_MJPEG);
  if (!codec) throw new Error('no JPEG encoder');
  const input = `video_size=${width}x${height}:pix_fmt=${AV_PIX_FMT_RGB24}:time_base=1/1`;
  const filters = 'scale=out_color_matrix=bt601:out_range=full:flags=accurate_rnd,format=yuv444p';
  const colours = await buildFilterChain(input, filters);
  const context = new CodecContext();
  context.allocContext3(codec);
  context.width = width;
  context.height = height;
  context.pixelFormat = AV_PIX_FMT_YUV444P;
  context.colorRange = AVCOL_RANGE_JPEG;
  context.timeBase = new Rational(1, 25);
  context.threadCount = Math.min(4, availableParallelism());
  context.threadType = FF_THREAD_SLICE;
  context.setFlags(AV_CODEC_FLAG_QSCALE);
  context.globalQuality = quantiser * FF_QP2LAMBDA;
  const encoder = { context, colours, width, height };
  const opened = await context.open2(codec);
  if (opened < 0) free(encoder);
  FFmpegError.throwIfError(opened, 'open the JPEG encoder');
  return encoder;
}

function free({ context, colours }: JpegEncoder): void {
  context.freeContext();
  colours.graph.free();
}
