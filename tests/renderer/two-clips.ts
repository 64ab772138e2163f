import type { ClipInfo, FrameTimes, RecordChange } from '#common/domain/index.ts';
import { createCompareStore } from '#renderer/app/state/compare-store.ts';
import { createNoticesStore } from '#renderer/app/state/notices-store.ts';
import { createRecordStore } from '#renderer/app/state/record-store.ts';
import { createReviewStore } from '#renderer/app/state/review-store.ts';
import type { Client } from '#renderer/client/client.ts';
import { createFakeClient } from './fake-client.ts';

export const evenTimes = (count: number, rate: number, first = 0): readonly number[] =>
  Array.from({ length: count }, (_, frame) => first + frame / rate);

export const clipOf = (id: string, times: readonly number[], change: Partial<ClipInfo> = {}): ClipInfo =>
  ({
    id,
    name: `${id}.mp4`,
    frameCount: times.length,
    firstTimestampSeconds: times[0] ?? 0,
    durationSeconds: (times.at(-1) ?? 0) - (times[0] ?? 0) + 0.04,
    width: 200,
    height: 100,
    timeScale: 1,
    averageFrameRate: 25,
    hasAudio: false,
    ...change,
  }) as ClipInfo;

/** The stores of two pictures on a host in memory; the left clip is open. */
export async function openTwo(
  times: Readonly<Record<string, readonly number[]>>,
  changes: Partial<ClipInfo> = {},
) {
  const { client: fake, calls } = createFakeClient();
  const indexOf = (id: string): FrameTimes => ({ timestampsSeconds: times[id] ?? [], keyFrames: [0] });
  const client = {
    ...fake,
    clips: { ...fake.clips, frameTimes: async ({ clipId }: { clipId: string }) => indexOf(clipId) },
  } as unknown as Client;
  const clips = Object.fromEntries(
    Object.entries(times).map(([id, each]) => [id, clipOf(id, each, changes)]),
  );
  const clip = (id: string): ClipInfo => clips[id] as ClipInfo;
  const notices = createNoticesStore();
  const review = createReviewStore();
  const record = createRecordStore({ client, notices });
  let ids = 0;
  const openClip = async (opened: ClipInfo) => {
    review.getState().showClip(opened);
    await Promise.resolve();
    review.getState().setTimes(opened.id, indexOf(opened.id));
  };
  const compare = createCompareStore({
    client,
    review,
    record,
    notices,
    openClip,
    createId: () => `sync-${ids++}`,
  });
  await openClip(clip('a'));
  record.getState().follow();
  await new Promise((resolve) => setTimeout(resolve));
  const { right } = compare.getState();
  return {
    compare,
    record,
    notices,
    review,
    right,
    clip,
    calls,
    frames: () => [review.getState().target, right.getState().target] as const,
    edits: () =>
      calls
        .filter(({ name }) => name === 'record.edit')
        .map(({ input }) => input as { title: string; changes: RecordChange[]; mergeKey?: string }),
  };
}
