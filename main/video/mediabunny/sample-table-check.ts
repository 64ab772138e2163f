import type { ClipFile } from './clip-file.ts';
import { type Box, childBoxes, readMovieHeader } from './movie-header.ts';

const parents = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl']);
/** Tables of runs: a count of frames and a value for all of them. */
const runTables = new Set(['stts', 'ctts']);

/**
 * Whether the movie header of an MP4 or MOV speaks of no more frames than the file has bytes. One flipped bit in
 * a table of runs claims thousands of millions of frames, which a reader would list one by one.
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
