import { useEffect, useMemo } from 'react';
import {
  type Code,
  codesInOrder,
  countsOverTime,
  equalPeriods,
  labelGroups,
  labelMatrix,
  niceBinSeconds,
  numbersPerPeriod,
  type Period,
  type ProjectEvent,
  periodsOfCode,
} from '#common/domain/index.ts';
import { useApp, useHost, useNumbers, useRecord, useReview } from '../app/state/context.tsx';
import type { PeriodChoice } from '../app/state/numbers-store.ts';

/** About how many bars stand side by side over the whole time. */
const wantedBins = 24;

/** The events counted, and every number of them. */
export function useNumberTables() {
  const { stores, actions } = useApp();
  const { scope, period, group, times } = useNumbers((state) => state);
  const items = useRecord((state) => state.items);
  const open = useReview((state) => state.clip);
  const known = useHost((state) => state.clips);
  const clips = useMemo(
    () => (scope === 'all' ? (known ?? []) : (known ?? []).filter(({ id }) => id === open?.id)),
    [scope, known, open],
  );
  useEffect(() => {
    stores.numbers.getState().load(clips).catch(actions.report);
  }, [clips, stores, actions]);

  return useMemo(() => {
    const ids = new Set(clips.map(({ id }) => id));
    const codes = codesInOrder(items.code.values()).filter(({ hidden }) => !hidden);
    const shownCodes = new Set(codes.map(({ id }) => id));
    const events = [...items.event.values()]
      .filter(({ clipId, codeId }) => ids.has(clipId) && shownCodes.has(codeId))
      .sort((a, b) => a.clipId.localeCompare(b.clipId) || a.range.start - b.range.start);
    const ready = clips.every(({ id }) => times.has(id));
    const counted = new Map([...times].filter(([id]) => ids.has(id)));
    const longest = Math.max(0, ...clips.map(({ durationSeconds }) => durationSeconds));
    const binSeconds = niceBinSeconds(Math.max(longest, 1), wantedBins);
    const groups = labelGroups(events);
    const shownGroup = groups.find((each) => each === group) ?? groups[0] ?? null;
    const periods = periodsOf(period, codes, events, clips, times);
    return {
      codes,
      clips,
      events,
      ready,
      periods,
      perPeriod: numbersPerPeriod(codes, events, periods, counted),
      groups,
      matrix: shownGroup === null ? null : labelMatrix(codes, events, shownGroup, counted),
      binSeconds,
      overTime: ready ? countsOverTime(codes, events, counted, binSeconds) : [],
      totalSeconds: clips.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0),
    };
  }, [items, clips, times, period, group]);
}

export type NumberTables = ReturnType<typeof useNumberTables>;

function periodsOf(
  choice: PeriodChoice,
  codes: readonly Code[],
  events: readonly ProjectEvent[],
  clips: readonly { readonly id: string }[],
  times: Parameters<typeof numbersPerPeriod>[3],
): readonly Period[] {
  switch (choice.kind) {
    case 'whole':
      return [];
    case 'parts':
      return clips.flatMap(({ id }) => {
        const clip = times.get(id);
        return clip ? equalPeriods(id, clip, choice.parts) : [];
      });
    case 'code': {
      const code = codes.find(({ id }) => id === choice.codeId);
      return code ? periodsOfCode(code, events) : [];
    }
  }
}
