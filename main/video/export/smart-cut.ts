import {
  AV_FRAME_FLAG_INTERLACED,
  AV_PICTURE_TYPE_NONE,
  CodecParameters,
  FFmpegError,
  type Frame,
} from 'node-av';
import type { FrameRange } from '#common/domain/index.ts';
import type { RangeCut } from './copy-cut.ts';
import { rangeSound, rangeTicks } from './copy-cut.ts';
import { type CutSegment, planSmart, reorderDepth } from './cut-plan.ts';
import { readDecodeOrder } from './decode-order.ts';
import { decodeRange } from './decode-range.ts';
import { matchingEncoder } from './matching-encoder.ts';
import { canBeginAfterOther, freeParameterSetId, splicedPicture } from './nal-splice.ts';
import {
  isNalCodec,
  isParameterSet,
  joinAnnexB,
  type NalStream,
  readNalStream,
  splitAnnexB,
  splitUnits,
} from './nal-units.ts';
import { openVideoEncoder, type VideoEncoder } from './video-encoder.ts';
import { type WrittenPicture, writeClip } from './write-clip.ts';

/** The frames of `cut.range` that were copied; null where all were encoded, and nothing was written. */
export type SmartOutcome = { readonly segments: readonly CutSegment[] } | { readonly unsuited: string };

/**
 * Writes exactly the range: whole groups of pictures copied, what is cut at the ends encoded to match. Gives why not
 * where the codec or the place does not allow it; then nothing was written.
 */
export async function cutSmartly(cut: RangeCut): Promise<SmartOutcome> {
  const { track, range, path, container, signal } = cut;
  const order = await readDecodeOrder(track, range, signal);
  const segments = planSmart(order, range, await findCopyStart(cut, order));
  if (!segments.some(({ kind }) => kind === 'copy')) {
    return { unsuited: 'no key frame that a copy can begin at lies within the range' };
  }
  const join = await openJoin(cut, segments);
  if (!join) return { unsuited: `there is no matching encoder for ${cut.clip.info.codec} here` };
  using _ = join;
  const copied = segments.find(({ kind }) => kind === 'copy') ?? range;
  const copiedRanks = order.filter((rank) => rank >= copied.start && rank <= copied.end);
  using sound = await rangeSound(cut, range);
  await writeClip({
    path,
    container,
    track: { parameters: join.parameters, sampleAspectRatio: track.sampleAspectRatio },
    ticks: rangeTicks(cut, range),
    reorderDepth: reorderDepth(copiedRanks, copied.start),
    pictures: joinedPictures(cut, order, segments, join),
    sound,
  });
  return { segments };
}

/** The first key frame of the range that decodes with nothing before it. */
async function findCopyStart(
  { track, range, signal }: RangeCut,
  order: readonly number[],
): Promise<number | null> {
  const { codec, parameters } = track;
  const { lengthSize } = isNalCodec(codec)
    ? readNalStream(codec, parameters.extradata)
    : { lengthSize: null };
  let position = 0;
  for await (const { data, isKey } of track.pictures(range.start, { signal })) {
    const rank = order[position++];
    if (rank === undefined) return null;
    if (!isKey || rank < range.start || rank > range.end) continue;
    if (!isNalCodec(codec) || canBeginAfterOther(codec, splitUnits(data, lengthSize))) return rank;
  }
  return null;
}

/** What the two kinds of segments have in common in the written file. */
type Join = Disposable & {
  readonly parameters: CodecParameters;
  readonly stream: NalStream;
  openEncoder(sample: Frame): Promise<VideoEncoder>;
};

