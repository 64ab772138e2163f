/** The times of an exported clip's frames in whole ticks, the first one at 0. */
export type FrameTicks = {
  /** Ticks per second. */
  readonly timescale: number;
  /** When each frame is shown, ascending. */
  readonly ticks: readonly number[];
  /** How long the last one is shown. */
  readonly lastTicks: number;
};

/** Beyond this, as Matroska's nanoseconds, a file would hold times that overflow in other programs. */
const finestTimescale = 1_000_000;
/** MPEG's clock, fine enough for every usual frame rate. */
const usualTimescale = 90_000;

/** The clock to write with: the source's own, so that no time is rounded, or MPEG's where that is no whole number. */
export const writableTimescale = (timeResolution: number): number =>
  Number.isInteger(timeResolution) && timeResolution >= 1 && timeResolution <= finestTimescale
    ? timeResolution
    : usualTimescale;

/** One clock for several sources, in which each one's times are whole as long as that is possible. */
export function commonTimescale(timescales: readonly number[]): number {
  const common = timescales.reduce((a, b) => (a / greatestDivisor(a, b)) * b, 1);
  return common <= finestTimescale ? common : usualTimescale;
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/** Times in seconds, ascending, as ticks that ascend too: frames closer than a tick move apart. */
export function toTicks(
  timestampsSeconds: readonly number[],
  durationSeconds: number,
  timescale: number,
): FrameTicks {
  const first = Math.round((timestampsSeconds[0] ?? 0) * timescale);
  const ticks: number[] = [];
  for (const seconds of timestampsSeconds) {
    ticks.push(Math.max(Math.round(seconds * timescale) - first, (ticks.at(-1) ?? -1) + 1));
  }
  const end = Math.round(((timestampsSeconds[0] ?? 0) + durationSeconds) * timescale) - first;
  return { timescale, ticks, lastTicks: Math.max(1, end - (ticks.at(-1) ?? 0)) };
}

/** When the frame with this number is shown. */
export const presentationTick = ({ ticks }: FrameTicks, frame: number): number => ticks[frame] ?? 0;

/**
 * When the picture at this place in decode order is decoded: as the frame `depth` places before is shown, and
 * before the first one at the pace of the first two.
 */
export function decodeTick({ ticks, lastTicks }: FrameTicks, position: number, depth: number): number {
  const frame = position - depth;
  const pace = ticks.length > 1 ? (ticks[1] ?? 1) - (ticks[0] ?? 0) : lastTicks;
  return frame >= 0 ? (ticks[frame] ?? 0) : (ticks[0] ?? 0) + frame * pace;
}

/** How long the frame is shown. */
export const durationTicks = ({ ticks, lastTicks }: FrameTicks, frame: number): number =>
  frame + 1 < ticks.length ? (ticks[frame + 1] ?? 0) - (ticks[frame] ?? 0) : lastTicks;

/** Several clips one after the other. */
export function joinTicks(parts: readonly FrameTicks[]): FrameTicks {
  const [first] = parts;
  const ticks: number[] = [];
  let offset = 0;
  for (const part of parts) {
    for (const tick of part.ticks) ticks.push(offset + tick);
    offset = (ticks.at(-1) ?? 0) + part.lastTicks;
  }
  return { timescale: first?.timescale ?? usualTimescale, ticks, lastTicks: parts.at(-1)?.lastTicks ?? 1 };
}
