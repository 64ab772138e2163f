import type { ClipFile } from './clip-file.ts';
import { type Box, childBoxes, readMovieHeader } from './movie-header.ts';

const parents = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl']);
/** Tables of runs: a count of frames and a value for all of them. */
const runTables = new Set(['stts', 'ctts']);

/** A chunk holds a second of a track or so; sound counts its single samples. */
const longestChunk = 2 ** 20;

/**
 * Whether the movie header of an MP4 or MOV speaks of no more frames than the file has bytes. One flipped bit in
 * a table of runs or of chunks claims thousands of millions of frames, which a reader would list one by one.
 */
export async function hasPlausibleSampleTables(file: ClipFile): Promise<boolean> {
  const header = await readMovieHeader(file);
  return !header || longestRunTable(header.view, header.box) <= file.sizeBytes;
}

/** The most frames that one table of runs in this box speaks of. */
function longestRunTable(view: DataView, parent: Box): number {
  let longest = 0;
  for (const box of childBoxes(view, parent)) {
    if (parents.has(box.type)) longest = Math.max(longest, longestRunTable(view, box));
    if (runTables.has(box.type)) longest = Math.max(longest, countRuns(view, box));
    if (box.type === 'stsc' && hasEndlessChunk(view, box)) longest = Number.POSITIVE_INFINITY;
  }
  return longest;
}

/** Version and flags, the number of runs, then pairs of count and value, 4 bytes each. */
function countRuns(view: DataView, { start, end }: Box): number {
  let frames = 0;
  const runs = start + 8 <= end ? view.getUint32(start + 4) : 0;
  for (let run = 0; run < runs && start + 16 + run * 8 <= end; run++) {
    frames += view.getUint32(start + 8 + run * 8);
  }
  return frames;
}

/** Version and flags, the number of entries, then first chunk, samples in a chunk and description, 4 bytes each. */
function hasEndlessChunk(view: DataView, { start, end }: Box): boolean {
  for (let at = start + 8; at + 12 <= end; at += 12) if (view.getUint32(at + 4) > longestChunk) return true;
  return false;
}
