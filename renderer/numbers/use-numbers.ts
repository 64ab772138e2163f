import { useEffect, useMemo } from 'react';
import {
  type Code,
  codesInOrder,
  countsOverTime,
  coveredSeconds,
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
import { joinPeriods } from './join-periods.ts';

/** About how many bars stand side by side over the whole time. */
const wantedBins = 24;

/** The events counted, and every number of them. */
export function useNumberTables() {
  const { stores, actions } = useApp();
  const { scope, period, group, times, unread } = useNumbers((state) => state);
  const items = useRecord((state) => state.items);
  const open = useReview((state) => state.clip);
  const known = useHost((state) => state.clips);
  const openId = open?.id;
  const wanted = useMemo(
    () => (scope === 'all' ? (known ?? []) : (known ?? []).filter(({ id }) => id === openId)),
    [scope, known, openId],
  );
  useEffect(() => {
    stores.numbers.getState().load(wanted).catch(actions.report);
  }, [wanted, stores, actions]);

  return useMemo(() => {
    const clips = wanted.filter(({ id }) => times.has(id) || !unread.has(id));
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
    const joined = joinPeriods(periods, numbersPerPeriod(codes, events, periods, counted));
    const totalSeconds = clips.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
    const shareOf = (codeId: string) =>
      coveredSeconds(
        events.filter((event) => event.codeId === codeId),
        counted,
      ) / totalSeconds;
    return {
      codes,
      events,
      ready,
      periods: joined.periods,
      perPeriod: joined.rows,
      shareOf,
      groups,
      matrix: shownGroup === null ? null : labelMatrix(codes, events, shownGroup, counted),
      binSeconds,
      overTime: ready ? countsOverTime(codes, events, counted, binSeconds) : [],
    };
  }, [items, wanted, times, unread, period, group]);
}

export type NumberTables = ReturnType<typeof useNumberTables>;

function periodsOf(
  choice: PeriodChoice,
  codes: readonly Code[],
  events: readonly ProjectEvent[],
  clips: readonly { readonly id: string; readonly name: string }[],
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
      const periods = code ? periodsOfCode(code, events) : [];
      if (clips.length < 2) return periods;
      const nameOf = new Map(clips.map(({ id, name }) => [id, name]));
      return periods.map((each) => ({ ...each, title: `${each.title} · ${nameOf.get(each.clipId) ?? ''}` }));
    }
  }
}
