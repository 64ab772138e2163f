import type { Size } from '#common/domain/index.ts';
import type { VideoService } from '../video-service.ts';
import type { CutSegment } from './cut-plan.ts';
import type { ExportClip } from './export-clip.ts';

export type CutToCheck = {
  readonly video: VideoService;
  readonly clip: ExportClip;
  /** The written file. */
  readonly path: string;
  /** What it is to show, one after the other. */
  readonly segments: readonly CutSegment[];
  /** Otherwise only their number and times. */
  readonly comparePictures: boolean;
  readonly signal: AbortSignal;
  readonly onFrame: (done: number, total: number) => void;
};

/** Small pictures tell frames apart and cost little to compare. */
const size: Size = { width: 64, height: 48 };
/** Mean difference of small pictures, of 255, beyond which an encoded frame shows something else. */
const mostDifference = 6;
/** Frames looked at on each side of a place where segments meet, and in all of a long range. */
const framesNearJoin = 8;
const framesInAll = 64;
/** Matroska and WebM keep times in whole milliseconds. */
const timeTolerance = 0.0011;

/**
 * Opens what was written, as anybody would, and compares it with its source: the number of frames, when each is
 * shown, and the pictures round every join and in a sample of the rest. Copied pictures must be the same to the bit.
 */
export async function showsTheSame(cut: CutToCheck): Promise<boolean> {
  const { video, clip, path, segments, signal } = cut;
  const first = segments[0]?.start ?? 0;
  const count = segments.reduce((sum, { start, end }) => sum + end - start + 1, 0);
  try {
    const { timestampsSeconds } = await video.frameTimes(path, { signal });
    if (timestampsSeconds.length !== count) return false;
    const origin = clip.timestampsSeconds[first] ?? 0;
    for (const [i, seconds] of timestampsSeconds.entries()) {
      const expected = (clip.timestampsSeconds[first + i] ?? 0) - origin;
      if (Math.abs(seconds - (timestampsSeconds[0] ?? 0) - expected) > timeTolerance) return false;
    }
    return !cut.comparePictures || (await picturesAgree(cut, first, count));
  } finally {
    await video.close(path);
  }
}

async function picturesAgree(cut: CutToCheck, first: number, count: number): Promise<boolean> {
  const { video, clip, path, segments, signal, onFrame } = cut;
  const chosen = framesToCompare(segments, first, count);
  let done = 0;
  // In batches, so that the two decoders take turns over the same stretch.
  for (let at = 0; at < chosen.length; at += 16) {
    const batch = chosen.slice(at, at + 16);
    const [before, after] = await Promise.all([
      video.frames(clip.reading, batch, size, { signal }),
      video.frames(
        path,
        batch.map((frame) => frame - first),
        size,
        { signal },
      ),
    ]);
    for (const [i, source] of before.entries()) {
      const written = after[i];
      const kind = segments.find(({ start, end }) => source.index >= start && source.index <= end)?.kind;
      if (!written) return false;
      if (kind === 'copy' && source.sha256 !== written.sha256) return false;
      if (kind === 'encode' && difference(source.pixels, written.pixels) > mostDifference) return false;
    }
    done += batch.length;
    onFrame(done, chosen.length);
  }
  return true;
}

function framesToCompare(segments: readonly CutSegment[], first: number, count: number): readonly number[] {
  const chosen = new Set<number>();
  const stride = Math.max(1, Math.ceil(count / framesInAll));
  for (let frame = first; frame < first + count; frame += stride) chosen.add(frame);
  for (const { start, end } of segments) {
    for (let i = 0; i < framesNearJoin; i++) {
      for (const frame of [start + i, end - i, start - 1 - i, end + 1 + i]) {
        if (frame >= first && frame < first + count) chosen.add(frame);
      }
    }
  }
  return [...chosen].sort((a, b) => a - b);
}

function difference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (const [i, value] of a.entries()) sum += Math.abs(value - (b[i] ?? 0));
  return sum / a.length;
}
