import type { ClipFile } from './clip-file.ts';
import { type Box, childBoxes, findBox, readMovieHeader } from './movie-header.ts';

/** The packets of a track in decode order, as an MP4 or MOV lists them in its movie header. */
export type SampleTable = {
  readonly timestampsSeconds: Float64Array;
  readonly isKey: Uint8Array;
  readonly offsets: Float64Array;
  readonly sizes: Uint32Array;
  /** Of the packet shown last. */
  readonly lastDurationSeconds: number;
  /** Whether the file asks for several stretches of its media in turn. */
  readonly hasSeveralEdits: boolean;
};

/**
 * Reads the tables of a track at once, where going through them packet by packet takes a second for two hours.
 * Timestamps are those that mediabunny gives, bit for bit: the viewer numbers frames by them. Null where the
 * tables are not plain and sound (fragments, encryption, counts that disagree): those are left to mediabunny.
 */
export async function readSampleTable(file: ClipFile, trackId: number): Promise<SampleTable | null> {
  const header = await readMovieHeader(file);
  if (!header) return null;
  const { view, box } = header;
  try {
    if (findBox(view, box, 'mvex')) return null;
    for (const track of childBoxes(view, box)) {
      if (track.type === 'trak' && trackIdOf(view, track) === trackId) return readTrack(view, box, track);
    }
  } catch (error) {
    // A table that reaches beyond the header; mediabunny says what can be used of it.
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

function readTrack(view: DataView, movie: Box, track: Box): SampleTable | null {
  const tables = findBox(view, track, 'mdia', 'minf', 'stbl');
  const box = (type: string) => (tables ? findBox(view, tables, type) : null);
  const [description, times, sizeTable] = [box('stsd'), box('stts'), box('stsz')];
  if (!tables || !description || !times || !sizeTable || isEncrypted(view, description)) return null;
  const sizes = readSizes(view, sizeTable);
  const count = sizes?.length ?? 0;
  const offsets = sizes && readOffsets(view, box('stsc'), box('stco'), box('co64'), sizes);
  const ticks = readDecodeTimes(view, times, count);
  const mediaHeader = findBox(view, track, 'mdia', 'mdhd');
  if (!sizes || count === 0 || !offsets || !ticks || !mediaHeader) return null;
  const compositionOffsets = box('ctts');
  if (compositionOffsets && !addRuns(view, compositionOffsets, ticks.times)) return null;
  const ticksPerSecond = timescaleOf(view, mediaHeader);
  const edits = readEdits(view, movie, track, ticksPerSecond);
  return {
    timestampsSeconds: ticks.times.map((time) => (time - edits.offset) / ticksPerSecond),
    isKey: readKeys(view, box('stss'), count),
    offsets,
    sizes,
    lastDurationSeconds: ticks.deltaOf(indexOfHighest(ticks.times)) / ticksPerSecond,
    hasSeveralEdits: edits.count > 1,
  };
}

const trackIdOf = (view: DataView, track: Box): number | null => {
  const header = findBox(view, track, 'tkhd');
  return header && view.getUint32(header.start + (view.getUint8(header.start) === 1 ? 20 : 12));
};

const timescaleOf = (view: DataView, { start }: Box) =>
  view.getUint32(start + (view.getUint8(start) === 1 ? 20 : 12));

/** The first sample entry's four letters follow version, flags, count and its size. */
const isEncrypted = (view: DataView, { start }: Box) =>
  view.getUint32(start + 4) !== 1 || view.getUint32(start + 12) === 0x656e6376;

/** What is taken off all times, in ticks of the track: the first edit that shows media, and empty ones before. */
function readEdits(view: DataView, movie: Box, track: Box, ticksPerSecond: number) {
  const edits = findBox(view, track, 'edts', 'elst');
  const movieHeader = findBox(view, movie, 'mvhd');
  const found = { offset: 0, count: 0 };
  if (!edits || !movieHeader) return found;
  const long = view.getUint8(edits.start) === 1;
  const entryBytes = long ? 20 : 12;
  let emptyTicks = 0;
  for (let entry = 0; entry < view.getUint32(edits.start + 4); entry++) {
    const at = edits.start + 8 + entry * entryBytes;
    const duration = long ? Number(view.getBigUint64(at)) : view.getUint32(at);
    const mediaTime = long ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4);
    if (mediaTime === -1) {
      if (found.count === 0) emptyTicks += duration;
      continue;
    }
    const isFullSpeed = view.getInt32(at + (long ? 16 : 8)) === 0x10000;
    if (found.count === 0 && isFullSpeed) {
      found.offset = mediaTime - Math.round((emptyTicks / timescaleOf(view, movieHeader)) * ticksPerSecond);
    }
    found.count += 1;
  }
  return found;
}

function readSizes(view: DataView, { start, end }: Box): Uint32Array | null {
  const common = view.getUint32(start + 4);
  const count = view.getUint32(start + 8);
  if (common !== 0 || start + 12 + count * 4 > end) return null;
  return Uint32Array.from({ length: count }, (_, i) => view.getUint32(start + 12 + i * 4));
}

function readDecodeTimes(view: DataView, { start }: Box, count: number) {
  const times = new Float64Array(count);
  const runs = view.getUint32(start + 4);
  const ends: number[] = [];
  const deltas: number[] = [];
  let index = 0;
  let time = 0;
  for (let run = 0; run < runs; run++) {
    const length = view.getUint32(start + 8 + run * 8);
    const delta = view.getUint32(start + 12 + run * 8);
    if (index + length > count) return null;
    for (let i = 0; i < length; i++) times[index + i] = time + i * delta;
    index += length;
    time += length * delta;
    ends.push(index);
    deltas.push(delta);
  }
  if (index !== count) return null;
  return { times, deltaOf: (sample: number) => deltas[ends.findIndex((end) => end > sample)] ?? 0 };
}

/** Adds to each time what its run says; false when the runs are not as many as the times. */
function addRuns(view: DataView, { start }: Box, times: Float64Array): boolean {
  const runs = view.getUint32(start + 4);
  let index = 0;
  for (let run = 0; run < runs; run++) {
    const length = view.getUint32(start + 8 + run * 8);
    const offset = view.getInt32(start + 12 + run * 8);
    if (index + length > times.length) return false;
    for (const end = index + length; index < end; index++) times[index] = (times[index] ?? 0) + offset;
  }
  return index === times.length;
}

/** Without a table every packet is a key frame. Some files forget the first one. */
function readKeys(view: DataView, table: Box | null, count: number): Uint8Array {
  const isKey = new Uint8Array(count).fill(table ? 0 : 1);
  isKey[0] = 1;
  const entries = table ? view.getUint32(table.start + 4) : 0;
  for (let i = 0; table && i < entries; i++) {
    const sample = view.getUint32(table.start + 8 + i * 4) - 1;
    if (sample < count) isKey[sample] = 1;
  }
  return isKey;
}

/** Samples lie in chunks; runs of chunks hold the same number of samples. */
function readOffsets(
  view: DataView,
  runs: Box | null,
  short: Box | null,
  long: Box | null,
  sizes: Uint32Array,
): Float64Array | null {
  const chunks = long ?? short;
  if (!runs || !chunks || (long && short)) return null;
  const chunkCount = view.getUint32(chunks.start + 4);
  const chunkOffset = (i: number) =>
    long ? Number(view.getBigUint64(long.start + 8 + i * 8)) : view.getUint32(chunks.start + 8 + i * 4);
  const runCount = view.getUint32(runs.start + 4);
  const offsets = new Float64Array(sizes.length);
  let sample = 0;
  let chunk = 0;
  for (let run = 0; run < runCount; run++) {
    const at = runs.start + 8 + run * 12;
    if (view.getUint32(at) - 1 !== chunk) return null;
    const next = run + 1 < runCount ? view.getUint32(at + 12) - 1 : chunkCount;
    const samplesPerChunk = view.getUint32(at + 4);
    for (; chunk < next && sample < sizes.length; chunk++) {
      let offset = chunkOffset(chunk);
      for (let i = 0; i < samplesPerChunk && sample < sizes.length; i++, sample++) {
        offsets[sample] = offset;
        offset += sizes[sample] ?? 0;
      }
    }
  }
  return sample === sizes.length ? offsets : null;
}

function indexOfHighest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) > (values[best] ?? 0)) best = i;
  return best;
}
