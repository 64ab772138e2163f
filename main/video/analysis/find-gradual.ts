import type { FrameRange, Transition } from '#common/domain/index.ts';
import type { Signatures } from './signatures.ts';
import { transitionModels } from './transition-models.ts';

/** Windows in which a transition is looked for, in frames: an eighth of a second to two, whatever the rate. */
const windows = [8, 12, 18, 27, 40, 60, 90, 130];
/** Pictures less different than this belong to the same scene. */
const leastDifference = 14;
const leastCellChange = 8;
const leastShareChanged = 0.4;
/** Both sides must differ by so many times what each changes by itself in the same time. */
const leastOverDrift = 1.7;
/** The model must explain so much of what neither picture alone does. */
const leastExplained = 0.55;
/**
 * A mixture of two pictures, and a picture made of parts of both, lies between the two: its distances to them add up
 * to theirs, or a little more where things move. Else a graphic shows, or the camera turned, and must be told apart
 * by a better match.
 */
const mostRoundabout = 1.25;
const leastExplainedByGraphic = 0.75;
const leastExplainedByPush = 0.6;
/** Scenes that move leave that much unexplained: this share of their drift, and of the rest at most this much. */
const movementShare = 0.25;
const mostMovement = 0.3;
/** And it must be no further from each frame than this share of the difference. */
const mostResidual = 0.16;
/** A wipe must explain it by so much better than a dissolve, which is the simpler story. */
const dissolveBonus = 0.06;
/** Long windows are judged by so many of their frames. */
const framesJudged = 24;

/** A picture that the other has so little of is alone; things that move in it look like as much. */
const alone = 0.05;

type Found = Transition & {
  readonly explained: number;
  readonly difference: number;
  /** The camera went from the one picture to the other: no transition, but what overlaps it is none either. */
  readonly moved: boolean;
};
type Judged = Omit<Found, 'range' | 'difference'> & { readonly progress: readonly Progress[] };
type Progress = { readonly frame: number; readonly done: number };

/** Dissolves and wipes: two scenes, and frames between them that a model of a transition explains by both. */
export function findGradual(signatures: Signatures, fades: readonly FrameRange[]): readonly Transition[] {
  const found: Found[] = [];
  for (const length of windows) {
    for (const start of windowStarts(signatures, length)) {
      const end = start + length;
      if (fades.some((fade) => fade.start <= end && fade.end >= start)) continue;
      const transition = explain(signatures, start, end);
      if (transition) found.push(transition);
    }
  }
  // A part of a transition is explained as well as the whole, but its ends differ less.
  found.sort((a, b) => b.explained * b.difference - a.explained * a.difference);
  const kept: Found[] = [];
  for (const candidate of found) {
    const overlaps = kept.some(
      ({ range }) => candidate.range.start <= range.end + 2 && candidate.range.end >= range.start - 2,
    );
    if (!overlaps) kept.push(candidate);
  }
  return kept.filter(({ moved }) => !moved).map(({ kind, range }) => ({ kind, range }));
}

/** Places where the two ends of a window differ far more than each end from what lies beyond it. */
function windowStarts(signatures: Signatures, length: number): readonly number[] {
  const last = signatures.count - 1 - length;
  const scores = new Float32Array(Math.max(0, last + 1));
  for (let start = 0; start <= last; start++) {
    const difference = signatures.distance(start, start + length);
    if (difference < leastDifference) continue;
    const drift = driftBeside(signatures, start, length);
    if (difference > leastOverDrift * drift && isOtherScene(signatures, start, start + length))
      scores[start] = difference - drift;
  }
  const apart = Math.max(2, Math.round(length / 3));
  return [...scores.keys()].filter((start) => (scores[start] ?? 0) > 0 && isHighest(scores, start, apart));
}

/** Whether most of the picture is another one: not just a part in which something moves, nor the light alone. */
const isOtherScene = (signatures: Signatures, a: number, b: number): boolean =>
  signatures.shareChanged(a, b, leastCellChange) > leastShareChanged &&
  signatures.distanceButExposure(a, b) >= leastDifference;

/** How much the scenes on both sides change by themselves in up to the time of a window; the more of the two. */
function driftBeside(signatures: Signatures, start: number, length: number): number {
  const end = start + length;
  const reach = Math.ceil(length / 2);
  // So near the ends of the clip nothing is known of the scenes.
  if (start < reach || end + reach >= signatures.count) return Number.POSITIVE_INFINITY;
  let drift = Math.max(signatures.distance(start - reach, start), signatures.distance(end, end + reach));
  if (start >= length) drift = Math.max(drift, signatures.distance(start - length, start));
  if (end + length < signatures.count) drift = Math.max(drift, signatures.distance(end, end + length));
  return drift;
}

