import { availableParallelism } from 'node:os';
import {
  AV_CODEC_FLAG_OUTPUT_CORRUPT,
  AV_LOG_FATAL,
  AV_NOPTS_VALUE,
  AVERROR_EOF,
  Codec,
  CodecContext,
  Dictionary,
  FF_COMPLIANCE_STRICT,
  FFmpegError,
  Frame,
  Log,
  Packet,
} from 'node-av';
import { type FrameRange, throwIfCancelled } from '#common/domain/index.ts';
import type { CodedTrack } from './coded-track.ts';

const maxThreads = 8;

/**
 * The pictures of a range as the codec has them, neither turned nor converted, numbered from 0 by `pts`. Each is
 * valid until the next.
 */
export async function* decodeRange(
  track: CodedTrack,
  range: FrameRange,
  signal: AbortSignal,
): AsyncGenerator<Frame, void, void> {
  const context = await openDecoder(track);
  const frame = new Frame();
  frame.alloc();
  const packet = new Packet();
  packet.alloc();
  const pictures = track.pictures(range.start, { signal });
  try {
    for (;;) {
      const received = await context.receiveFrame(frame);
      if (received === AVERROR_EOF) return;
      if (received < 0) {
        throwIfCancelled(signal);
        const { value } = await pictures.next();
        if (!value) {
          await context.sendPacket(null);
          continue;
        }
        packet.data = Buffer.from(value.data.buffer, value.data.byteOffset, value.data.byteLength);
        packet.isKeyframe = value.isKey;
        packet.pts = BigInt(value.rank);
        packet.dts = AV_NOPTS_VALUE;
        await context.sendPacket(packet);
        packet.unref();
        continue;
      }
      const rank = Number(frame.pts);
      if (rank > range.end) return;
      if (rank >= range.start) {
        frame.pts = BigInt(rank - range.start);
        yield frame;
        if (rank === range.end) return;
      }
      frame.unref();
    }
  } finally {
    await pictures.return();
    packet.free();
    frame.free();
    context.freeContext();
  }
}

async function openDecoder({ parameters }: CodedTrack): Promise<CodecContext> {
  Log.setLevel(AV_LOG_FATAL);
  const codec = Codec.findDecoder(parameters.codecId);
  if (!codec) throw new Error(`no decoder for codec ${parameters.codecId}`);
  const context = new CodecContext();
  context.allocContext3(codec);
  FFmpegError.throwIfError(context.parametersToContext(parameters), 'describe the pictures');
  context.threadCount = Math.min(maxThreads, availableParallelism());
  // As the viewer's decoder: the pictures of open groups come, and none late in order is dropped.
  context.setFlags(AV_CODEC_FLAG_OUTPUT_CORRUPT);
  const options = Dictionary.fromObject({ strict: String(FF_COMPLIANCE_STRICT) });
  const opened = await context.open2(codec, options);
  if (opened < 0) {
    context.freeContext();
    FFmpegError.throwIfError(opened, 'open the decoder');
  }
  return context;
}
