import { type FrameRange, frameRangeLength, type Transition } from '#common/domain/index.ts';
import { type AnalysisSource, analysedSoFar, transitionWords } from './analysis-source.ts';

/** Parts of a window at most, so that the text stays short however long the window. */
const mostParts = 24;
const mostPeaks = 3;
/** A peak has at least half of the motion of the strongest part. */
const leastPeak = 50;
/** Where even the weakest part has this, no frame stands out. */
const leastEven = 90;
const mostTransitions = 8;

/**
 * `motion_profile(idx_start, idx_end)`: how much moves in each part of a window, as text for an engine and a person.
 * A change of shot is no motion and is left out. Frames without an analysis so far are told. Throws what
 * `ClipAnalyser` throws.
 */
export async function motionProfile(range: FrameRange, { analyser, source, signal }: AnalysisSource) {
  const [{ transitions, framesDone }, { energy }] = await Promise.all([
    analyser.state(source, { signal }),
    analyser.motion(source, { signal }),
  ]);
  const known = Math.min(framesDone, energy.length);
  if (range.start >= known) {
    return `${analysedSoFar(known)} The motion in ${framesOf(range)} is not known; look at frames instead.`;
  }
  const measured = { start: range.start, end: Math.min(range.end, known - 1) };
  const lines = describeMotion(measured, energy.subarray(0, known), transitions);
  if (measured.end < range.end) {
    const rest = { start: known, end: range.end };
    lines.push(`${analysedSoFar(known)} The motion in ${framesOf(rest)} is not known yet.`);
  }
  return lines.join('\n');
}

type Part = { readonly range: FrameRange; readonly mean: number | null; readonly strongest: number };

function describeMotion(
  range: FrameRange,
  energy: Float32Array,
  transitions: readonly Transition[],
): string[] {
  const motion = withoutTransitions(energy, transitions);
  const parts = equalParts(range).map((part) => measure(part, motion));
  const most = Math.max(...parts.map(({ mean }) => mean ?? 0));
  const inside = transitions.filter(
    (transition) => transition.range.start <= range.end && transition.range.end >= range.start,
  );
  const left = inside.length === 0 ? [] : [transitionsLeftOut(inside)];
  if (most === 0) return [`Nothing moves in ${framesOf(range)}.`, ...left];
  const values = parts.map(({ mean }) => (mean === null ? null : Math.round((100 * mean) / most)));
  return [
    `Motion in ${framesOf(range)}; 100 is the strongest part.${comparedWithClip(range, motion)}`,
    ...parts.map((part, place) => `${framesOf(part.range)}: ${values[place] ?? 'change of shot'}`),
    peaks(parts, values),
    ...left,
  ];
}

/** NaN where a frame belongs to a change of shot: what changes there is the picture, not its content. */
function withoutTransitions(energy: Float32Array, transitions: readonly Transition[]): Float32Array {
  const motion = energy.slice();
  for (const { range } of transitions) motion.fill(Number.NaN, range.start, range.end + 1);
  return motion;
}

function equalParts(range: FrameRange): readonly FrameRange[] {
  const length = frameRangeLength(range);
  const count = Math.min(mostParts, length);
  const edge = (place: number) => range.start + Math.floor((place * length) / count);
  return Array.from({ length: count }, (_, place) => ({ start: edge(place), end: edge(place + 1) - 1 }));
}

function measure(range: FrameRange, motion: Float32Array): Part {
  let sum = 0;
  let count = 0;
  let strongest = range.start;
  for (let frame = range.start; frame <= range.end; frame++) {
    const value = motion[frame] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
    if (!(value <= (motion[strongest] ?? Number.NaN))) strongest = frame;
  }
  return { range, mean: count === 0 ? null : sum / count, strongest };
}

/** The strongest frame of the strongest part, then of others that stand out from those beside them. */
function peaks(parts: readonly Part[], values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  if (Math.min(...known) >= leastEven) return 'No peak: the motion is even.';
  const at = (place: number) => values[place] ?? -1;
  const strongest = values.indexOf(100);
  const others = parts
    .map((_, place) => place)
    .filter((place) => place !== strongest && at(place) >= leastPeak)
    .filter((place) => at(place) > at(place - 1) && at(place) > at(place + 1))
    .sort((a, b) => at(b) - at(a));
  const named = [strongest, ...others].slice(0, mostPeaks);
  return `Peaks: ${named.map((place) => `frame ${parts[place]?.strongest}`).join(', ')}.`;
}

/** The strongest of a still stretch is 100 too, so the whole is put beside the clip. */
function comparedWithClip(range: FrameRange, motion: Float32Array): string {
  const all = { start: 0, end: motion.length - 1 };
  const [here, everywhere] = [measure(range, motion).mean, measure(all, motion).mean];
  if (!here || !everywhere || frameRangeLength(range) === motion.length) return '';
  return ` These frames move ${(here / everywhere).toFixed(1)} times as much as the clip on average.`;
}

function transitionsLeftOut(transitions: readonly Transition[]): string {
  const named = transitions.slice(0, mostTransitions).map(transitionWords);
  const more = transitions.length - named.length;
  return `Left out as no motion: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

const framesOf = ({ start, end }: FrameRange): string =>
  start === end ? `frame ${start}` : `frames ${start}–${end}`;
