import type { InputAudioTrack } from 'mediabunny';
import {
  AV_CODEC_FLAG2_SKIP_MANUAL,
  AV_CODEC_ID_AAC,
  AV_CODEC_ID_AC3,
  AV_CODEC_ID_DTS,
  AV_CODEC_ID_EAC3,
  AV_CODEC_ID_FLAC,
  AV_CODEC_ID_MP3,
  AV_CODEC_ID_OPUS,
  AV_CODEC_ID_PCM_ALAW,
  AV_CODEC_ID_PCM_F32BE,
  AV_CODEC_ID_PCM_F32LE,
  AV_CODEC_ID_PCM_F64BE,
  AV_CODEC_ID_PCM_F64LE,
  AV_CODEC_ID_PCM_MULAW,
  AV_CODEC_ID_PCM_S8,
  AV_CODEC_ID_PCM_S16BE,
  AV_CODEC_ID_PCM_S16LE,
  AV_CODEC_ID_PCM_S24BE,
  AV_CODEC_ID_PCM_S24LE,
  AV_CODEC_ID_PCM_S32BE,
  AV_CODEC_ID_PCM_S32LE,
  AV_CODEC_ID_PCM_U8,
  AV_CODEC_ID_VORBIS,
  AV_LOG_FATAL,
  type AVCodecID,
  AVMEDIA_TYPE_AUDIO,
  Codec,
  CodecContext,
  FFmpegError,
  Log,
  Rational,
} from 'node-av';

/** By the names of mediabunny, which finds the packets of these. */
const codecIds: Readonly<Record<string, AVCodecID>> = {
  aac: AV_CODEC_ID_AAC,
  mp3: AV_CODEC_ID_MP3,
  opus: AV_CODEC_ID_OPUS,
  vorbis: AV_CODEC_ID_VORBIS,
  flac: AV_CODEC_ID_FLAC,
  ac3: AV_CODEC_ID_AC3,
  eac3: AV_CODEC_ID_EAC3,
  dts: AV_CODEC_ID_DTS,
  'pcm-s16': AV_CODEC_ID_PCM_S16LE,
  'pcm-s16be': AV_CODEC_ID_PCM_S16BE,
  'pcm-s24': AV_CODEC_ID_PCM_S24LE,
  'pcm-s24be': AV_CODEC_ID_PCM_S24BE,
  'pcm-s32': AV_CODEC_ID_PCM_S32LE,
  'pcm-s32be': AV_CODEC_ID_PCM_S32BE,
  'pcm-f32': AV_CODEC_ID_PCM_F32LE,
  'pcm-f32be': AV_CODEC_ID_PCM_F32BE,
  'pcm-f64': AV_CODEC_ID_PCM_F64LE,
  'pcm-f64be': AV_CODEC_ID_PCM_F64BE,
  'pcm-u8': AV_CODEC_ID_PCM_U8,
  'pcm-s8': AV_CODEC_ID_PCM_S8,
  ulaw: AV_CODEC_ID_PCM_MULAW,
  alaw: AV_CODEC_ID_PCM_ALAW,
};

export function findAudioDecoder(codec: string | null): Codec | null {
  const id = codec === null ? undefined : codecIds[codec];
  return id === undefined ? null : Codec.findDecoder(id);
}

/** An open decoder for the track, whose packets and frames are timed in samples of the track's own rate. */
export async function openAudioContext(track: InputAudioTrack): Promise<CodecContext> {
  Log.setLevel(AV_LOG_FATAL);
  const codec = findAudioDecoder(await track.getCodec());
  if (!codec) throw new Error('no decoder for the sound');
  const description = (await track.getDecoderConfig())?.description;
  const sampleRate = await track.getSampleRate();
  const context = new CodecContext();
  context.allocContext3(codec);
  context.codecType = AVMEDIA_TYPE_AUDIO;
  context.codecId = codec.id;
  context.sampleRate = sampleRate;
  context.channels = await track.getNumberOfChannels();
  context.pktTimebase = new Rational(1, sampleRate);
  context.threadCount = 1;
  // Samples keep the times of their packets: none is left out by the decoder at its own judgement.
  context.setFlags2(AV_CODEC_FLAG2_SKIP_MANUAL);
  if (description) context.extraData = toBuffer(description);
  const result = await context.open2(codec);
  if (result < 0) {
    context.freeContext();
    FFmpegError.throwIfError(result, 'open the decoder of the sound');
  }
  return context;
}

const toBuffer = (source: AllowSharedBufferSource): Buffer =>
  ArrayBuffer.isView(source)
    ? Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    : Buffer.from(source);