function isHighest(scores: Float32Array, at: number, apart: number): boolean {
  const score = scores[at] ?? 0;
  for (let n = Math.max(0, at - apart); n <= Math.min(scores.length - 1, at + apart); n++) {
    const other = scores[n] ?? 0;
    if (other > score || (other === score && n < at)) return false;
  }
  return true;
}

function explain(signatures: Signatures, start: number, end: number): Found | null {
  const difference = signatures.distance(start, end);
  const step = Math.max(1, Math.floor((end - start) / framesJudged));
  const frames: number[] = [];
  for (let n = start + 1; n < end; n += step) frames.push(n);
  let unexplained = 0;
  let roundabout = 0;
  for (const n of frames) {
    const fromBefore = signatures.distance(n, start);
    const toAfter = signatures.distance(n, end);
    unexplained += Math.min(fromBefore, toAfter);
    roundabout += fromBefore + toAfter;
  }
  const isDirect = roundabout < mostRoundabout * difference * frames.length;
  if (unexplained * step < difference) return null;
  const reach = Math.ceil((end - start) / 2);
  const drift = signatures.distance(start - reach, start) + signatures.distance(end, end + reach);
  const movement = frames.length * movementShare * drift;
  const left = (residual: number) => Math.max(residual - movement, (1 - mostMovement) * residual);
  let best: Judged | null = null;
  for (const { kind, match, isMovement } of transitionModels) {
    const leastElse = isMovement ? leastExplainedByPush : leastExplainedByGraphic;
    const mostLeft = Math.min(
      (1 - (isDirect ? leastExplained : leastElse)) * unexplained,
      mostResidual * difference * frames.length,
    );
    const progress: Progress[] = [];
    let residual = 0;
    for (const frame of frames) {
      const found = match(signatures.of(start), signatures.of(frame), signatures.of(end));
      residual += found.residual;
      progress.push({ frame, done: found.done });
      if (left(residual) > mostLeft) break;
    }
    if (left(residual) > mostLeft) continue;
    const explained = 1 - left(residual) / unexplained;
    const bonus = best?.kind === 'dissolve' && kind === 'wipe' ? dissolveBonus : 0;
    if (explained <= (best?.explained ?? 0) + bonus) continue;
    if (!isSteady(progress)) continue;
    const moved = isMovement
      ? isMovement(signatures.of(start), signatures.of(end))
      : cameraMoved(signatures, { start, end });
    best = { kind, explained, progress, moved };
  }
  if (!best) return null;
  const range = between(best.progress);
  if (!range) return null;
  const { kind, explained, moved } = best;
  return { kind, explained, difference, moved, range };
}

/** A camera that went so much of a picture further shows another part of the same scene. */
const cameraWent = 0.35;

/** Whether the camera turned while the picture changed; where one picture pushes the other out, both move as well. */
function cameraMoved(signatures: Signatures, { start, end }: FrameRange): boolean {
  const { x, y } = signatures.travel(start, end);
  return Math.max(Math.abs(x), Math.abs(y)) > cameraWent;
}

/** Whether it goes from one picture to the other without turning back and without a jump. */
function isSteady(progress: readonly Progress[]): boolean {
  let travelled = 0;
  let steepest = 0;
  for (let i = 1; i < progress.length; i++) {
    const step = Math.abs((progress[i]?.done ?? 0) - (progress[i - 1]?.done ?? 0));
    travelled += step;
    steepest = Math.max(steepest, step);
  }
  const [first, last] = [progress[0]?.done ?? 1, progress.at(-1)?.done ?? 0];
  return first < 0.25 && last > 0.75 && travelled < 1.5 && steepest < 0.6;
}

/** The frames between the last one that shows the one picture alone and the first that shows the other alone. */
function between(progress: readonly Progress[]): FrameRange | null {
  const before = progress.findLastIndex(({ done }) => done < alone);
  const after = progress.findIndex(({ done }, i) => i > before && done > 1 - alone);
  const first = progress[before + 1];
  const last = progress[(after < 0 ? progress.length : after) - 1];
  return first && last && last.frame - first.frame >= 2 ? { start: first.frame, end: last.frame } : null;
}
