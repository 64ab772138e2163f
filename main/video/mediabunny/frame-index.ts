import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EncodedPacket, EncodedPacketSink } from 'mediabunny';
import { throwIfCancelled } from '#common/domain/index.ts';
import { type FrameTiming, lastAtOrBefore, PacketTimings } from './frame-timing.ts';

/** The timing of a track, with the frames that an edit list trims off its beginning. */
export type FrameIndex = FrameTiming & {
  /** Frames before the edit: needed for decoding, never shown, without a number. */
  readonly hiddenCount: number;
};

export type IndexOptions = {
  readonly codec: string;
  /** MP4 and MOV: packets are listed apart from their data, and an edit list may trim. */
  readonly hasSampleTable: boolean;
  readonly signal: AbortSignal | undefined;
};

/** How long metadata is read before the process attends to its messages again. */
const sliceMilliseconds = 15;

/** Reads the timing of all packets that the file really holds; null when there is none that can be decoded. */
export async function buildFrameIndex(
  sink: EncodedPacketSink,
  options: IndexOptions,
): Promise<FrameIndex | null> {
  let timing = (await readTimings(sink, options, Number.POSITIVE_INFINITY)).sorted();
  if (options.hasSampleTable && !(await readable(sink, Number.POSITIVE_INFINITY))) {
    const end = await findReadableEnd(sink, timing);
    if (end === null) return null;
    timing = (await readTimings(sink, options, end)).sorted();
  }
  if (timing.timestampsSeconds.length === 0) return null;
  return { ...timing, hiddenCount: options.hasSampleTable ? trimmedCount(timing.timestampsSeconds) : 0 };
}

async function readTimings(
  sink: EncodedPacketSink,
  { codec, signal }: IndexOptions,
  lastSequenceNumber: number,
): Promise<PacketTimings> {
  // VP8 stores pictures that are never shown as packets of their own, told apart only by their data.
  const needsData = codec === 'vp8';
  const retrieval = { metadataOnly: !needsData };
  const timings = new PacketTimings();
  let sliceEnd = performance.now() + sliceMilliseconds;
  let packet = await sink.getFirstPacket(retrieval).catch(nothing);
  while (packet && packet.sequenceNumber <= lastSequenceNumber) {
    if (!needsData || isShownVp8(packet)) {
      timings.add({
        timestampSeconds: packet.timestamp,
        durationSeconds: packet.duration,
        isKey: packet.type === 'key',
      });
    }
    packet = await sink.getNextPacket(packet, retrieval).catch(nothing);
    if (performance.now() > sliceEnd) {
      await nextTurn();
      throwIfCancelled(signal);
      sliceEnd = performance.now() + sliceMilliseconds;
    }
  }
  return timings;
}

/** A parser that fails in the middle of a file has reached the end of what can be used. */
const nothing = () => null;

const isShownVp8 = (packet: EncodedPacket) => ((packet.data[0] ?? 0) & 0x10) !== 0;

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
  for (let next = last; next; next = await sink.getNextPacket(next).catch(nothing)) last = next;
  return last?.sequenceNumber ?? null;
}

const readable = (sink: EncodedPacketSink, timestampSeconds: number): Promise<EncodedPacket | null> =>
  sink.getPacket(timestampSeconds).catch(nothing);

/** Frames before time 0 lie before the edit, unless the whole clip does. */
function trimmedCount(timestampsSeconds: Float64Array): number {
  const trimmed = lastAtOrBefore(timestampsSeconds, -Number.EPSILON) + 1;
  return trimmed === timestampsSeconds.length ? 0 : trimmed;
}
