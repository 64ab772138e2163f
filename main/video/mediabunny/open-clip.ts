import { basename } from 'node:path';
import { EncodedPacketSink, Input, Logging, LogLevel } from 'mediabunny';
import { type ClipInfo, isDeepSportError, throwIfCancelled } from '#common/domain/index.ts';
import {
  clipDamaged,
  codecUnsupported,
  containerUnsupported,
  fileUnreadable,
  notAVideo,
  noVideoTrack,
} from '../clip-errors.ts';
import type { OpenClip, OpenedClipReader } from '../clip-reader.ts';
import { readFileStamp } from '../file-stamp.ts';
import { ClipFile } from './clip-file.ts';
import { findDecoder, openCodecContext } from './codec-context.ts';
import { codecName, containerName, foreignContainer, looksLikeMp4, readableFormats } from './container.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { buildFrameIndex, type FrameIndex } from './frame-index.ts';
import { FrameScaler } from './frame-scaler.ts';
import { hasVariableFrameRate } from './frame-timing.ts';
import { MediabunnyClipReader } from './mediabunny-clip-reader.ts';
import { PacketCursor } from './packet-cursor.ts';
import { hasPlausibleSampleTables } from './sample-table-check.ts';

/** Opens a file by mediabunny, which finds the packets, and FFmpeg's decoders, which turn them into pictures. */
export const openMediabunnyClip: OpenClip = async (path, { signal }) => {
  await readFileStamp(path);
  throwIfCancelled(signal);
  const file = await ClipFile.open(path).catch((error) => {
    throw fileUnreadable(path, error);
  });
  Logging.level = LogLevel.Silent;
  const input = new Input({ source: file.source, formats: readableFormats });
  const dispose = async () => {
    input.dispose();
    await file[Symbol.asyncDispose]();
  };
  try {
    const formatName = await recogniseFormat(input, file, path);
    return await readClip({ input, path, formatName, sizeBytes: file.sizeBytes, dispose, signal });
  } catch (error) {
    await dispose();
    throw isDeepSportError(error) ? error : clipDamaged(path, error);
  }
};

async function recogniseFormat(input: Input, file: ClipFile, path: string): Promise<string> {
  const head = await file.read(0, Math.min(64, file.sizeBytes));
  const foreign = foreignContainer(head);
  if (foreign) throw containerUnsupported(path, foreign);
  if (looksLikeMp4(head) && !(await hasPlausibleSampleTables(file))) throw clipDamaged(path);
  try {
    return (await input.getFormat()).name;
  } catch (error) {
    throw looksLikeMp4(head) ? clipDamaged(path, error) : notAVideo(path, error);
  }
}

type OpenInput = {
  readonly input: Input;
  readonly path: string;
  readonly formatName: string;
  readonly sizeBytes: number;
  readonly dispose: () => Promise<void>;
  readonly signal: AbortSignal | undefined;
};

async function readClip({
  input,
  path,
  formatName,
  sizeBytes,
  dispose,
  signal,
}: OpenInput): Promise<OpenedClipReader> {
  const tracks = await input.getTracks();
  if (tracks.length === 0) throw clipDamaged(path);
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw noVideoTrack(path);
  const codec = await track.getCodec();
  const internalId = await track.getInternalCodecId();
  if (codec === null || !findDecoder(codec)) throw codecUnsupported(path, codecName(codec, internalId));

  const sink = new EncodedPacketSink(track);
  const hasSampleTable = formatName === 'MP4' || formatName === 'QuickTime File Format';
  const index = await buildFrameIndex(sink, { codec, hasSampleTable, signal });
  if (!index) throw clipDamaged(path);

  const config = await track.getDecoderConfig();
  const rotationDegrees = await track.getRotation();
  const info: Omit<ClipInfo, 'id'> = {
    name: basename(path),
    sizeBytes,
    container: containerName(formatName),
    codec: codecName(codec, internalId),
    codecString: config?.codec ?? null,
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    rotationDegrees,
    ...timingFacts(index, await track.getTimeResolution()),
    hasAudio: tracks.some((other) => other.isAudioTrack()),
    videoTracks: [],
    videoTrack: 0,
    bitDepth: 8,
    scan: 'progressive',
    dynamicRange: 'standard',
    truncated: false,
    convertedFrom: null,
    captureRate: null,
    timeScale: 1,
  };
  const decoder = new FrameDecoder({
    packets: new PacketCursor(sink),
    openContext: async () =>
      openCodecContext({
        codec,
        codedWidth: await track.getCodedWidth(),
        codedHeight: await track.getCodedHeight(),
        description: toBytes(config?.description),
        codecTag: typeof internalId === 'string' ? internalId : null,
      }),
    timestampsSeconds: index.timestampsSeconds,
    keyRanks: index.keyRanks,
    // HEVC's mark for such frames holds within one temporal layer only, so there it is no proof.
    canSkipUnreferenced: codec === 'avc' || codec === 'vp8',
  });
  const scaler = new FrameScaler({ rotationDegrees, flip: await track.getFlip() });
  return new MediabunnyClipReader({ path, info, index, decoder, scaler, dispose });
}

type TimingFacts = Pick<
  ClipInfo,
  | 'frameCount'
  | 'firstTimestampSeconds'
  | 'durationSeconds'
  | 'averageFrameRate'
  | 'variableFrameRate'
  | 'keyFrameCount'
>;

function timingFacts(index: FrameIndex, ticksPerSecond: number): TimingFacts {
  const shown = index.timestampsSeconds.subarray(index.hiddenCount);
  const first = shown[0] ?? 0;
  const last = shown[shown.length - 1] ?? 0;
  const meanGap = shown.length > 1 ? (last - first) / (shown.length - 1) : index.lastDurationSeconds;
  const lastDuration = index.lastDurationSeconds > 0 ? index.lastDurationSeconds : meanGap;
  return {
    frameCount: shown.length,
    firstTimestampSeconds: first,
    durationSeconds: last - first + lastDuration,
    averageFrameRate: meanGap > 0 ? 1 / meanGap : 0,
    variableFrameRate: hasVariableFrameRate(shown, 1 / ticksPerSecond),
    keyFrameCount: index.keyRanks.filter((rank) => rank >= index.hiddenCount).length,
  };
}

function toBytes(source: AllowSharedBufferSource | undefined): Uint8Array | null {
  if (!source) return null;
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
