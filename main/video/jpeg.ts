import {
  AV_CODEC_FLAG_QSCALE,
  AV_CODEC_ID_MJPEG,
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_YUV444P,
  AVCOL_RANGE_JPEG,
  Codec,
  CodecContext,
  FF_QP2LAMBDA,
  FFmpegError,
  Frame,
  Packet,
  Rational,
} from 'node-av';
import type { Size } from '#common/domain/index.ts';
import { buildFilterChain } from './filter-graph.ts';

/** FFmpeg's scale runs from 1 to 31, the best first; 2 is as good as looks the same. */
const quantiser = 2;

/** Packed RGB as a JPEG file, colour at full resolution. */
export async function encodeJpeg(rgb: Uint8Array, size: Size): Promise<Uint8Array> {
  using source = Frame.fromVideoBuffer(Buffer.from(rgb.buffer, rgb.byteOffset, rgb.byteLength), {
    ...size,
    format: AV_PIX_FMT_RGB24,
  });
  using picture = await toFullRangeYuv(source, size);
  const codec = Codec.findEncoder(AV_CODEC_ID_MJPEG);
  if (!codec) throw new Error('no JPEG encoder');
  using context = new CodecContext();
  context.allocContext3(codec);
  context.width = size.width;
  context.height = size.height;
  context.pixelFormat = AV_PIX_FMT_YUV444P;
  context.colorRange = AVCOL_RANGE_JPEG;
  context.timeBase = new Rational(1, 25);
  context.threadCount = 1;
  context.setFlags(AV_CODEC_FLAG_QSCALE);
  context.globalQuality = quantiser * FF_QP2LAMBDA;
  FFmpegError.throwIfError(await context.open2(codec), 'open the JPEG encoder');
  picture.quality = quantiser * FF_QP2LAMBDA;
  FFmpegError.throwIfError(await context.sendFrame(picture), 'encode JPEG');
  using packet = new Packet();
  packet.alloc();
  FFmpegError.throwIfError(await context.receivePacket(packet), 'encode JPEG');
  return Uint8Array.from(packet.data ?? []);
}

/** JPEG's own colours: BT.601 over the full range, whatever the video had. */
async function toFullRangeYuv(source: Frame, { width, height }: Size): Promise<Frame> {
  const input = `video_size=${width}x${height}:pix_fmt=${AV_PIX_FMT_RGB24}:time_base=1/1`;
  const filters = 'scale=out_color_matrix=bt601:out_range=full:flags=accurate_rnd,format=yuv444p';
  const { graph, ...chain } = await buildFilterChain(input, filters);
  const output = new Frame();
  output.alloc();
  try {
    FFmpegError.throwIfError(await chain.source.buffersrcAddFrame(source), 'convert for JPEG');
    FFmpegError.throwIfError(await chain.sink.buffersinkGetFrame(output), 'convert for JPEG');
    return output;
  } catch (error) {
    output.free();
    throw error;
  } finally {
    graph.free();
  }
}
