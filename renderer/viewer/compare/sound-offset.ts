import { createFourier } from './fourier.ts';
import { type Onsets, onsetRate } from './sound-onsets.ts';

export type SoundOffset = {
  /** Seconds to add to a time of the first sound for the same instant of the second one. */
  readonly offsetSeconds: number;
  /** 0 to 1: how far the best place stands out from the second best. */
  readonly confidence: number;
};

/** The shortest common part that is believed. */
const leastOverlapSeconds = 3;
/** A short common part agrees easily by chance, and counts for less. */
const doubtSeconds = 4;
/** What lies so near to the best place is part of it. */
const peakSeconds = 0.08;
/** How many times its ordinary size the agreement must have at the best place. */
const leastProminence = 7.5;
const leastConfidence = 0.45;

/** Where two sounds agree best (cross-correlation of their onsets); null where no place is clearly the best. */
export function findSoundOffset(first: Onsets, second: Onsets): SoundOffset | null {
  const [lengthA, lengthB] = [first[0]?.length ?? 0, second[0]?.length ?? 0];
  const least = leastOverlapSeconds * onsetRate;
  if (Math.min(lengthA, lengthB) < least) return null;
  const agreement = correlate(first, second, lengthA, lengthB);
  // A lag of n lies at place n + lengthA − 1; too little overlap tells nothing.
  const places = agreement.length;
  const overlapAt = (place: number) => {
    const lag = place - (lengthA - 1);
    return Math.min(lengthA, lengthB - lag) - Math.max(0, -lag);
  };
  let best = -1;
  const sizes: number[] = [];
  for (let place = 0; place < places; place += 1) {
    const overlap = overlapAt(place);
    const value =
      overlap < least ? 0 : (agreement[place] as number) / Math.sqrt(overlap + doubtSeconds * onsetRate);
    agreement[place] = value;
    if (overlap >= least) sizes.push(Math.abs(value));
    if (best < 0 || value > (agreement[best] as number)) best = place;
  }
  const peak = agreement[best] ?? 0;
  const ordinary = (sizes.sort((a, b) => a - b)[sizes.length >> 1] ?? 0) * 1.4826;
  if (peak <= 0 || peak < leastProminence * ordinary) return null;
  const near = Math.round(peakSeconds * onsetRate);
  let rival = 0;
  for (let place = 0; place < places; place += 1) {
    if (Math.abs(place - best) > near) rival = Math.max(rival, agreement[place] as number);
  }
  const confidence = 1 - rival / peak;
  if (confidence < leastConfidence) return null;
  // The top of the parabola through the best place and its neighbours.
  const [left = 0, right = 0] = [agreement[best - 1], agreement[best + 1]];
  const bend = left - 2 * peak + right;
  const between = bend < 0 ? Math.max(-0.5, Math.min(0.5, (left - right) / (2 * bend))) : 0;
  return { offsetSeconds: (best - (lengthA - 1) + between) / onsetRate, confidence };
}

/** Sum over the bands of the correlation at every lag, from −(lengthA − 1) to lengthB − 1. */
function correlate(first: Onsets, second: Onsets, lengthA: number, lengthB: number): Float64Array {
  const size = 2 ** Math.ceil(Math.log2(lengthA + lengthB));
  const fourier = createFourier(size);
  const sumReal = new Float64Array(size);
  const sumImaginary = new Float64Array(size);
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  for (const [band, a] of first.entries()) {
    const b = second[band];
    if (!b || !standardise(a, real.fill(0)) || !standardise(b, imaginary.fill(0))) continue;
    fourier(real, imaginary);
    // Two real sequences went through one complex transform; the product is conj(A) · B.
    for (let at = 0; at < size; at += 1) {
      const mirror = (size - at) % size;
      const [ra, ia] = [real[at] as number, imaginary[at] as number];
      const [rm, im] = [real[mirror] as number, imaginary[mirror] as number];
      const [aRe, aIm, bRe, bIm] = [(ra + rm) / 2, (ia - im) / 2, (ia + im) / 2, (rm - ra) / 2];
      sumReal[at] = (sumReal[at] as number) + aRe * bRe + aIm * bIm;
      sumImaginary[at] = (sumImaginary[at] as number) + aRe * bIm - aIm * bRe;
    }
  }
  // Forwards on the conjugate is backwards.
  for (let at = 0; at < size; at += 1) sumImaginary[at] = -(sumImaginary[at] as number);
  fourier(sumReal, sumImaginary);
  const lags = new Float64Array(lengthA + lengthB - 1);
  for (let place = 0; place < lags.length; place += 1) {
    lags[place] = (sumReal[(place - (lengthA - 1) + size) % size] as number) / size;
  }
  return lags;
}

/** Writes values of mean 0 and variance 1; false where nothing begins in the whole sound. */
function standardise(values: Float32Array, into: Float64Array): boolean {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  const deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  if (deviation < 1e-6) return false;
  for (let at = 0; at < values.length; at += 1) into[at] = ((values[at] as number) - mean) / deviation;
  return true;
}
