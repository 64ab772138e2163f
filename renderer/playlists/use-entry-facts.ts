import { useMemo } from 'react';
import {
  durationOfRange,
  type EntryFacts,
  type EntryState,
  entryState,
  frameRangeLength,
  labelsText,
  type PlaylistEntry,
} from '#common/domain/index.ts';
import { useHost, useNumbers, useRecord } from '../app/state/context.tsx';

/** What is known of an entry now: its clip, its event, its length. */
export type KnownEntry = EntryFacts & {
  readonly state: EntryState;
  /** `#rrggbb`; null where it has no code. */
  readonly colour: string | null;
  /** False until the clip's frame times are there. */
  readonly isTimed: boolean;
};

/** Gives what is known of any entry. */
export function useEntryFacts(): (entry: PlaylistEntry) => KnownEntry {
  const clips = useHost((state) => state.clips);
  const times = useNumbers((state) => state.times);
  const events = useRecord((state) => state.items.event);
  const codes = useRecord((state) => state.items.code);
  return useMemo(() => {
    const byId = new Map((clips ?? []).map((clip) => [clip.id, clip]));
    return (entry) => {
      const clip = byId.get(entry.clipId);
      const event = events.get(entry.eventId ?? '');
      const code = codes.get(event?.codeId ?? '');
      const clipTimes = times.get(entry.clipId);
      const rate = Math.max(1, clip?.averageFrameRate ?? 1);
      return {
        clipName: clip?.name ?? '',
        code: code?.name ?? '',
        colour: code?.colour ?? null,
        labels: event ? labelsText(event.labels) : '',
        state: entryState(entry, clip),
        isTimed: clipTimes !== undefined,
        // Until the times are there, only good enough to sort by.
        seconds: clipTimes ? durationOfRange(clipTimes, entry.range) : frameRangeLength(entry.range) / rate,
      };
    };
  }, [clips, times, events, codes]);
}
