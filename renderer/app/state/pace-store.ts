import { createStore } from 'zustand/vanilla';
import { defaultSettings } from '#common/contract/index.ts';
import { type FrameTimes, frameAtTime } from '#common/domain/index.ts';

/** How far Shift with an arrow steps. */
export type LongStep = { readonly amount: number; readonly unit: 'frames' | 'seconds' };

export type Pace = {
  readonly longStep: LongStep;
  /** Playing speeds from the slowest to the fastest; 1 is one of them. */
  readonly speeds: readonly number[];
};

export type PaceState = Pace & { readonly setPace: (pace: Pace) => void };

/** Those of the settings until a person chooses others. */
export const firstSpeeds: readonly number[] = defaultSettings.speeds;

/** How a person wants to step and play, as the settings have it. */
export const createPaceStore = () =>
  createStore<PaceState>()((set) => ({
    longStep: defaultSettings.longStep,
    speeds: firstSpeeds,
    setPace: ({ longStep, speeds }) => set({ longStep, speeds: inOrder(speeds) }),
  }));

const inOrder = (speeds: readonly number[]): readonly number[] =>
  [...new Set([...speeds, 1])].sort((a, b) => a - b);

/** Half a millisecond: times in a file are rounded. */
const rounding = 0.0005;

type Place = {
  readonly times: FrameTimes | null;
  readonly target: number;
  readonly shown: number | null;
  readonly playing: boolean;
};

/** The frames of a long step from where one is: by real time where it is in seconds, and never none. */
export function longStepOf(
  { times, target, shown, playing }: Place,
  { amount, unit }: LongStep,
  direction: 1 | -1,
): number {
  if (unit === 'frames' || !times) return direction * Math.max(1, Math.round(amount));
  const here = playing ? (shown ?? target) : target;
  const seconds = (times.timestampsSeconds[here] ?? 0) + direction * amount;
  const there = frameAtTime(times.timestampsSeconds, seconds + rounding);
  return direction * Math.max(1, direction * (there - here));
}
