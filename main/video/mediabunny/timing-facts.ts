import type { ClipInfo } from '#common/domain/index.ts';
import type { FrameIndex } from './frame-index.ts';
import { hasVariableFrameRate } from './frame-timing.ts';

type TimingFacts = Pick<
  ClipInfo,
  | 'frameCount'
  | 'firstTimestampSeconds'
  | 'durationSeconds'
  | 'averageFrameRate'
  | 'variableFrameRate'
  | 'keyFrameCount'
>;

/** What follows of a clip from its frame index alone. */
export function timingFacts(index: FrameIndex, ticksPerSecond: number): TimingFacts {
  const shown = index.timestampsSeconds.subarray(index.hiddenCount);
  const first = shown[0] ?? 0;
  const last = shown[shown.length - 1] ?? 0;
  const meanGap = shown.length > 1 ? (last - first) / (shown.length - 1) : index.lastDurationSeconds;
  const lastDuration = index.lastDurationSeconds > 0 ? index.lastDurationSeconds : meanGap;
  return {
    frameCount: shown.length,
    firstTimestampSeconds: first,
    durationSeconds: last - first + lastDuration,
    averageFrameRate: meanGap > 0 ? 1 / meanGap : 0,
    variableFrameRate: hasVariableFrameRate(shown, 1 / ticksPerSecond),
    keyFrameCount: index.keyRanks.filter((rank) => rank >= index.hiddenCount).length,
  };
}
