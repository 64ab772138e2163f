import type { Sound } from '../video-service.ts';

export const peaksPerSecond = 100;

/**
 * The lowest and the highest sample of each hundredth of a second, −127 to 127, for `peakCount` of them from
 * `startSeconds` on; 0 where there is no sound.
 */
export function waveformPeaks(
  { samples, sampleRate, channelCount, startSeconds: soundStart }: Sound,
  startSeconds: number,
  peakCount: number,
): Int8Array {
  const peaks = new Int8Array(2 * peakCount);
  const offset = Math.round((soundStart - startSeconds) * sampleRate);
  const instants = Math.floor(samples.length / channelCount);
  for (let peak = 0; peak < peakCount; peak++) {
    const from = Math.max(0, Math.ceil((peak * sampleRate) / peaksPerSecond) - offset);
    const to = Math.min(instants, Math.ceil(((peak + 1) * sampleRate) / peaksPerSecond) - offset);
    if (from >= to) continue;
    let lowest = 32_767;
    let highest = -32_768;
    for (let i = from * channelCount; i < to * channelCount; i++) {
      const sample = samples[i] ?? 0;
      if (sample < lowest) lowest = sample;
      if (sample > highest) highest = sample;
    }
    peaks[2 * peak] = scaled(lowest);
    peaks[2 * peak + 1] = scaled(highest);
  }
  return peaks;
}

const scaled = (sample: number) => Math.max(-127, Math.round((sample * 127) / 32_767));
