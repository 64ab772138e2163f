import type { ClipFile } from './clip-file.ts';

/** A movie header larger than this is not of this world: two hours of 50 frames per second take 6 MB. */
const maxHeaderBytes = 512 * 2 ** 20;

const parents = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl']);
/** Tables of runs: a count of frames and a value for all of them. */
const runTables = new Set(['stts', 'ctts']);

/**
 * Whether the movie header of an MP4 or MOV speaks of no more frames than the file has bytes. One flipped bit in
 * a table of runs claims thousands of millions of frames, which a reader would list one by one.
 */
export async function hasPlausibleSampleTables(file: ClipFile): Promise<boolean> {
  const header = await findMovieHeader(file);
  return !header || longestRunTable(header, 0, header.byteLength) <= file.sizeBytes;
}

async function findMovieHeader(file: ClipFile): Promise<DataView | null> {
  for (let at = 0; at + 8 <= file.sizeBytes; ) {
    const start = viewOf(await file.read(at, Math.min(at + 16, file.sizeBytes)));
    const { type, size } = readBox(start, 0, file.sizeBytes - at);
    if (size < 8) return null;
    if (type === 'moov') {
      const end = Math.min(at + size, file.sizeBytes);
      return end - at > maxHeaderBytes ? null : viewOf(await file.read(at, end));
    }
    at += size;
  }
  return null;
}

/** The most frames that one table of runs between `start` and `end` speaks of. */
function longestRunTable(view: DataView, start: number, end: number): number {
  let longest = 0;
  for (let at = start; at + 8 <= end; ) {
    const { type, size, headerSize } = readBox(view, at, end - at);
    if (size < 8) break;
    const boxEnd = Math.min(at + size, end);
    if (parents.has(type)) longest = Math.max(longest, longestRunTable(view, at + headerSize, boxEnd));
    if (runTables.has(type)) longest = Math.max(longest, countRuns(view, at + headerSize, boxEnd));
    at += size;
  }
  return longest;
}

/** Version and flags, the number of runs, then pairs of count and value, 4 bytes each. */
function countRuns(view: DataView, start: number, end: number): number {
  let frames = 0;
  const runs = start + 8 <= end ? view.getUint32(start + 4) : 0;
  for (let run = 0; run < runs && start + 16 + run * 8 <= end; run++) {
    frames += view.getUint32(start + 8 + run * 8);
  }
  return frames;
}

function readBox(view: DataView, at: number, remaining: number) {
  const type = String.fromCharCode(...[4, 5, 6, 7].map((i) => view.getUint8(at + i)));
  const size = view.getUint32(at);
  if (size === 0) return { type, size: remaining, headerSize: 8 };
  if (size !== 1) return { type, size, headerSize: 8 };
  const longSize = at + 16 <= view.byteLength ? Number(view.getBigUint64(at + 8)) : 0;
  return { type, size: longSize, headerSize: 16 };
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
