import { useMemo, useState } from 'react';
import { useRecord } from '../app/state/context.tsx';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { createEventRows, type EventRows } from './event-rows.ts';
import type { ShownRows } from './rows-menu.tsx';

/** The rows of events of a clip, and what stands there while there is none. */
export function useEventRows(
  clipId: string,
  { phases, events, proposals }: ShownRows,
): EventRows & { readonly note: string | null } {
  const [rowsOf] = useState(createEventRows);
  const items = useRecord((state) => state.items);
  // A drawing or another part of the record changes no row.
  const { code, event, proposal } = items;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the three kinds are all that the rows are made of
  const made = useMemo(
    () => rowsOf(items, clipId, { phases, events, proposals }),
    [rowsOf, code, event, proposal, clipId, phases, events, proposals],
  );
  const empty = events && made.rows.length === 0;
  const note = empty ? (code.size === 0 ? texts.noEvents : texts.noEventsShown) : null;
  return { ...made, note };
}
