import { availableParallelism } from 'node:os';
import {
  AV_CODEC_FLAG_OUTPUT_CORRUPT,
  AV_CODEC_ID_AV1,
  AV_CODEC_ID_H264,
  AV_CODEC_ID_HEVC,
  AV_CODEC_ID_PRORES,
  AV_CODEC_ID_VP8,
  AV_CODEC_ID_VP9,
  AV_LOG_FATAL,
  type AVCodecID,
  AVMEDIA_TYPE_VIDEO,
  Codec,
  CodecContext,
  Dictionary,
  FF_COMPLIANCE_STRICT,
  FFmpegError,
  Log,
} from 'node-av';

/** What a decoder must be told before its first packet. */
export type DecoderConfig = {
  /** Codec as mediabunny names it. */
  readonly codec: string;
  readonly codedWidth: number;
  readonly codedHeight: number;
  /** The container's codec header; null where it travels in the packets. */
  readonly description: Uint8Array | null;
  /** The container's four-character code, which tells ProRes flavours apart. */
  readonly codecTag: string | null;
};

const codecIds: Readonly<Record<string, AVCodecID>> = {
  avc: AV_CODEC_ID_H264,
  hevc: AV_CODEC_ID_HEVC,
  vp8: AV_CODEC_ID_VP8,
  vp9: AV_CODEC_ID_VP9,
  av1: AV_CODEC_ID_AV1,
  prores: AV_CODEC_ID_PRORES,
};

/** Beyond this more threads only add frames decoded ahead in vain. */
const maxThreads = 8;

export function findDecoder(codec: string | null): Codec | null {
  const id = codec === null ? undefined : codecIds[codec];
  return id === undefined ? null : Codec.findDecoder(id);
}

/**
 * An open software decoder. Software on purpose: it gives the same pixels, and so the same hashes, on every
 * machine, and costs no transfer from the graphics card for the few frames asked.
 */
export async function openCodecContext(config: DecoderConfig): Promise<CodecContext> {
  // What decoders say of damaged or open groups helps nobody: a frame comes out or it does not.
  Log.setLevel(AV_LOG_FATAL);
  const codec = findDecoder(config.codec);
  if (!codec) throw new Error(`no decoder for ${config.codec}`);
  const context = new CodecContext();
  context.allocContext3(codec);
  context.codecType = AVMEDIA_TYPE_VIDEO;
  context.codecId = codec.id;
  if (config.codec === 'prores' && config.codecTag) context.codecTag = config.codecTag;
  context.width = config.codedWidth;
  context.height = config.codedHeight;
  context.threadCount = Math.min(maxThreads, availableParallelism() + 1);
  // A key frame that is no full restart (open group, recovery point) must still give its picture.
  context.setFlags(AV_CODEC_FLAG_OUTPUT_CORRUPT);
  if (config.description) context.extraData = Buffer.from(config.description);
  // Strict: H.264 that does not state its reorder depth gets the full one, so that no late frame is dropped.
  const options = Dictionary.fromObject({ strict: String(FF_COMPLIANCE_STRICT) });
  const result = await context.open2(codec, options);
  if (result < 0) {
    context.freeContext();
    FFmpegError.throwIfError(result, 'open the decoder');
  }
  return context;
}
