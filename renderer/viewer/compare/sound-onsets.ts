import { createFourier } from './fourier.ts';

/** Values for each second. */
export const onsetRate = 200;
const windowSize = 1024;
/** Edges of the bands in Hz: where steps, balls, whistles and voices begin to sound. */
const edges = [120, 400, 1200, 3500, 11_000] as const;
export const bandCount = edges.length - 1;
/** Energy below which there is silence, so that the noise of a quiet microphone begins nothing. */
const silence = 1e-6;
/** A beginning out of nothing counts no more than a clear one. */
const largestRise = 3;

/** How much louder a sound becomes from each moment to the next, by bands, whatever its loudness is. */
export type Onsets = readonly Float32Array[];

export type OnsetReader = {
  /** Samples of one channel, −1 to 1; following those before, or silence between them. */
  readonly push: (startSeconds: number, samples: Float32Array) => void;
  readonly onsets: () => { readonly startSeconds: number; readonly onsets: Onsets };
};

/** Reads the rise of loudness (spectral flux of the logarithm) from sound that comes piece by piece. */
export function createOnsetReader(sampleRate: number): OnsetReader {
  const hop = sampleRate / onsetRate;
  const fourier = createFourier(windowSize);
  const shape = Float64Array.from(
    { length: windowSize },
    (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / windowSize),
  );
  const bins = edges.map((edge) => Math.round((edge / sampleRate) * windowSize));
  const rises: number[][] = Array.from({ length: bandCount }, () => []);
  let before: number[] | undefined;
  let waiting = new Float32Array(0);
  let began: number | undefined;
  let taken = 0;
  /** Of the next window, counted in samples from the first; a hop need not be a whole number of them. */
  let windows = 0;
  const real = new Float64Array(windowSize);
  const imaginary = new Float64Array(windowSize);

  const measure = (samples: Float32Array, at: number) => {
    for (let n = 0; n < windowSize; n += 1) real[n] = (samples[at + n] as number) * (shape[n] as number);
    imaginary.fill(0);
    fourier(real, imaginary);
    const levels: number[] = [];
    for (let band = 0; band < bandCount; band += 1) {
      let energy = 0;
      for (let bin = bins[band] as number; bin < (bins[band + 1] as number); bin += 1) {
        energy += (real[bin] as number) ** 2 + (imaginary[bin] as number) ** 2;
      }
      levels.push(Math.log(silence + energy / windowSize));
    }
    for (const [band, level] of levels.entries()) {
      const rise = level - (before?.[band] ?? level);
      rises[band]?.push(Math.min(largestRise, Math.max(0, rise)));
    }
    before = levels;
  };

  return {
    push: (startSeconds, samples) => {
      began ??= startSeconds;
      const missing = Math.round((startSeconds - began) * sampleRate) - taken;
      const gap = Math.max(0, missing);
      const skipped = Math.max(0, -missing);
      const joined = new Float32Array(waiting.length + gap + Math.max(0, samples.length - skipped));
      joined.set(waiting);
      joined.set(samples.subarray(skipped), waiting.length + gap);
      const firstSample = taken - waiting.length;
      taken += gap + Math.max(0, samples.length - skipped);
      let at = Math.round(windows * hop) - firstSample;
      for (; at + windowSize <= joined.length; at = Math.round(windows * hop) - firstSample) {
        measure(joined, at);
        windows += 1;
      }
      waiting = joined.slice(Math.min(at, joined.length));
    },
    onsets: () => ({
      startSeconds: began ?? 0,
      onsets: rises.map((values) => Float32Array.from(values)),
    }),
  };
}
