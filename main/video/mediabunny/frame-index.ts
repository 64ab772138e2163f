import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EncodedPacket, EncodedPacketSink } from 'mediabunny';
import { throwIfCancelled } from '#common/domain/index.ts';
import { unlessStalled } from '../unless-stalled.ts';
import type { SecondFieldTest } from './field-pairs.ts';
import { type FrameTiming, lastAtOrBefore, PacketTimings } from './frame-timing.ts';
import type { SampleTable } from './sample-table.ts';

/** The timing of a track, with the frames that an edit list trims off its beginning. */
export type FrameIndex = FrameTiming & {
  /** Frames before the edit: needed for decoding, never shown, without a number. */
  readonly hiddenCount: number;
  /** True when the file ends before its own list of packets does. */
  readonly truncated: boolean;
  /** The file's own list of packets, where it is plain enough to be read by. */
  readonly samples: SampleTable | null;
};

export type IndexOptions = {
  readonly codec: string;
  /** MP4 and MOV: packets are listed apart from their data, and an edit list may trim. */
  readonly hasSampleTable: boolean;
  /** The list of packets, where it could be read at once; the sink is asked for each packet without. */
  readonly samples?: SampleTable | null;
  /** Needed with `samples`: packets beyond it are not there. */
  readonly sizeBytes?: number;
  /** Where a frame may lie in two packets, a field in each: only the first of them is counted. */
  readonly secondFieldTest?: (() => SecondFieldTest) | null;
  readonly signal: AbortSignal | undefined;
  /** Called now and then on a long way. */
  readonly onSlice?: (() => void) | undefined;
};

/** How long metadata is read before the process attends to its messages again. */
const sliceMilliseconds = 15;

/**
 * Reads the timing of all packets that the file really holds; null when there is none that can be decoded. An
 * edit list hides the frames before its one stretch of media. Where it names several stretches, nothing is
 * hidden and each frame of the media has its number once, in the order of the media: a frame shown twice, or in
 * another order, would have two numbers.
 */
export async function buildFrameIndex(
  sink: EncodedPacketSink,
  options: IndexOptions,
): Promise<FrameIndex | null> {
  const { samples, sizeBytes = Number.POSITIVE_INFINITY } = options;
  if (samples && !needsData(options)) return indexOfSamples(samples, sizeBytes);
  let timing = (await readTimings(sink, options, Number.POSITIVE_INFINITY)).sorted();
  const truncated = options.hasSampleTable && !(await readable(sink, Number.POSITIVE_INFINITY));
  if (truncated) {
    const end = await findReadableEnd(sink, timing);
    if (end === null) return null;
    timing = (await readTimings(sink, options, end)).sorted();
  }
  if (timing.timestampsSeconds.length === 0) return null;
  const hiddenCount = options.hasSampleTable ? trimmedCount(timing.timestampsSeconds) : 0;
  // What is stated for a field is half of its frame's duration, or none.
  const lastDurationSeconds = options.secondFieldTest ? 0 : timing.lastDurationSeconds;
  return { ...timing, lastDurationSeconds, hiddenCount, truncated, samples: null };
}

/** Data is stored in decode order, so what is left of a file that was cut off are the first packets. */
function indexOfSamples(listed: SampleTable, sizeBytes: number): FrameIndex | null {
  const missing = listed.offsets.findIndex((offset, i) => offset + (listed.sizes[i] ?? 0) > sizeBytes);
  const samples = missing < 0 ? listed : firstSamples(listed, missing);
  const { timestampsSeconds, isKey, lastDurationSeconds, hasSeveralEdits } = samples;
  const timings = new PacketTimings();
  for (let i = 0; i < timestampsSeconds.length; i++) {
    timings.add({
      timestampSeconds: timestampsSeconds[i] ?? 0,
      durationSeconds: lastDurationSeconds,
      isKey: isKey[i] === 1,
    });
  }
  const timing = timings.sorted();
  if (timing.timestampsSeconds.length === 0) return null;
  const hiddenCount = hasSeveralEdits ? 0 : trimmedCount(timing.timestampsSeconds);
  return { ...timing, hiddenCount, truncated: missing >= 0, samples };
}

const firstSamples = (samples: SampleTable, count: number): SampleTable => ({
  ...samples,
  timestampsSeconds: samples.timestampsSeconds.subarray(0, count),
  isKey: samples.isKey.subarray(0, count),
  offsets: samples.offsets.subarray(0, count),
  sizes: samples.sizes.subarray(0, count),
});

async function readTimings(
  sink: EncodedPacketSink,
  options: IndexOptions,
  lastSequenceNumber: number,
): Promise<PacketTimings> {
  const { codec, secondFieldTest, signal, onSlice } = options;
  const retrieval = { metadataOnly: !needsData(options) };
  const isSecondField = secondFieldTest?.() ?? never;
  const isCounted = (data: Uint8Array) => (codec === 'vp8' ? isShownVp8(data) : !isSecondField(data));
  const timings = new PacketTimings();
  let sliceEnd = performance.now() + sliceMilliseconds;
  let packet = await sink.getFirstPacket(retrieval).catch(unlessStalled);
  while (packet && packet.sequenceNumber <= lastSequenceNumber) {
    if (isCounted(packet.data)) {
      timings.add({
        timestampSeconds: packet.timestamp,
        durationSeconds: packet.duration,
        isKey: packet.type === 'key',
      });
    }
    packet = await sink.getNextPacket(packet, retrieval).catch(unlessStalled);
    if (performance.now() > sliceEnd) {
      onSlice?.();
      await nextTurn();
      throwIfCancelled(signal);
      sliceEnd = performance.now() + sliceMilliseconds;
    }
  }
  return timings;
}

/** VP8 stores pictures that are never shown as packets of their own, told apart only by their data. */
const isShownVp8 = (data: Uint8Array) => ((data[0] ?? 0) & 0x10) !== 0;

const never = () => false;

const needsData = ({ codec, secondFieldTest }: IndexOptions) => codec === 'vp8' || !!secondFieldTest;

/**
 * The sequence number of the last packet whose data lies in a file that was cut off; null when not even the
 * first key frame is there. Data is stored in decode order, so the key frames that remain are the first ones.
 */
async function findReadableEnd(
  sink: EncodedPacketSink,
  { timestampsSeconds, keyRanks }: FrameTiming,
): Promise<number | null> {
  let low = 0;
  let high = keyRanks.length;
  let last: EncodedPacket | null = null;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = await readable(sink, timestampsSeconds[keyRanks[middle] ?? 0] ?? 0);
    if (found) {
      last = found;
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  for (let next = last; next; next = await sink.getNextPacket(next).catch(unlessStalled)) last = next;
  return last?.sequenceNumber ?? null;
}

const readable = (sink: EncodedPacketSink, timestampSeconds: number): Promise<EncodedPacket | null> =>
  sink.getPacket(timestampSeconds).catch(unlessStalled);

/** Frames before time 0 lie before the edit, unless the whole clip does. */
function trimmedCount(timestampsSeconds: Float64Array): number {
  const trimmed = lastAtOrBefore(timestampsSeconds, -Number.EPSILON) + 1;
  return trimmed === timestampsSeconds.length ? 0 : trimmed;
}