async function openJoin(cut: RangeCut, segments: readonly CutSegment[]): Promise<Join | null> {
  const { track, clip, container } = cut;
  const { codec } = track;
  const isNal = isNalCodec(codec);
  const stream: NalStream = isNal
    ? readNalStream(codec, track.parameters.extradata)
    : { lengthSize: null, parameterSets: [] };
  const parameterSetId = codec === 'avc' ? freeParameterSetId(stream.parameterSets) : null;
  const settingsFor = (sample: Frame) =>
    matchingEncoder(codec, {
      frameRate: clip.info.averageFrameRate,
      profile: track.parameters.profile,
      interlaced: sample.hasFlags(AV_FRAME_FLAG_INTERLACED),
      parameterSetId,
    });
  const openEncoder = async (sample: Frame) => {
    const settings = settingsFor(sample);
    if (!settings) throw new Error(`no encoder matches ${codec}`);
    return openVideoEncoder(settings, sample);
  };
  const parameters = new CodecParameters();
  parameters.alloc();
  FFmpegError.throwIfError(track.parameters.copy(parameters), 'copy the parameters');
  const join: Join = { parameters, stream, openEncoder, [Symbol.dispose]: () => parameters.free() };
  if (codec !== 'prores') parameters.codecTag = 0;
  const encoded = segments.find(({ kind }) => kind === 'encode');
  if (!encoded) {
    if (isNal) parameters.extradata = Buffer.from(joinAnnexB(stream.parameterSets));
    return join;
  }
  const frames = decodeRange(track, { start: encoded.start, end: encoded.start }, cut.signal);
  for await (const sample of frames) {
    if (!settingsFor(sample)) break;
    using encoder = await openEncoder(sample);
    using own = encoder.parameters();
    const ownSets = codec === 'avc' ? splitAnnexB(own.extradata ?? new Uint8Array()) : [];
    const sets = [...stream.parameterSets, ...ownSets.filter((unit) => isNal && isParameterSet(codec, unit))];
    if (isNal) parameters.extradata = Buffer.from(joinAnnexB(sets));
    // Parameter sets of HEVC change within the packets, which this name allows.
    if (codec === 'hevc' && (container === 'mp4' || container === 'mov')) parameters.codecTag = 'hev1';
    return join;
  }
  parameters.free();
  return null;
}

async function* joinedPictures(
  cut: RangeCut,
  order: readonly number[],
  segments: readonly CutSegment[],
  join: Join,
): AsyncGenerator<WrittenPicture, void, void> {
  const { range, onPicture } = cut;
  const total = range.end - range.start + 1;
  let done = 0;
  for (const segment of segments) {
    const pictures =
      segment.kind === 'copy' ? copySegment(cut, order, segment, join) : encodeSegment(cut, segment, join);
    for await (const { frame, ...picture } of pictures) {
      yield { ...picture, frame: frame - range.start };
      done += 1;
      onPicture(done, total);
    }
  }
}

async function* encodeSegment(
  { track, signal }: RangeCut,
  segment: FrameRange,
  join: Join,
): AsyncGenerator<WrittenPicture, void, void> {
  let encoder: VideoEncoder | null = null;
  try {
    for await (const frame of decodeRange(track, segment, signal)) {
      // The source's own choice of picture types would be taken as an order.
      frame.pictType = AV_PICTURE_TYPE_NONE;
      encoder ??= await join.openEncoder(frame);
      yield* placed(encoder.encode(frame), segment.start);
    }
    if (encoder) yield* placed(encoder.encode(null), segment.start);
  } finally {
    encoder?.[Symbol.dispose]();
  }
}

/** An encoder counts from 0. */
async function* placed(
  pictures: AsyncIterable<WrittenPicture>,
  start: number,
): AsyncGenerator<WrittenPicture, void, void> {
  for await (const picture of pictures) yield { ...picture, frame: start + picture.frame };
}

async function* copySegment(
  { track, range, signal }: RangeCut,
  order: readonly number[],
  segment: FrameRange,
  { stream }: Join,
): AsyncGenerator<WrittenPicture, void, void> {
  const { codec } = track;
  const total = segment.end - segment.start + 1;
  const begin = order.indexOf(segment.start);
  let position = 0;
  let done = 0;
  for await (const { data, isKey } of track.pictures(range.start, { signal })) {
    const place = position++;
    const frame = order[place];
    if (frame === undefined || done === total) return;
    if (place < begin || frame < segment.start || frame > segment.end) continue;
    const beginsCopy = frame === segment.start;
    const spliced = isNalCodec(codec) ? splicedPicture(codec, data, stream, { isKey, beginsCopy }) : data;
    yield { frame, data: spliced, isKey };
    done += 1;
  }
}
