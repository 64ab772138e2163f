import { describe, expect, it } from 'vitest';
import { findSoundOffset } from '#renderer/viewer/compare/sound-offset.ts';
import { createOnsetReader } from '#renderer/viewer/compare/sound-onsets.ts';
import { cases } from '../cases.ts';
import { createRandom, type Random } from '../random.ts';

const sampleRate = 48_000;
/** Half a frame at 25 frames a second. */
const tolerance = 0.02;

const noise = (random: Random, seconds: number, gain: number): Float32Array =>
  Float32Array.from({ length: seconds * sampleRate }, () => (random.next() * 2 - 1) * gain);

/** A scene to be heard: steps, balls and calls at random, each with its own pitch and length, in some hum. */
function scene(random: Random, seconds: number): Float32Array {
  const samples = noise(random, seconds, 0.003);
  for (let at = 0; at < seconds; at += 0.15 + random.next() * 0.9) {
    const [pitch, length] = [150 + random.next() * 4000, 0.03 + random.next() * 0.3];
    const loud = 0.1 + random.next() * 0.5;
    const first = Math.floor(at * sampleRate);
    for (let n = 0; n < length * sampleRate && first + n < samples.length; n += 1) {
      const fade = Math.exp(-n / (0.3 * length * sampleRate));
      const value = Math.sin((2 * Math.PI * pitch * n) / sampleRate) + random.next() - 0.5;
      samples[first + n] = (samples[first + n] ?? 0) + loud * fade * value * 0.5;
    }
  }
  return samples;
}

/** What a microphone takes of a scene: a stretch, at its own loudness and with its own noise. */
const taken = (
  random: Random,
  whole: Float32Array,
  from: number,
  seconds: number,
  gain: number,
  hiss: number,
) => {
  const first = Math.round(from * sampleRate);
  const samples = whole.slice(first, first + seconds * sampleRate);
  return samples.map((value) => value * gain + (random.next() * 2 - 1) * hiss);
};

/** In pieces, as it comes from the host. */
function onsetsOf(samples: Float32Array) {
  const reader = createOnsetReader(sampleRate);
  const piece = 3.3 * sampleRate;
  for (let at = 0; at < samples.length; at += piece) {
    reader.push(at / sampleRate, samples.slice(at, Math.min(samples.length, at + piece)));
  }
  return reader.onsets().onsets;
}

describe('Two sounds of one scene', () => {
  it('are laid over each other within half a frame, whatever their loudness and noise', () => {
    const random = createRandom(7);
    for (let round = 0; round < cases(8, 3); round += 1) {
      const whole = scene(random, 30);
      const [startA, startB] = [random.next() * 8, random.next() * 8];
      const a = taken(random, whole, startA, 14, 0.2 + random.next(), 0.004);
      const b = taken(random, whole, startB, 12 + random.integer(8), 0.1 + random.next(), 0.004);
      const result = findSoundOffset(onsetsOf(a), onsetsOf(b));
      expect(result, `round ${round}`).not.toBeNull();
      const wrong = Math.abs((result?.offsetSeconds ?? 0) - (startA - startB));
      expect(wrong, `round ${round}`).toBeLessThan(tolerance);
      expect(result?.confidence).toBeGreaterThan(0.6);
    }
  });

  it('are refused where they are two scenes, noise alone, silence, or too short to tell', () => {
    const random = createRandom(11);
    for (let round = 0; round < cases(5, 2); round += 1) {
      expect(findSoundOffset(onsetsOf(scene(random, 14)), onsetsOf(scene(random, 18)))).toBeNull();
    }
    expect(findSoundOffset(onsetsOf(noise(random, 10, 0.3)), onsetsOf(noise(random, 10, 0.3)))).toBeNull();
    const silence = onsetsOf(new Float32Array(10 * sampleRate));
    expect(findSoundOffset(silence, silence)).toBeNull();
    const short = onsetsOf(scene(random, 1));
    expect(findSoundOffset(short, short)).toBeNull();
  });

  it('are refused where every beat looks like the next one', () => {
    const beats = new Float32Array(20 * sampleRate);
    for (let at = 0; at < beats.length; at += 1) {
      const since = at % sampleRate;
      beats[at] = since < 4000 ? Math.sin(since / 12) * Math.exp(-since / 1500) : 0;
    }
    expect(findSoundOffset(onsetsOf(beats), onsetsOf(beats.slice(0, 12 * sampleRate)))).toBeNull();
  });

  it('may have a gap, which counts as silence', () => {
    const random = createRandom(5);
    const whole = scene(random, 24);
    const reader = createOnsetReader(sampleRate);
    reader.push(2, whole.slice(2 * sampleRate, 9 * sampleRate));
    reader.push(12, whole.slice(12 * sampleRate, 22 * sampleRate));
    const { startSeconds, onsets } = reader.onsets();
    expect(startSeconds).toBe(2);
    const offset = findSoundOffset(onsetsOf(whole), onsets)?.offsetSeconds ?? Number.NaN;
    expect(Math.abs(offset + 2)).toBeLessThan(tolerance);
  });
});
