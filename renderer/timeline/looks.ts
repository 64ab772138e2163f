import type { FrameRange } from '#common/domain/index.ts';
import type { ShownRun } from '../app/state/run.ts';

export type Look = {
  readonly range: FrameRange;
  readonly by: 'model' | 'analyst';
  /** The turn that asked for it; for the analyst's, the turn after which it was shown. */
  readonly turn: number;
  /** Handed in and not yet shown to the engine. */
  readonly waiting: boolean;
  /** Its place from the top: looks that overlap get different ones. */
  readonly lane: number;
};

export type SeenFrame = { readonly frame: number; readonly by: 'start' | 'model' | 'analyst' };

export type RunLooks = {
  readonly looks: readonly Look[];
  readonly seen: readonly SeenFrame[];
  readonly laneCount: number;
};

/** What a question's trajectory puts on the timeline. */
export function looksOfRun(run: ShownRun): RunLooks {
  const found: Omit<Look, 'lane'>[] = [];
  const seen = new Map<number, SeenFrame>();
  let turn = 0;
  for (const step of run.trajectory?.steps ?? []) {
    if (step.kind === 'turn') turn = step.turn;
    if (step.kind !== 'frames') continue;
    if (step.by !== 'start') found.push({ range: step.range, by: step.by, turn, waiting: false });
    for (const { index } of step.frames) {
      if (!seen.has(index) || step.by !== 'start') seen.set(index, { frame: index, by: step.by });
    }
  }
  for (const range of run.waitingLooks) found.push({ range, by: 'analyst', turn, waiting: true });
  const looks = inLanes(found);
  return {
    looks,
    seen: [...seen.values()].toSorted((a, b) => a.frame - b.frame),
    laneCount: looks.reduce((most, look) => Math.max(most, look.lane + 1), 0),
  };
}

function inLanes(looks: readonly Omit<Look, 'lane'>[]): readonly Look[] {
  const lanes: FrameRange[][] = [];
  return looks.map((look) => {
    const free = lanes.findIndex((lane) =>
      lane.every((other) => look.range.start > other.end + 1 || look.range.end < other.start - 1),
    );
    const lane = free < 0 ? lanes.length : free;
    lanes[lane] = [...(lanes[lane] ?? []), look.range];
    return { ...look, lane };
  });
}

/** What is left of a clip without the given ranges. */
export function gaps(ranges: readonly FrameRange[], frameCount: number): readonly FrameRange[] {
  const left: FrameRange[] = [];
  let next = 0;
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    if (range.start > next) left.push({ start: next, end: range.start - 1 });
    next = Math.max(next, range.end + 1);
  }
  if (next < frameCount) left.push({ start: next, end: frameCount - 1 });
  return left;
}

/** Height of a row of looks, in pixels. */
export const laneHeight = (lanes: number): number => Math.max(28, lanes * 20 + 8);
