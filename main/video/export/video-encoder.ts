import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_CODEC_FLAG_INTERLACED_DCT,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AVMEDIA_TYPE_VIDEO,
  Codec,
  CodecContext,
  CodecParameters,
  Dictionary,
  FFmpegError,
  type Frame,
  Packet,
  Rational,
} from 'node-av';

export type EncoderSettings = {
  /** As FFmpeg names it: `libx264`. */
  readonly encoder: string;
  readonly options: Readonly<Record<string, string>>;
  /** For the encoder's own reckoning; times are put on the packets afterwards. */
  readonly frameRate: number;
  readonly interlaced?: boolean;
  /** Parameter sets beside the packets, as MP4 wants them, or in them. */
  readonly globalHeader: boolean;
};

/** Frames per second beyond which a clip is made to be seen slowed down. */
const slowestLook = 30;

/** A coded picture in decode order; `frame` is the number that its picture was sent under. */
export type EncodedPicture = {
  readonly frame: number;
  readonly data: Uint8Array;
  readonly isKey: boolean;
};

/** An encoder for pictures of one kind, numbered by their `pts`. */
export interface VideoEncoder extends Disposable {
  encode(frame: Frame | null): AsyncGenerator<EncodedPicture, void, void>;
  /** What a container must say of the pictures; the caller frees it. */
  parameters(): CodecParameters;
}

/** Opens an encoder for pictures like `sample`, whose colours, shape and size it takes. */
export async function openVideoEncoder(settings: EncoderSettings, sample: Frame): Promise<VideoEncoder> {
  // SVT-AV1 tells its settings to whoever reads stderr, unless told not to.
  process.env.SVT_LOG ??= '1';
  const codec = Codec.findEncoderByName(settings.encoder as never);
  if (!codec) throw new Error(`there is no encoder ${settings.encoder}`);
  const context = new CodecContext();
  context.allocContext3(codec);
  context.codecType = AVMEDIA_TYPE_VIDEO;
  context.width = sample.width;
  context.height = sample.height;
  context.pixelFormat = sample.format as never;
  context.sampleAspectRatio = sample.sampleAspectRatio;
  context.colorRange = sample.colorRange;
  context.colorSpace = sample.colorSpace;
  context.colorPrimaries = sample.colorPrimaries;
  context.colorTrc = sample.colorTrc;
  context.chromaLocation = sample.chromaLocation;
  // Encoders spend less on frames that are shown shortly; here each one may be looked at.
  const rate = Math.min(slowestLook, Math.max(1, Math.round(settings.frameRate)));
  context.timeBase = new Rational(1, rate);
  context.framerate = new Rational(rate, 1);
  if (settings.globalHeader) context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  if (settings.interlaced) context.setFlags(AV_CODEC_FLAG_INTERLACED_DCT);
  try {
    const opened = await context.open2(codec, Dictionary.fromObject({ ...settings.options }));
    FFmpegError.throwIfError(opened, `open ${settings.encoder}`);
  } catch (error) {
    context.freeContext();
    throw error;
  }
  const packet = new Packet();
  packet.alloc();
  return {
    async *encode(frame) {
      FFmpegError.throwIfError(await context.sendFrame(frame), 'encode');
      for (;;) {
        const received = await context.receivePacket(packet);
        if (received === AVERROR_EAGAIN || received === AVERROR_EOF) return;
        FFmpegError.throwIfError(received, 'encode');
        const coded = {
          frame: Number(packet.pts),
          data: Uint8Array.from(packet.data ?? []),
          isKey: packet.isKeyframe,
        };
        packet.unref();
        yield coded;
      }
    },
    parameters() {
      const parameters = new CodecParameters();
      parameters.alloc();
      FFmpegError.throwIfError(parameters.fromContext(context), 'describe the encoder');
      return parameters;
    },
    [Symbol.dispose]() {
      packet.free();
      context.freeContext();
    },
  };
}
