import { createStore } from 'zustand/vanilla';
import { type FrameRange, mergeRanges } from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import type { RecordStore } from './record-store.ts';
import type { ReviewStore } from './review-store.ts';

export type SeenState = {
  readonly clipId: string | null;
  /** Frames of the clip that a person has had before them, as ranges that neither touch nor overlap. */
  readonly ranges: readonly FrameRange[];
  /** Keeps what was seen since the last time. */
  readonly keep: () => Promise<void>;
};

export type SeenStoreParts = {
  readonly client: Client;
  readonly review: ReviewStore;
  readonly record: RecordStore;
  /** Pauses before what was seen is shown, and kept, in milliseconds. */
  readonly showMilliseconds?: number;
  readonly keepMilliseconds?: number;
};

/** As many ranges as one note of the contract holds. */
const mostRanges = 1000;

/** What a person has looked at, collected from the pictures that stood on the screen; kept every few seconds. */
export function createSeenStore({
  client,
  review,
  record,
  showMilliseconds = 400,
  keepMilliseconds = 3000,
}: SeenStoreParts) {
  /** Seen and not yet kept, in the order of seeing: a stretch that was played is one range. */
  let fresh: { start: number; end: number }[] = [];
  let showTimer: ReturnType<typeof setTimeout> | undefined;
  let keepTimer: ReturnType<typeof setTimeout> | undefined;

  return createStore<SeenState>()((set, get) => {
    const note = (frame: number) => {
      const last = fresh.at(-1);
      if (last && frame >= last.start - 1 && frame <= last.end + 1) {
        last.start = Math.min(last.start, frame);
        last.end = Math.max(last.end, frame);
      } else fresh.push({ start: frame, end: frame });
      showTimer ??= setTimeout(show, showMilliseconds);
      keepTimer ??= setTimeout(() => void keep(), keepMilliseconds);
    };

    const show = () => {
      clearTimeout(showTimer);
      showTimer = undefined;
      set(({ ranges }) => ({ ranges: mergeRanges([...ranges, ...fresh]) }));
    };

    const keep = async () => {
      clearTimeout(keepTimer);
      keepTimer = undefined;
      const { clipId } = get();
      const seen = mergeRanges(fresh);
      show();
      fresh = [];
      if (clipId === null || seen.length === 0 || record.getState().readOnly !== null) return;
      try {
        for (let at = 0; at < seen.length; at += mostRanges) {
          await client.record.noteSeen({ clipId, ranges: seen.slice(at, at + mostRanges) });
        }
      } catch {
        // A lost connection is told elsewhere; what was seen is tried again with what follows.
        if (get().clipId === clipId) fresh.push(...seen.map((range) => ({ ...range })));
      }
    };

    const load = async (clipId: string) => {
      try {
        const ranges = await client.record.seen({ clipId });
        if (get().clipId === clipId) set((state) => ({ ranges: mergeRanges([...state.ranges, ...ranges]) }));
      } catch {
        // The row stays with what is seen from now on.
      }
    };

    review.subscribe((state, before) => {
      const clipId = state.clip?.id ?? null;
      if (clipId !== get().clipId) {
        void keep();
        set({ clipId, ranges: [] });
        if (clipId !== null) void load(clipId);
      }
      if (state.shown !== null && state.shown !== before.shown) note(state.shown);
    });
    globalThis.addEventListener?.('pagehide', () => void keep());
    return { clipId: null, ranges: [], keep };
  });
}
