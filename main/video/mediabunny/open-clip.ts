import { basename } from 'node:path';
import { EncodedPacketSink, Input, type InputVideoTrack, Logging, LogLevel } from 'mediabunny';
import { type ClipInfo, isDeepSportError, type Size, throwIfCancelled } from '#common/domain/index.ts';
import { clipDamaged, containerUnsupported, fileUnreadable, notAVideo } from '../clip-errors.ts';
import type { OpenClip, OpenClipOptions, OpenedClipReader } from '../clip-reader.ts';
import { readFileStamp } from '../file-stamp.ts';
import { createSoundReader } from '../sound/open-sound.ts';
import { ClipFile } from './clip-file.ts';
import { openCodecContext } from './codec-context.ts';
import {
  codecName,
  containerName,
  foreignContainer,
  looksLikeMp4,
  readableFormats,
  transportStream,
} from './container.ts';
import { isCutOff } from './cut-off.ts';
import { findFieldPairs, type SecondFieldTest } from './field-pairs.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { buildFrameIndex, type FrameIndex } from './frame-index.ts';
import { FrameScaler } from './frame-scaler.ts';
import { MediabunnyClipReader } from './mediabunny-clip-reader.ts';
import { PacketCursor } from './packet-cursor.ts';
import { readPictureFacts } from './picture-facts.ts';
import { type ChosenTrack, choosePictureTrack } from './picture-tracks.ts';
import { keepReferencePointsSmall } from './reference-points.ts';
import { SampleCursor } from './sample-cursor.ts';
import { readSampleTable } from './sample-table.ts';
import { hasPlausibleSampleTables } from './sample-table-check.ts';
import { timingFacts } from './timing-facts.ts';
import { unreferencedTest } from './unreferenced-packets.ts';

/** Opens a file by mediabunny, which finds the packets, and FFmpeg's decoders, which turn them into pictures. */
export const openMediabunnyClip: OpenClip = async (path, options) => {
  await readFileStamp(path);
  throwIfCancelled(options.signal);
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
    return await readClip({ input, file, path, formatName, dispose, options });
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
  readonly file: ClipFile;
  readonly path: string;
  readonly formatName: string;
  readonly dispose: () => Promise<void>;
  readonly options: OpenClipOptions;
};

async function readClip(open: OpenInput): Promise<OpenedClipReader> {
  const { input, file, path, formatName, dispose, options } = open;
  const chosen = await choosePictureTrack({ ...open, videoTrack: options.videoTrack });
  const { track } = chosen;
  if (formatName === transportStream) keepReferencePointsSmall(await input.getTracks());
  const sink = new EncodedPacketSink(track);
  const config = await track.getDecoderConfig();
  const header = toBytes(config?.description);
  const fieldPairs = chosen.codec === 'avc' ? await findFieldPairs(sink, header) : null;
  const index = await readIndex(open, chosen, sink, fieldPairs);
  const prevails = chosen.codec === 'vp8' || chosen.codec === 'vp9';
  const streamIsSilent = chosen.codec === 'vp8';
  const colour = { ...(await track.getColorSpace()), prevails, streamIsSilent };
  const presentation = { rotationDegrees: await track.getRotation(), flip: await track.getFlip(), colour };
  const decoder = await createDecoder({
    chosen,
    file,
    sink,
    index,
    header,
    hasFieldPairs: fieldPairs !== null,
  });
  try {
    const picture = await readPictureFacts(decoder, index.keyRanks[0] ?? 0, colour, options.signal);
    throwIfCancelled(options.signal);
    const info: Omit<ClipInfo, 'id'> = {
      name: basename(path),
      sizeBytes: file.sizeBytes,
      container: containerName(formatName),
      codec: codecName(chosen.codec, null),
      codecString: config?.codec ?? null,
      ...(await displaySize(track, (formatName === transportStream && picture.squareSize) || null)),
      rotationDegrees: presentation.rotationDegrees,
      ...timingFacts(index, await track.getTimeResolution()),
      hasAudio: (await input.getAudioTracks()).length > 0,
      videoTracks: chosen.videoTracks,
      videoTrack: chosen.number,
      ...picture.facts,
      truncated: index.truncated || (await isCutOff(file, formatName)),
      convertedFrom: null,
      captureRate: null,
      timeScale: 1,
    };
    const scaler = new FrameScaler({ ...presentation, deinterlaces: info.scan === 'interlaced' });
    const sound = createSoundReader(input, path);
    return new MediabunnyClipReader({ path, info, index, decoder, scaler, sound, dispose });
  } catch (error) {
    await decoder[Symbol.asyncDispose]();
    throw error;
  }
}

/** A transport stream states no size, and that of interlaced pictures is not always guessed right. */
async function displaySize(track: InputVideoTrack, decoded: Size | null): Promise<Size> {
  return decoded ?? { width: await track.getDisplayWidth(), height: await track.getDisplayHeight() };
}

async function readIndex(
  { file, path, formatName, options }: OpenInput,
  { track, codec }: ChosenTrack,
  sink: EncodedPacketSink,
  secondFieldTest: (() => SecondFieldTest) | null,
): Promise<FrameIndex> {
  const hasSampleTable = formatName === 'MP4' || formatName === 'QuickTime File Format';
  const index = await buildFrameIndex(sink, {
    codec,
    hasSampleTable,
    samples: hasSampleTable ? await readSampleTable(file, track.id) : null,
    sizeBytes: file.sizeBytes,
    secondFieldTest,
    signal: options.signal,
    // Without a list of packets the whole file is read for it.
    onSlice: () =>
      options.onStage?.({
        stage: 'Indexing',
        done: hasSampleTable ? 0 : file.position,
        total: hasSampleTable ? null : file.sizeBytes,
      }),
  });
  if (!index) throw clipDamaged(path);
  return index;
}

type DecoderSetup = {
  readonly chosen: ChosenTrack;
  readonly file: ClipFile;
  readonly sink: EncodedPacketSink;
  readonly index: FrameIndex;
  /** The container's codec header. */
  readonly header: Uint8Array | null;
  readonly hasFieldPairs: boolean;
};

async function createDecoder(setup: DecoderSetup): Promise<FrameDecoder> {
  const { chosen, file, sink, index, header, hasFieldPairs } = setup;
  const { track, codec } = chosen;
  const { timestampsSeconds, keyRanks, samples } = index;
  const internalId = await track.getInternalCodecId();
  const codedSize = { codedWidth: await track.getCodedWidth(), codedHeight: await track.getCodedHeight() };
  return new FrameDecoder({
    packets: samples ? new SampleCursor(file, samples) : new PacketCursor(sink),
    openContext: () =>
      openCodecContext({
        codec,
        ...codedSize,
        description: header,
        codecTag: typeof internalId === 'string' ? internalId : null,
      }),
    timestampsSeconds,
    keyRanks,
    canSkipUnreferenced: !hasFieldPairs && (codec === 'avc' || codec === 'vp8'),
    hasFieldPairs,
    isUnreferenced: hasFieldPairs ? null : unreferencedTest(codec, header),
  });
}

function toBytes(source: AllowSharedBufferSource | undefined): Uint8Array | null {
  if (!source) return null;
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
