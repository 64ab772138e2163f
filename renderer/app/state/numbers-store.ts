import { createStore } from 'zustand/vanilla';
import { type ClipInfo, type ClipSeconds, clipSeconds } from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';

/** The stretches that events are counted in. */
export type PeriodChoice =
  | { readonly kind: 'whole' }
  | { readonly kind: 'parts'; readonly parts: number }
  | { readonly kind: 'code'; readonly codeId: string };

/** What a cell shows. */
export type Measure = 'count' | 'total' | 'mean';

export type NumbersState = {
  readonly scope: 'clip' | 'all';
  readonly period: PeriodChoice;
  /** The group of labels in the matrix; null for the first there is. */
  readonly group: string | null;
  readonly measure: Measure;
  /** The events of the number opened last, and what that number is of. */
  readonly opened: { readonly title: string; readonly eventIds: readonly string[] } | null;
  /** When the frames of each clip are shown, as far as it was asked for. */
  readonly times: ReadonlyMap<string, ClipSeconds>;
  /** Clips whose times cannot be read now, for their file is gone, say. Nothing of theirs is counted. */
  readonly unread: ReadonlySet<string>;
  readonly change: (
    change: Partial<Pick<NumbersState, 'scope' | 'period' | 'group' | 'measure' | 'opened'>>,
  ) => void;
  /** Fetches the times of clips that are not known yet; throws what the first one that cannot be read gave. */
  readonly load: (clips: readonly ClipInfo[]) => Promise<void>;
};

/** What the numbers are of. */
export const createNumbersStore = ({ client }: { readonly client: Client }) =>
  createStore<NumbersState>()((set, get) => ({
    scope: 'clip',
    period: { kind: 'whole' },
    group: null,
    measure: 'count',
    opened: null,
    times: new Map(),
    unread: new Set(),
    change: (change) => set(change),
    load: async (clips) => {
      const failures: unknown[] = [];
      for (const clip of clips) {
        const known = get().times.get(clip.id);
        const end = clip.firstTimestampSeconds + clip.durationSeconds;
        // A capture rate that a person states moves all times.
        if (known && known.endSeconds === end) continue;
        try {
          const times = await client.clips.frameTimes({ clipId: clip.id });
          set((state) => ({
            times: new Map(state.times).set(clip.id, clipSeconds(clip, times)),
            unread: new Set([...state.unread].filter((id) => id !== clip.id)),
          }));
        } catch (error) {
          failures.push(error);
          set((state) => ({ unread: new Set(state.unread).add(clip.id) }));
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  }));
