import type { FrameRange } from '#common/domain/index.ts';
import type { VideoService } from '../video-service.ts';
import type { Container } from './clip-muxer.ts';
import { tagFor } from './codec-tag.ts';
import type { CodedTrack } from './coded-track.ts';
import { planCopy, reorderDepth } from './cut-plan.ts';
import { readDecodeOrder } from './decode-order.ts';
import { type ExportClip, timesOf } from './export-clip.ts';
import { copyUnreliable } from './export-errors.ts';
import { type FrameTicks, toTicks, writableTimescale } from './frame-ticks.ts';
import { openSoundTrack } from './sound-track.ts';
import { type WrittenPicture, writeClip } from './write-clip.ts';

export type RangeCut = {
  readonly video: VideoService;
  readonly clip: ExportClip;
  readonly track: CodedTrack;
  readonly range: FrameRange;
  readonly path: string;
  readonly container: Container;
  readonly sound: boolean;
  readonly signal: AbortSignal;
  readonly onPicture: (done: number, total: number) => void;
};

/** Copies the coded pictures of a range and those it needs; gives the frames that the file shows. */
export async function cutByCopy(cut: RangeCut): Promise<FrameRange> {
  const { clip, track, range, path, container, signal } = cut;
  const order = await readDecodeOrder(track, range, signal);
  const copied = planCopy(order, range);
  if (!copied) throw copyUnreliable(clip.name);
  const shown = { start: Math.max(0, copied.start), end: copied.end };
  const ranks = order.filter((rank) => rank >= copied.start && rank <= copied.end);
  const parameters = tagFor(track, container);
  using _ = parameters;
  using sound = await rangeSound(cut, shown);
  await writeClip({
    path,
    container,
    track: { parameters, sampleAspectRatio: track.sampleAspectRatio },
    ticks: withHidden(rangeTicks(cut, shown), shown.start - copied.start),
    reorderDepth: reorderDepth(ranks, copied.start),
    pictures: copyPictures(cut, order, copied),
    sound,
  });
  return shown;
}

/** When the frames are shown, on the source's own clock. */
export function rangeTicks({ clip, track }: Pick<RangeCut, 'clip' | 'track'>, range: FrameRange): FrameTicks {
  const { times, durationSeconds } = timesOf(clip, range.start, range.end);
  return toTicks(times, durationSeconds, writableTimescale(track.timeResolution));
}

export async function rangeSound({ sound, clip, video, container, signal }: RangeCut, range: FrameRange) {
  if (!sound || !clip.info.hasAudio) return null;
  const { times, durationSeconds } = timesOf(clip, range.start, range.end);
  const stretch = { source: clip.reading, startSeconds: times[0] ?? 0, durationSeconds };
  return openSoundTrack(video, [stretch], container, signal);
}

/** Pictures before time 0, which an edit list of the written file hides as the source's did. */
function withHidden(shown: FrameTicks, count: number): FrameTicks {
  const pace = Math.max(1, (shown.ticks[1] ?? shown.lastTicks) - (shown.ticks[0] ?? 0));
  const hidden = Array.from({ length: count }, (_, i) => (i - count) * pace);
  return { ...shown, ticks: [...hidden, ...shown.ticks] };
}

async function* copyPictures(
  { track, range, signal, onPicture }: RangeCut,
  order: readonly number[],
  copied: FrameRange,
): AsyncGenerator<WrittenPicture, void, void> {
  const total = copied.end - copied.start + 1;
  let done = 0;
  let position = 0;
  for await (const { data, isKey } of track.pictures(range.start, { signal })) {
    const rank = order[position++];
    if (rank === undefined) return;
    if (rank < copied.start || rank > copied.end) continue;
    yield { frame: rank - copied.start, data, isKey };
    done += 1;
    onPicture(done, total);
    if (done === total) return;
  }
}
